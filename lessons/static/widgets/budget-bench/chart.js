import { set, svg } from "../kit/dom.js";
import { linear, number, ticks } from "../kit/scale.js";

const LEFT = 42;
const RIGHT = 14;
const TOP = 14;
const BOTTOM = 40;
const LINES = [{ kind: "reader", text: "perfect reader" }, { kind: "late", text: "late interaction" }];

/** The share of right first results over the number of candidates that are reranked. */
export function chart() {
  const element = svg("svg", { class: "budget-chart", role: "img" });
  return {
    element,
    draw({ curve, k, most, label, width, height }) {
      const x = linear([1, most], [LEFT, width - RIGHT]);
      const y = linear([0.3, 1], [height - BOTTOM, TOP]);
      const path = (values) => `M${values.map((value, place) => `${x(place + 1).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`;
      set(element, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label });
      element.replaceChildren(
        ...ticks(0.4, 1, 3).flatMap((tick) => [
          svg("path", { class: "budget-grid", d: `M${LEFT} ${y(tick)}H${width - RIGHT}` }),
          svg("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, `${number(100 * tick, 0)}%`)]),
        ...[1, 10, 20, 30, 40, 50].filter((tick) => tick <= most).map((tick) => svg("text", { x: x(tick), y: height - BOTTOM + 17, "text-anchor": "middle" }, number(tick, 0))),
        svg("text", { x: (LEFT + width - RIGHT) / 2, y: height - 4, "text-anchor": "middle" }, "candidates reranked"),
        svg("path", { class: "budget-mark", d: `M${x(k)} ${TOP}V${height - BOTTOM}` }),
        ...LINES.flatMap(({ kind, text }) => [
          svg("path", { class: `budget-line budget-${kind}`, d: path(curve[kind]) }),
          svg("circle", { class: `budget-dot budget-${kind}`, cx: x(k), cy: y(curve[kind][k - 1]), r: 5 }),
          svg("text", { class: `budget-name budget-${kind}`, x: width - RIGHT - 4, y: y(curve[kind].at(-1)) + (kind === "late" ? 20 : -8), "text-anchor": "end" }, text)]),
      );
    },
  };
}
