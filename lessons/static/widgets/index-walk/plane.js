import { set, svg } from "../kit/dom.js";
import { clamp } from "../kit/scale.js";
import { regions } from "./model.js";

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP = 0.02; // of the plane's side, for one key
const MARGIN = 14; // CSS pixels

/**
 * The points, what the search has seen of them, and the query, which can be dragged, put somewhere by a click, or moved by keys.
 * `change(place, phase)` gets the new place; phase is "move" or "end".
 */
export function plane(index, { change }) {
  const frame = square(index.points);
  const cells = regions(index.centres, ...grown(frame));
  const layer = svg("g");
  const knob = svg("g", { class: "walk-query", tabindex: 0, role: "slider", "aria-label": "Query, moved by the arrow keys", "aria-valuemin": 0, "aria-valuemax": 100 },
    svg("circle", { class: "walk-reach", r: 24 }), svg("path", { class: "walk-knob", d: "M-8 0L0 -8L8 0L0 8Z" }));
  const element = svg("svg", { class: "walk-plane", role: "group" }, layer, knob);
  let side = 0;
  let query = [0, 0];

  const put = ([x, y]) => [MARGIN + ((x - frame[0][0]) / (frame[1][0] - frame[0][0])) * (side - 2 * MARGIN), side - MARGIN - ((y - frame[0][1]) / (frame[1][1] - frame[0][1])) * (side - 2 * MARGIN)];
  const inside = (place) => place.map((value, axis) => clamp(value, frame[0][axis], frame[1][axis]));
  const under = (event) => {
    const box = element.getBoundingClientRect();
    const share = (pixel, length) => ((pixel * side) / length - MARGIN) / (side - 2 * MARGIN);
    const [x, y] = [share(event.clientX - box.left, box.width), 1 - share(event.clientY - box.top, box.height)];
    return inside([x, y].map((part, axis) => frame[0][axis] + part * (frame[1][axis] - frame[0][axis])));
  };

  let held = false;
  knob.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    knob.setPointerCapture(event.pointerId);
    knob.focus({ focusVisible: false });
    held = true;
  });
  knob.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false }); // the query is pulled, the page is not
  knob.addEventListener("pointermove", (event) => held && change(under(event), "move"));
  const release = () => {
    if (held) change(query, "end");
    held = false;
  };
  knob.addEventListener("pointerup", release);
  knob.addEventListener("pointercancel", release);
  knob.addEventListener("keydown", (event) => {
    if (!KEYS[event.key]) return;
    event.preventDefault();
    const reach = (event.shiftKey ? STEP / 4 : STEP) * (frame[1][0] - frame[0][0]);
    change(inside(query.map((value, axis) => value + reach * KEYS[event.key][axis])), "end");
  });
  element.addEventListener("click", (event) => { if (!knob.contains(event.target)) change(under(event), "end"); });

  return {
    element,
    /**
     * @param at the query's place; `steps` those taken so far, `done` whether the search is over; `truth` the true nearest, `near` a word near the query
     * @param size side of the square in CSS pixels
     */
    draw({ method, at, steps, done, truth, near, label, size }) {
      side = size;
      query = at;
      set(element, { viewBox: `0 0 ${side} ${side}`, width: side, height: side, "aria-label": label });
      layer.replaceChildren(...backdrop(index, method, steps, cells, put), ...dots(index, method, steps, put), ...marks(index, steps, done, truth, put));
      const [x, y] = put(at);
      const percent = Math.round((100 * (at[0] - frame[0][0])) / (frame[1][0] - frame[0][0]));
      set(knob, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, "aria-valuenow": percent, "aria-valuetext": `near ${near}` });
    },
  };
}

/** The smallest square around all points: its least and its greatest corner. */
function square(points) {
  const ends = [0, 1].map((axis) => points.map((point) => point[axis])).map((values) => [Math.min(...values), Math.max(...values)]);
  const half = Math.max(...ends.map(([least, most]) => most - least)) / 2;
  const middles = ends.map(([least, most]) => (least + most) / 2);
  return [middles.map((middle) => middle - half), middles.map((middle) => middle + half)];
}

/** A square with the margin around it and more, so that cells reach the edge of the picture at every size. */
const grown = ([least, most]) => [least.map((low, axis) => low - 0.2 * (most[axis] - low)), most.map((high, axis) => high + 0.2 * (high - least[axis]))];

const line = (from, to) => `M${from.map((one) => one.toFixed(1)).join(" ")}L${to.map((one) => one.toFixed(1)).join(" ")}`;

/** Cells and their centres, or the links of the layer that the search is in. */
function backdrop({ centres, points, layers }, method, steps, cells, put) {
  const now = steps.at(-1);
  if (method === "ivf") {
    const opened = now?.opened ?? [];
    return [
      ...cells.map((corners, cell) => svg("path", { class: opened.includes(cell) ? "walk-cell walk-open" : "walk-cell", d: `M${corners.map((one) => put(one).map((part) => part.toFixed(1)).join(" ")).join("L")}Z` })),
      ...centres.map((centre) => svg("path", { class: now ? "walk-centre walk-measured" : "walk-centre", transform: `translate(${put(centre).map((one) => one.toFixed(1)).join(" ")})`, d: "M-5 0H5M0 -5V5" })),
    ];
  }
  if (method !== "hnsw") return [];
  const layer = layers[now?.layer ?? layers.length - 1];
  const links = [...layer].flatMap(([point, some]) => some.filter((one) => point < one || !layer.get(one).includes(point)).map((one) => line(put(points[point]), put(points[one]))));
  return [
    svg("path", { class: "walk-links", d: links.join("") }),
    svg("path", { class: "walk-hops", d: (now?.hops ?? []).map(([from, to]) => line(put(points[from]), put(points[to]))).join("") }),
  ];
}

function dots({ points, layers }, method, steps, put) {
  const measured = new Set(steps.flatMap((step) => step.fresh));
  const fresh = new Set(steps.at(-1)?.fresh);
  const layer = method === "hnsw" ? layers[steps.at(-1)?.layer ?? layers.length - 1] : null;
  return points.map((point, id) => {
    const [cx, cy] = put(point).map((one) => one.toFixed(1));
    const kinds = ["walk-dot", measured.has(id) && "walk-measured", fresh.has(id) && "walk-fresh", layer && !layer.has(id) && "walk-below"];
    return svg("circle", { class: kinds.filter(Boolean).join(" "), cx, cy, r: measured.has(id) ? 4 : 3 });
  });
}

/** Rings around what is found of the true nearest, crosses over what was missed; where the search stands. */
function marks({ points }, steps, done, truth, put) {
  const now = steps.at(-1);
  const at = (id) => ({ transform: `translate(${put(points[id]).map((one) => one.toFixed(1)).join(" ")})` });
  const known = new Set(now?.best);
  return [
    ...truth.filter((id) => known.has(id)).map((id) => svg("circle", { class: "walk-found", r: 7, ...at(id) })),
    ...truth.filter((id) => done && !known.has(id)).map((id) => svg("path", { class: "walk-missed", d: "M-6 -6L6 6M-6 6L6 -6", ...at(id) })),
    ...(now?.at !== undefined && !done ? [svg("circle", { class: "walk-here", r: 11, ...at(now.at) })] : []),
  ];
}
