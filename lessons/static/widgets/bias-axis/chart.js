import { set, svg } from "../kit/dom.js";
import { around, labelled } from "../kit/labels.js";
import { linear, ticks } from "../kit/scale.js";
import { signed } from "./model.js";

const [LEFT, RIGHT, TOP, BOTTOM] = [36, 14, 30, 44]; // CSS pixels around the plot

/** Occupations by projection (across) and by how many of their nearest words lean to she (up). `chosen(place)` hears a press near one. */
export function chart({ space, chosen }) {
  const layer = svg("g");
  let places = [];
  const press = (event) => {
    const box = element.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top].map((value) => (value * element.viewBox.baseVal.width) / box.width);
    const far = places.map(([px, py]) => Math.hypot(px - x, py - y));
    const nearest = far.indexOf(Math.min(...far));
    if (far[nearest] < 30) chosen(nearest);
  };
  const element = svg("svg", { class: "bias-chart", role: "img", onclick: press }, layer);
  return {
    element,
    /** @param {{at: (number) => [number, number], chosen: number, width: number, height: number, label: string}} shown `at` gives data units */
    draw({ at, chosen: here, width, height, label }) {
      const x = linear([-space.reach * 1.08, space.reach * 1.08], [LEFT, width - RIGHT]);
      const y = linear([0, space.neighbours], [height - BOTTOM, TOP]);
      set(element, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label });
      places = space.occupations.map((_, place) => { const [px, py] = at(place); return [x(px), y(py)]; });
      const marks = space.occupations.map((one, place) => ({ one, place, text: one.word, at: places[place], must: place === here }));
      const scales = [{ left: 0, top: height - BOTTOM + 8, width, height: BOTTOM }, { left: 0, top: 0, width: LEFT - 5, height }];
      const kept = [...scales, ...places.map((middle) => around(middle, 4))];
      const first = [marks[here], ...ends(marks).filter(({ place }) => place !== here)];
      layer.replaceChildren(
        ...axes(space, x, y, width, height),
        ...marks.filter(({ place }) => place !== here).map(shape), shape(marks[here]),
        svg("circle", { class: "bias-ring", cx: places[here][0], cy: places[here][1], r: 9 }),
        ...labelled(first, width, height, kept).map(({ mark, x: left, y: base }) => svg("text", { class: `bias-name${mark.place === here ? " is-chosen" : ""}`, x: left, y: base }, mark.text)),
      );
    },
  };
}

/** From both ends inwards: the far ones are named first. */
const ends = (marks) => marks.toSorted((one, other) => Math.abs(other.one.leaning) - Math.abs(one.one.leaning));

function shape({ one, at: [x, y], place }) {
  const side = one.leaning > 0 ? "she" : "he";
  const attributes = { class: `bias-mark bias-${side}`, "data-of": place };
  return side === "she" ? svg("circle", { ...attributes, cx: x, cy: y, r: 5 }) : svg("rect", { ...attributes, x: x - 4.5, y: y - 4.5, width: 9, height: 9 });
}

function axes(space, x, y, width, height) {
  const base = height - BOTTOM;
  const across = ticks(-0.4, 0.4, width < 480 ? 4 : 8);
  return [
    ...ticks(0, space.neighbours, 5).flatMap((tick) => [
      svg("path", { class: "bias-grid", d: `M${LEFT} ${y(tick)}H${width - RIGHT}` }),
      svg("text", { x: LEFT - 7, y: y(tick) + 4, "text-anchor": "end" }, String(tick)),
    ]),
    svg("path", { class: "bias-zero", d: `M${x(0)} ${TOP}V${base}` }),
    svg("path", { class: "bias-typical", d: `M${LEFT} ${y(space.typical)}H${width - RIGHT}` }),
    ...across.map((tick) => svg("text", { x: x(tick), y: base + 18, "text-anchor": "middle" }, signed(tick))),
    svg("text", { class: "bias-end", x: LEFT, y: height - 6 }, "← he"),
    svg("text", { x: (LEFT + width - RIGHT) / 2, y: height - 6, "text-anchor": "middle" }, "projection"),
    svg("text", { class: "bias-end", x: width - RIGHT, y: height - 6, "text-anchor": "end" }, "she →"),
    svg("text", { x: 0, y: 14 }, `of its ${space.neighbours} nearest words, how many lean to she`),
  ];
}
