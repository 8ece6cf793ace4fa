import { set, svg } from "../kit/dom.js";
import { linear, number, ticks } from "../kit/scale.js";

const [LEFT, RIGHT, TOP, BOTTOM] = [34, 12, 16, 38];

/** Loss after a step, against the rate of that step. A press or a drag chooses a rate: `change(rate)`. */
export function chart({ change }) {
  const layer = svg("g");
  const element = svg("svg", { class: "onestep-chart", role: "img" }, layer);
  let x = null;
  let held = false;
  const chosen = (event) => change(x.back(event.clientX - element.getBoundingClientRect().left));
  element.addEventListener("pointerdown", (event) => {
    held = true;
    element.setPointerCapture(event.pointerId);
    chosen(event);
  });
  element.addEventListener("pointermove", (event) => held && chosen(event));
  for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, () => { held = false; });
  return {
    element,
    /**
     * @param pair and `map` functions from rate to loss; `steepness` the fall of the pair's loss that the slope promises
     * @param rate the one that is chosen; `most` the largest; `label` the same in words
     */
    draw({ pair, map, steepness, rate, most, label, width, height }) {
      x = linear([0, most], [LEFT, width - RIGHT]);
      const now = pair(0);
      const top = 1.45 * Math.max(now, map(0), 1.5);
      const y = linear([0, top], [height - BOTTOM, TOP]);
      set(element, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": label });
      const promise = Math.min(most, now / steepness);
      layer.replaceChildren(
        ...ticks(0, top, 4).flatMap((tick) => [
          svg("path", { class: "onestep-grid", d: `M${LEFT} ${y(tick)}H${width - RIGHT}` }),
          svg("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, String(tick)),
        ]),
        ...ticks(0, most, 4).map((tick) => svg("text", { x: x(tick), y: height - BOTTOM + 17, "text-anchor": "middle" }, String(tick))),
        svg("text", { x: (LEFT + width - RIGHT) / 2, y: height - 3, "text-anchor": "middle" }, "learning rate of the step"),
        svg("path", { class: "onestep-level", d: `M${LEFT} ${y(now)}H${width - RIGHT}` }),
        svg("path", { class: "onestep-promise", d: `M${x(0)} ${y(now)}L${x(promise)} ${y(now - steepness * promise)}` }),
        svg("path", { class: "onestep-chosen", d: `M${x(rate)} ${TOP - 4}V${height - BOTTOM}` }),
        svg("path", { class: "onestep-curve onestep-of-map", d: curve(map, most, top, x, y) }),
        svg("path", { class: "onestep-curve onestep-of-pair", d: curve(pair, most, top, x, y) }),
        ...dot("onestep-of-map", map(rate), rate, top, x, y), ...dot("onestep-of-pair", pair(rate), rate, top, x, y),
      );
    },
  };
}

function curve(loss, most, top, x, y) {
  const points = [];
  for (let index = 0; index <= 96; index += 1) {
    const rate = (most * index) / 96;
    const value = loss(rate);
    points.push(`${x(rate).toFixed(1)} ${y(Math.min(value, top)).toFixed(1)}`);
    if (value > top) break; // it goes on outside the picture
  }
  return `M${points.join("L")}`;
}

/** A dot on the curve; what lies above the picture is told by its number at the edge. */
function dot(kind, value, rate, top, x, y) {
  if (value <= top) return [svg("circle", { class: `onestep-dot ${kind}`, cx: x(rate), cy: y(value), r: 5 })];
  return [svg("text", { class: `onestep-above ${kind}`, x: x(rate) - 6, y: y(top) + 4, "text-anchor": "end" }, `${number(value, value < 100 ? 2 : 0)} ↑`)];
}
