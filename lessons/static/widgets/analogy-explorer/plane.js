import { set, svg } from "../kit/dom.js";
import { labelled } from "../kit/labels.js";

const EDGE = 34; // CSS pixels kept free around the corners

/** The corners a, b, c and the tip with the step drawn twice, and the shadows of the words that rank first. */
export function picture() {
  const layer = svg("g");
  const element = svg("svg", { class: "analogy-plane", role: "img" }, layer);
  return {
    element,
    /** @param corners {a, b, c, tip} each {text, at}; `answers` [{text, at}] the nearest first; places in one unit on both axes */
    draw({ corners, answers, width, height, label }) {
      set(element, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label });
      const place = fitted([...Object.values(corners), ...answers].map(({ at }) => at), width, height);
      const [a, b, c, tip] = [corners.a, corners.b, corners.c, corners.tip].map(({ at }) => place(at));
      const inputs = ["a", "b", "c"].map((kind) => ({ text: corners[kind].text, at: place(corners[kind].at), kind, must: true }));
      const dots = answers.map(({ text, at }, rank) => ({ text, at: place(at), kind: rank === 0 ? "first" : "answer", must: rank === 0 }))
        .filter(({ text }) => !inputs.some((one) => one.text === text));
      const first = answers[0]?.text;
      const mark = { text: "tip", at: tip, kind: "tip", must: true };
      layer.replaceChildren(
        line("analogy-side", a, c), line("analogy-side", b, tip),
        ...arrow(a, b), ...arrow(c, tip),
        ...dots.map(({ at: [cx, cy], kind }) => svg("circle", { class: `analogy-dot analogy-${kind}`, cx, cy, r: kind === "first" ? 6 : 4 })),
        ...inputs.map(({ text, at: [cx, cy] }) => svg("circle", { class: `analogy-dot analogy-${text === first ? "first" : "input"}`, cx, cy, r: 6 })),
        cross(tip),
        ...labelled([mark, ...inputs, ...dots], width, height).map(({ mark: { text, kind }, x, y }) => svg("text", { class: `analogy-name analogy-${text === first ? "first" : kind}`, x, y }, text)),
      );
    },
  };
}

/** A scale that is the same on both axes and puts all places inside. */
function fitted(places, width, height) {
  const [xs, ys] = [0, 1].map((axis) => places.map((at) => at[axis]));
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 2 * EDGE - 40) / Math.max(right - left, 1e-6), (height - 2 * EDGE) / Math.max(high - low, 1e-6));
  return ([x, y]) => [width / 2 + (x - (left + right) / 2) * scale, height / 2 - (y - (low + high) / 2) * scale];
}

const line = (kind, [x, y], [tox, toy]) => svg("path", { class: kind, d: `M${x} ${y}L${tox} ${toy}` });

const cross = ([x, y]) => svg("path", { class: "analogy-cross", d: `M${x - 6} ${y - 6}l12 12M${x - 6} ${y + 6}l12 -12` });

function arrow([x, y], [tox, toy]) {
  const length = Math.hypot(tox - x, toy - y);
  if (length < 14) return [];
  const [ux, uy] = [(tox - x) / length, (toy - y) / length];
  const [ex, ey] = [tox - 8 * ux, toy - 8 * uy];
  const wing = (side) => `${ex - 10 * ux + side * 5 * uy} ${ey - 10 * uy - side * 5 * ux}`;
  return [line("analogy-step", [x, y], [ex - 8 * ux, ey - 8 * uy]), svg("path", { class: "analogy-head", d: `M${ex} ${ey}L${wing(1)}L${wing(-1)}Z` })];
}
