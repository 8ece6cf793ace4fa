import { set, svg } from "../kit/dom.js";
import { linear } from "../kit/scale.js";

const HEIGHT = 190;
const EDGE = { left: 40, right: 10, top: 22, bottom: 36 };
const NAMES = { ivf: "cells", hnsw: "graph" };

/** Recall against work: the mean over the queries for each setting of both indexes, and where this search ends. */
export function chart(costs, total) {
  const element = svg("svg", { class: "walk-chart", role: "img" });
  const least = Math.floor(10 * Math.min(...Object.values(costs).flat().map(([, , share]) => share), 1)) / 10;
  return {
    element,
    /** @param setting the one that is chosen of `method`; `own` [distances, recall] of this search, or null */
    draw({ method, setting, own, label, width }) {
      const x = linear([0, total], [EDGE.left, width - EDGE.right]);
      const y = linear([Math.min(least, own ? own[1] : 1), 1], [HEIGHT - EDGE.bottom, EDGE.top]);
      const floor = HEIGHT - EDGE.bottom;
      const shares = [...new Set([y.back(floor), least, (1 + least) / 2, 1])];
      set(element, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": label });
      element.replaceChildren(
        ...shares.flatMap((share) => [svg("path", { class: "walk-level", d: `M${EDGE.left} ${y(share)}H${width - EDGE.right}` }), svg("text", { x: EDGE.left - 6, y: y(share) + 4, "text-anchor": "end" }, `${Math.round(100 * share)}%`)]),
        ...[0, total / 3, (2 * total) / 3, total].map((work) => svg("text", { x: x(work), y: floor + 16, "text-anchor": work === total ? "end" : "middle" }, Math.round(work))),
        svg("text", { x: (EDGE.left + width) / 2, y: HEIGHT - 4, "text-anchor": "middle" }, "distances computed"),
        svg("text", { x: 4, y: 11 }, "true ten found"),
        ...Object.entries(costs).flatMap(([name, line]) => curve(name, line.filter(([, work]) => work <= total), x, y, name === method ? setting : null)),
        svg("path", { class: "walk-exact", transform: `translate(${x(total)} ${y(1)})`, d: "M-5 -5H5V5H-5Z" }),
        ...(own ? [svg("path", { class: "walk-own", transform: `translate(${x(own[0])} ${y(own[1])})`, d: "M-7 0L0 -7L7 0L0 7Z" })] : []),
      );
    },
  };
}

function curve(name, line, x, y, setting) {
  const last = line.at(-1);
  return [
    svg("path", { class: `walk-line walk-of-${name}`, d: `M${line.map(([, work, share]) => `${x(work).toFixed(1)} ${y(share).toFixed(1)}`).join("L")}` }),
    ...line.map(([one, work, share]) => svg("circle", { class: `walk-setting walk-of-${name}${one === setting ? " walk-chosen" : ""}`, cx: x(work), cy: y(share), r: one === setting ? 6 : 3 })),
    svg("text", { class: `walk-line-name walk-of-${name}`, x: x(last[1]), y: y(last[2]) + (name === "hnsw" ? 18 : -8), "text-anchor": "end" }, NAMES[name]),
  ];
}
