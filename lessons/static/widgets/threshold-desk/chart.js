import { set, svg } from "../kit/dom.js";
import { clamp, linear, number, ticks } from "../kit/scale.js";

const LEFT = 34;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 40;
const LINES = [
  { kind: "precision", text: "precision", at: (one) => one.precision },
  { kind: "recall", text: "recall", at: (one) => one.recall },
  { kind: "f", text: "F₁", at: (one) => one.f },
];

/** Precision, recall and F₁ over the threshold, or precision over recall. `moved(threshold)` hears where a finger drags. */
export function chart({ moved }) {
  const layer = svg("g");
  const element = svg("svg", { class: "desk-chart", role: "img" }, layer);
  let back = null; // pixels to a threshold, in the view where that makes sense
  const drag = (event) => {
    if (!back || !(event.buttons & 1)) return;
    const box = element.getBoundingClientRect();
    moved(back(((event.clientX - box.left) * element.viewBox.baseVal.width) / box.width));
  };
  set(element, {
    onpointerdown: (event) => {
      if (back) element.setPointerCapture(event.pointerId);
      drag(event);
    },
    onpointermove: drag,
  });
  return {
    element,
    /** @param {{desk: object, threshold: number, view: "over"|"against", label: string, width: number, height: number}} shown */
    draw({ desk, threshold, view, label, width, height }) {
      const y = linear([0, 1], [height - BOTTOM, TOP]);
      const over = view === "over";
      const x = linear(over ? [desk.least, desk.most] : [0, 1], [LEFT, width - RIGHT]);
      back = over ? (place) => clamp(Math.round(x.back(place)), desk.least, desk.most) : null;
      set(element, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label, class: `desk-chart${over ? " desk-drags" : ""}` });
      layer.replaceChildren(...axes(x, y, over, width, height), ...(over ? overThreshold(desk, threshold, x, y, height) : against(desk, threshold, x, y)));
    },
  };
}

function axes(x, y, over, width, height) {
  const base = height - BOTTOM;
  const across = over ? ticks(30, 100, width < 480 ? 4 : 7).filter((tick) => x(tick) <= width) : ticks(0, 1, 5);
  return [
    ...ticks(0, 1, 4).map((tick) => svg("path", { class: "desk-grid", d: `M${LEFT} ${y(tick)}H${width - RIGHT}` })),
    ...ticks(0, 1, 4).map((tick) => svg("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, number(tick, tick % 1 ? 1 : 0))),
    ...across.map((tick) => svg("text", { x: x(tick), y: base + 17, "text-anchor": "middle" }, number(over ? tick / 100 : tick, 1))),
    svg("text", { x: (LEFT + width - RIGHT) / 2, y: height - 4, "text-anchor": "middle" }, over ? "threshold: pairs from this cosine on are taken" : "recall (across) and precision (up)"),
  ];
}

function overThreshold(desk, threshold, x, y, height) {
  const here = desk.at(Math.round(threshold));
  return [
    ...LINES.map(({ kind, at }) => svg("path", { class: `desk-line desk-${kind}`, d: path(desk.curve.map((one) => [x(one.threshold), y(at(one))])) })),
    svg("path", { class: "desk-mark", d: `M${x(threshold)} ${TOP - 8}V${height - BOTTOM}` }),
    svg("circle", { class: "desk-handle", cx: x(threshold), cy: TOP - 4, r: 6 }),
    ...LINES.map(({ kind, at }) => svg("circle", { class: `desk-dot desk-${kind}`, cx: x(threshold), cy: y(at(here)), r: 5 })),
    ...LINES.map((line) => named(line, desk, x, y)),
  ];
}

/** A line's name beside it, where the lines are apart: precision at the right end, recall at the left, F₁ above its top. */
function named({ kind, text, at }, desk, x, y) {
  const place = { precision: desk.most - 4, recall: desk.least + 3, f: desk.best - 14 }[kind];
  const one = desk.at(place);
  const [dy, anchor] = { precision: [22, "end"], recall: [-10, "start"], f: [-12, "middle"] }[kind];
  return svg("text", { class: `desk-name desk-${kind}`, x: x(place), y: y(at(one)) + dy, "text-anchor": anchor }, text);
}

function against(desk, threshold, x, y) {
  const [here, best] = [desk.at(Math.round(threshold)), desk.at(desk.best)];
  const dot = (one, kind, r) => svg("circle", { class: kind, cx: x(one.recall), cy: y(one.precision), r });
  return [
    svg("path", { class: "desk-line desk-curve", d: path(desk.curve.map((one) => [x(one.recall), y(one.precision)])) }),
    dot(best, "desk-best", 7),
    svg("text", { class: "desk-name desk-f", x: x(best.recall) + 12, y: y(best.precision) - 8 }, `best F₁, at ${number(desk.best / 100)}`),
    dot(here, "desk-dot desk-here", 6),
  ];
}

const path = (points) => `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
