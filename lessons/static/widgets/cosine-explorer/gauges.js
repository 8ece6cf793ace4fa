import { html, set, svg } from "../kit/dom.js";
import { linear, number } from "../kit/scale.js";
import { measures, swept } from "./model.js";

const ROWS = [
  { name: "cosine", title: "Cosine", formula: "the wedge, nothing else" },
  { name: "dot", title: "Dot product", formula: "shadow × length of b" },
  { name: "distance", title: "Distance", formula: "dashes, tip to tip" },
];
const HEIGHT = 62;

/** The three measures, each with its value, what the last move did to it, and its curve while a is stretched or turned. */
export function gauges() {
  const rows = ROWS.map(({ name, title, formula }) => {
    const value = html("output", { class: "cosine-value" });
    const change = html("span", { class: "cosine-change" });
    const curve = svg("svg", { height: HEIGHT, "aria-hidden": "true" });
    const element = html("div", { class: `cosine-gauge cosine-is-${name}` },
      html("div", { class: "cosine-figures" }, html("span", { class: "cosine-title" }, title), html("span", {}, value, change), html("span", { class: "kit-caption" }, formula)),
      curve);
    return { name, element, value, change, curve };
  });
  return {
    element: html("div", { class: "cosine-gauges" }, ...rows.map((row) => row.element)),
    /** @param before the measures when the gesture began, or null */
    draw({ a, b, before, sweep, radius, width }) {
      const now = measures(a, b);
      for (const row of rows) {
        row.value.textContent = shown(row.name, now[row.name]);
        const [text, still] = difference(before?.[row.name], now[row.name], before);
        row.change.textContent = text;
        row.change.classList.toggle("cosine-still", still);
        plot(row, { a, b, now, sweep, radius, width });
      }
    },
  };
}

export const shown = (name, value) => (value === null ? "none" : number(value, name === "cosine" ? 3 : 2));

function difference(before, now, any) {
  if (!any || before === undefined) return ["", false];
  if (before === null || now === null) return ["", false];
  const change = now - before;
  if (Math.abs(change) < 5e-4) return ["unchanged", true];
  return [`${change > 0 ? "+" : ""}${number(change)}`, false];
}

function plot({ name, curve }, { a, b, now, sweep, radius, width }) {
  const last = sweep === "angle" ? 180 : radius;
  const points = swept(name, sweep, a, b, radius);
  const values = [0, ...points.map(([, value]) => value), ...(name === "cosine" ? [-1, 1] : [])];
  const x = linear([0, last], [4, width - 4]);
  const y = linear([Math.min(...values), Math.max(0.5, ...values)], [HEIGHT - 6, 6]);
  const line = points.map(([at, value]) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("L");
  const at = sweep === "angle" ? angleOf(now.cosine) : a.length;
  set(curve, { viewBox: `0 0 ${width} ${HEIGHT}`, width });
  curve.replaceChildren(
    svg("path", { class: "cosine-zero", d: `M4 ${y(0)}H${width - 4}` }),
    svg("path", { class: "cosine-curve", d: line && `M${line}` }),
  );
  if (now[name] !== null && at !== null) {
    curve.append(svg("path", { class: "cosine-stem", d: `M${x(at)} ${y(0)}V${y(now[name])}` }), svg("circle", { class: "cosine-now", cx: x(at), cy: y(now[name]), r: 5 }));
  }
}

const angleOf = (cosine) => (cosine === null ? null : (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI);
