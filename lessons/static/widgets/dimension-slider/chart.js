import { set, svg } from "../kit/dom.js";
import { linear, number, ticks } from "../kit/scale.js";

const TOP = 30;
const BOTTOM = 40;
const ROOM = 60; // px that a word beside a mark needs

/** A histogram with an exact curve, a marked band or two marked places, and a second histogram laid over it. */
export function chart() {
  const layer = svg("g");
  const element = svg("svg", { class: "spread-chart", role: "img" }, layer);
  return {
    element,
    /**
     * @param bars densities of the random pairs; `over` those of the sentences or null; `curve` a density function
     * @param limits the range of the bins; `shown` the range to draw; `top` the highest density drawn
     * @param band {from, to, text} or null; `marks` [{at, text, row, kind, side}] places pointed out, their text towards a side
     */
    draw({ bars, over, curve, limits, shown, top, band, marks, axis, label, width, height }) {
      const x = linear(shown, [8, width - 8]);
      const y = linear([0, top], [height - BOTTOM, TOP]);
      const base = height - BOTTOM;
      set(element, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label });
      layer.replaceChildren(
        ...(band ? bandOf(band, x, base, width) : []),
        svg("path", { class: "spread-bars", d: steps(bars, limits, shown, x, y, top) }),
        ...(over ? [svg("path", { class: "spread-real", d: steps(over, limits, shown, x, y, top) })] : []),
        svg("path", { class: "spread-curve", d: line(curve, shown, x, y, top) }),
        svg("path", { class: "spread-base", d: `M8 ${base}H${width - 8}` }),
        ...marks.flatMap((mark) => markOf(mark, x, base)),
        ...ticks(...shown, width < 480 ? 4 : 8).map((tick) => svg("text", { x: x(tick), y: base + 17, "text-anchor": "middle" }, number(tick, Number.isInteger(tick) ? 0 : 1 + (Math.abs(tick * 10) % 1 > 1e-9)))),
        svg("text", { x: width / 2, y: height - 4, "text-anchor": "middle" }, axis),
      );
    },
  };
}

function steps(bars, [least, most], [from, to], x, y, top) {
  const size = (most - least) / bars.length;
  let path = `M${x(from)} ${y(0)}`;
  bars.forEach((bar, index) => {
    const left = least + index * size;
    if (left < from - 1e-9 || left + size > to + 1e-9) return;
    path += `L${x(left).toFixed(1)} ${y(Math.min(bar, top)).toFixed(1)}H${x(left + size).toFixed(1)}`;
  });
  return `${path}V${y(0)}Z`;
}

function line(curve, [from, to], x, y, top) {
  const points = Array.from({ length: 241 }, (_, index) => {
    const at = from + ((to - from) * index) / 240;
    return `${x(at).toFixed(1)} ${y(Math.min(curve(at), top)).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}

function bandOf({ from, to, text }, x, base, width) {
  const middle = Math.min(width - 70, Math.max(70, x((from + to) / 2)));
  return [
    svg("rect", { class: "spread-band", x: x(from), y: TOP - 6, width: x(to) - x(from), height: base - TOP + 6 }),
    svg("path", { class: "spread-bracket", d: `M${x(from)} ${TOP}V${TOP - 6}H${x(to)}V${TOP}` }),
    svg("text", { class: "spread-band-text", x: middle, y: TOP - 12, "text-anchor": "middle" }, text),
  ];
}

function markOf({ at, text, row, kind, side }, x, base) {
  const height = TOP - 12 + 18 * row;
  const anchor = x(at) < ROOM ? "start" : side; // near the left edge there is none for a word before the line
  return [
    svg("path", { class: `spread-mark ${kind}`, d: `M${x(at)} ${base}V${height + 5}` }),
    svg("circle", { class: `spread-dot ${kind}`, cx: x(at), cy: base, r: 4 }),
    svg("text", { class: `spread-mark-text ${kind}`, x: x(at) + (anchor === "end" ? 4 : -4), y: height, "text-anchor": anchor }, text),
  ];
}
