import { svg } from "../kit/dom.js";
import { linear } from "../kit/scale.js";

const HEIGHT = 44;

/** A vector as a row of bars; numbers below zero hang under the line. What is not zero is at least 1.5 px high. */
export function strip(values, width) {
  const most = Math.max(...values.map(Math.abs));
  const signed = values.some((value) => value < 0);
  const zero = signed ? HEIGHT / 2 : HEIGHT;
  const tall = linear([0, most], [0, signed ? HEIGHT / 2 : HEIGHT]);
  const wide = width / values.length;
  const bars = values.map((value, place) => {
    if (value === 0) return "";
    const height = Math.max(1.5, tall(Math.abs(value)));
    const gap = wide > 4 ? 1 : 0;
    return `M${(place * wide).toFixed(2)} ${zero}v${value > 0 ? -height : height}h${(Math.max(1.5, wide) - gap).toFixed(2)}v${value > 0 ? height : -height}z`;
  });
  return svg("svg", { class: "strip", width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" },
    svg("path", { class: "strip-zero", d: `M0 ${zero}H${width}` }), svg("path", { d: bars.join("") }));
}
