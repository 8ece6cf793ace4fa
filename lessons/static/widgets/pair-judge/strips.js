import { set, svg } from "../kit/dom.js";
import { linear, number, ticks } from "../kit/scale.js";
import { MEASURES, levels } from "./model.js";

const R = 7;
const STEP = 2 * R + 2;
const SIDE = 14;
const LEAST = 0.3;

/** Two lines of cosines, one dot for each judged pair; `chosen(place)` hears which dot was pressed. */
export function strips({ chosen }) {
  const element = svg("svg", { class: "judge-strips", role: "img" });
  return {
    element,
    /** @param {{pairs: object[], seen: number[], place: number, label: string, width: number}} shown */
    draw({ pairs, seen, place, label, width }) {
      const x = linear([LEAST, 1], [SIDE, width - SIDE]);
      const rows = MEASURES.map(({ name }) => levels(pairs.map((pair) => x(pair[name])), STEP)); // of all pairs, so that dots stay
      let top = 0;
      const parts = MEASURES.flatMap(({ name, text }, row) => {
        const base = top + 26 + (Math.max(...rows[row]) + 1) * STEP;
        const dots = seen.toSorted((a, b) => (a === place) - (b === place)).map((one) =>
          dot(pairs[one], x(pairs[one][name]), base - R - 3 - rows[row][one] * STEP, one === place, () => chosen(one)));
        const line = [svg("text", { class: "judge-name", x: SIDE, y: top + 14 }, text), svg("path", { class: "judge-line", d: `M${SIDE} ${base}H${width - SIDE}` })];
        top = base + 28;
        return [...line, ...axis(x, base), ...dots];
      });
      set(element, { viewBox: `0 0 ${width} ${top}`, width, height: top, "aria-label": label });
      element.replaceChildren(...parts);
    },
  };
}

const axis = (x, base) => ticks(LEAST, 1, 7).map((tick) => svg("text", { x: x(tick), y: base + 16, "text-anchor": "middle" }, number(tick, 1)));

function dot({ same }, x, y, here, onclick) {
  const shape = same ? svg("circle", { cx: x, cy: y, r: R - 0.5 }) : svg("path", { d: `M${x} ${y - R}L${x + R} ${y}L${x} ${y + R}L${x - R} ${y}Z` });
  const ring = here ? svg("circle", { class: "judge-ring", cx: x, cy: y, r: R + 4 }) : null;
  return svg("g", { class: same ? "judge-dot judge-same" : "judge-dot judge-other", onclick }, ring, shape);
}
