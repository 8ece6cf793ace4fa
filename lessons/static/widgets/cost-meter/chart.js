import { set, svg } from "../kit/dom.js";
import { linear } from "../kit/scale.js";
import { large, VOCABULARIES, work } from "./model.js";

const [LEFT, RIGHT, TOP, BOTTOM] = [78, 16, 34, 40];
const [LEAST, MOST] = [3, 9]; // powers of ten of the work that is shown
const STEPS = [1000, 10_000, 100_000, 1_000_000];

/** Work for one pair against the size of the vocabulary, both by powers of ten. A press or a drag chooses: `change(vocabulary)`. */
export function chart({ change }) {
  const layer = svg("g");
  const element = svg("svg", { class: "cost-chart", role: "img" }, layer);
  let x = null;
  let held = false;
  const chosen = (event) => {
    const place = x.back(event.clientX - element.getBoundingClientRect().left);
    const off = (vocabulary) => Math.abs(Math.log10(vocabulary) - place);
    change(VOCABULARIES.reduce((best, one) => (off(one) < off(best) ? one : best)));
  };
  element.addEventListener("pointerdown", (event) => {
    held = true;
    element.setPointerCapture(event.pointerId);
    chosen(event);
  });
  element.addEventListener("pointermove", (event) => held && chosen(event));
  for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, () => { held = false; });
  return {
    element,
    draw({ vocabulary, negatives, dimension, width, height, label }) {
      x = linear([3, 6], [LEFT, width - RIGHT]);
      const y = linear([LEAST, MOST], [height - BOTTOM, TOP]);
      const at = (words, rows) => [x(Math.log10(words)), y(Math.log10(work(rows, dimension)))];
      set(element, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label });
      const line = (kind, rows) => svg("path", { class: `cost-line cost-${kind}`, d: `M${at(1000, rows(1000)).join(" ")}L${at(1e6, rows(1e6)).join(" ")}` });
      const dot = (kind, rows) => {
        const [cx, cy] = at(vocabulary, rows);
        return svg("circle", { class: `cost-dot cost-${kind}`, cx, cy, r: 6 });
      };
      const name = (kind, text, [left, top]) => svg("text", { class: `cost-name cost-${kind}`, x: left, y: top, "text-anchor": "end" }, text);
      layer.replaceChildren(
        ...[3, 5, 7, 9].flatMap((power) => [
          svg("path", { class: "cost-grid", d: `M${LEFT} ${y(power)}H${width - RIGHT}` }),
          svg("text", { x: LEFT - 8, y: y(power) + 4, "text-anchor": "end" }, large(10 ** power)),
        ]),
        svg("text", { x: 0, y: 12 }, "multiply-adds of one pair"),
        ...STEPS.filter((words) => words !== 100_000 || width >= 420).map((words) => svg("text", { x: x(Math.log10(words)), y: height - BOTTOM + 18, "text-anchor": words === 1e6 ? "end" : "middle" }, words === 1e6 ? "1 million" : words.toLocaleString("en"))),
        svg("text", { x: (LEFT + width - RIGHT) / 2, y: height - 4, "text-anchor": "middle" }, "words in the vocabulary"),
        svg("path", { class: "cost-chosen", d: `M${x(Math.log10(vocabulary))} ${TOP - 6}V${height - BOTTOM}` }),
        line("softmax", (words) => words), line("sampled", () => negatives + 1),
        name("softmax", "softmax", [x(5.1), y(Math.log10(work(10 ** 5.1, dimension))) - 14]),
        name("sampled", `${negatives} negative${negatives > 1 ? "s" : ""}`, [width - RIGHT, y(Math.log10(work(negatives + 1, dimension))) - 10]),
        dot("softmax", vocabulary), dot("sampled", negatives + 1),
      );
    },
  };
}
