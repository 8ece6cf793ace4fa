import { set, svg } from "../kit/dom.js";
import { clamp, linear, number, ticks } from "../kit/scale.js";

const LEFT = 40;
const RIGHT = 14;
const TOP = 26;
const GAP = 38; // between the statistic and the answers
const ANSWERS = 46; // height of the bars
const BOTTOM = 38;

/** A statistic over the days above, with its alarm, and the share of right answers below. `moved(day)` hears where a finger drags. */
export function chart({ moved }) {
  const layer = svg("g");
  const element = svg("svg", { class: "monitor-chart", role: "img" }, layer);
  let back = () => 1;
  const drag = (event) => {
    if (!(event.buttons & 1)) return;
    const box = element.getBoundingClientRect();
    moved(back(((event.clientX - box.left) * element.viewBox.baseVal.width) / box.width));
  };
  set(element, { onpointerdown: (event) => { element.setPointerCapture(event.pointerId); drag(event); }, onpointermove: drag });
  return {
    element,
    /**
     * @param values of the statistic, one a day; `right` shares of right answers; `day` the chosen one, counted from 1
     * @param shown [least, most] of the statistic's axis; `limit` its alarm; `rings(value)` whether it rings; `side` "above" or "below"
     */
    draw({ values, right, day, change, shown, limit, rings, side, name, label, width, height }) {
      const base = height - BOTTOM;
      const floor = base - ANSWERS - GAP;
      const x = linear([0.5, values.length + 0.5], [LEFT, width - RIGHT]);
      const y = linear(shown, [floor, TOP]);
      const share = linear([0, 1], [base, base - ANSWERS]);
      back = (place) => clamp(Math.round(x.back(place)), 1, values.length);
      set(element, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label });
      const alarm = y(limit);
      layer.replaceChildren(
        svg("rect", { class: "monitor-beyond", x: LEFT, width: width - LEFT - RIGHT, ...(side === "above" ? { y: TOP, height: alarm - TOP } : { y: alarm, height: floor - alarm }) }),
        svg("rect", { class: "monitor-chosen", x: x(day - 0.5), y: TOP - 6, width: x(1) - x(0), height: base - TOP + 6 }),
        ...ticks(...shown, 4).map((tick) => svg("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, number(tick, shown[1] < 0.2 ? 2 : 1))),
        svg("path", { class: "monitor-limit", d: `M${LEFT} ${alarm}H${width - RIGHT}` }),
        svg("text", { class: "monitor-limit-text", x: LEFT + 6, y: alarm + (side === "above" ? -7 : 16) }, "alarm"),
        svg("path", { class: "monitor-change", d: `M${x(change - 0.5)} ${TOP - 6}V${base}` }),
        svg("text", { x: LEFT, y: TOP - 12, class: "monitor-name" }, name),
        svg("text", { x: x(change - 0.5) + 4, y: TOP - 12 }, `day ${change}`),
        svg("path", { class: "monitor-line", d: `M${values.map((value, place) => `${x(place + 1).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}` }),
        ...values.map((value, place) => mark(x(place + 1), y(value), rings(value), place + 1 === day)),
        svg("text", { x: LEFT, y: base - ANSWERS - 8, class: "monitor-name" }, "right answers: nobody sees these"),
        ...right.map((part, place) => svg("rect", { class: "monitor-bar", x: x(place + 0.6), y: share(part), width: x(0.8) - x(0), height: base - share(part) })),
        ...[0, 1].map((part) => svg("text", { x: LEFT - 6, y: share(part) + 4, "text-anchor": "end" }, part ? "100%" : "0")),
        svg("path", { class: "monitor-base", d: `M${LEFT} ${base}H${width - RIGHT}` }),
        ...values.map((_, place) => place + 1).filter((one) => one % (width < 480 ? 3 : 1) === 1 || width >= 480).map((one) => svg("text", { x: x(one), y: base + 16, "text-anchor": "middle" }, one)),
        svg("text", { x: (LEFT + width - RIGHT) / 2, y: height - 4, "text-anchor": "middle" }, "day"),
      );
    },
  };
}

/** A day's dot; where it rings, a triangle. */
function mark(x, y, rings, chosen) {
  const kind = `monitor-mark${rings ? " monitor-rings" : ""}${chosen ? " monitor-here" : ""}`;
  if (!rings) return svg("circle", { class: kind, cx: x, cy: y, r: chosen ? 6 : 4 });
  const r = chosen ? 8.5 : 6.5;
  return svg("path", { class: kind, d: `M${x} ${y - r}L${x + r} ${y + r * 0.75}H${x - r}Z` });
}
