import { set, svg } from "../kit/dom.js";
import { around, labelled } from "../kit/labels.js";
import { ticks } from "../kit/scale.js";
import { extent } from "./model.js";

/** The map: each word as a dot (center) and as a square (context), and arrows to where a step takes the rows it touches. */
export function plane() {
  const layer = svg("g");
  const element = svg("svg", { class: "onestep-plane", role: "img" }, layer);
  return {
    element,
    /** @param size side of the square in CSS pixels; `goal` the tables after the step; `trail` those before the last one, or null */
    draw({ tables, goal, trail, words, asked, size, label }) {
      const half = size / 2;
      const radius = Math.max(1.2, extent(tables), extent(goal)) * 1.06;
      const place = ([x, y]) => [half + (x / radius) * (half - 16), half - (y / radius) * (half - 16)];
      set(element, { viewBox: `0 0 ${size} ${size}`, width: size, height: size, "aria-label": label });
      const marks = marksOf(tables, words, asked);
      const scale = ticks(0, radius, 3).filter((tick) => tick > 0).map((tick) => ({ tick, at: place([tick, 0]) }));
      layer.replaceChildren(
        svg("path", { class: "onestep-cross", d: `M0 ${half}H${size}M${half} 0V${size}` }),
        ...scale.map(({ tick, at: [x, y] }) => svg("text", { class: "onestep-tick", x, y: y + 14, "text-anchor": "middle" }, String(tick))),
        ...(trail ? marks.filter(({ row }) => row).map(({ table, word }) => line("onestep-trail", place(trail[table][word]), place(tables[table][word]))) : []),
        ...marks.map((mark) => shape(mark, place(tables[mark.table][mark.word]))),
        ...marks.filter(({ row }) => row).flatMap(({ kind, table, word }) => arrow(kind, place(tables[table][word]), place(goal[table][word]))),
        ...labels(marks, (mark) => place(tables[mark.table][mark.word]), size, scale.map(({ at: [x, y] }) => around([x, y + 10], 7))),
      );
    },
  };
}

/** What is drawn, the rows of this step last: kind, table, word, text, and whether it is a `row` of this step. */
function marksOf(tables, words, { center, context, negatives }) {
  const kindOf = (table, word) => {
    if (table === "into") return word === center ? "center" : "word";
    if (word === context) return "context";
    return negatives.includes(word) ? "negative" : "other";
  };
  const all = ["out", "into"].flatMap((table) => words.map((text, word) => ({ table, word, text, kind: kindOf(table, word) })));
  const marked = all.map((mark) => ({ ...mark, row: ["center", "context", "negative"].includes(mark.kind) }));
  return [...marked.filter(({ row }) => !row), ...marked.filter(({ row }) => row)];
}

function shape({ table, kind, text }, [x, y]) {
  const of = `${table} ${text}`;
  const size = { center: 7, context: 6, negative: 6, word: 3.5, other: 2.5 }[kind];
  if (table === "into") return svg("circle", { class: `onestep-mark onestep-${kind}`, "data-of": of, cx: x, cy: y, r: size });
  return svg("rect", { class: `onestep-mark onestep-${kind}`, "data-of": of, x: x - size, y: y - size, width: 2 * size, height: 2 * size });
}

const line = (kind, [x, y], [tox, toy]) => svg("path", { class: kind, d: `M${x} ${y}L${tox} ${toy}` });

function arrow(kind, [x, y], [tox, toy]) {
  const length = Math.hypot(tox - x, toy - y);
  if (length < 4) return [];
  const [ux, uy] = [(tox - x) / length, (toy - y) / length];
  const head = Math.min(9, length);
  const wing = (side) => `${tox - head * ux + side * head * 0.5 * uy} ${toy - head * uy - side * head * 0.5 * ux}`;
  return [
    svg("path", { class: `onestep-shaft onestep-${kind}`, d: `M${x} ${y}L${tox - head * 0.8 * ux} ${toy - head * 0.8 * uy}` }),
    svg("path", { class: `onestep-head onestep-${kind}`, d: `M${tox} ${toy}L${wing(1)}L${wing(-1)}Z` }),
  ];
}

/** Names beside their marks, clear of what is `kept` free: the step's rows always, other words where there is room. */
function labels(marks, placed, size, kept) {
  const named = marks.filter(({ kind }) => kind !== "other").reverse();
  const asked = named.map((mark) => ({ ...mark, at: placed(mark), must: mark.row, reach: mark.row ? 8 : 4 }));
  return labelled(asked, size, size, kept).map(({ mark, x, y }) => svg("text", { class: `onestep-name onestep-${mark.kind}`, x, y }, mark.text));
}
