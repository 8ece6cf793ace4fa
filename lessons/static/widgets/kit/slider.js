import { html } from "./dom.js";

let made = 0;

/**
 * A labelled range input that shows its value.
 * `show` turns the number into words (also what a screen reader speaks); `change` gets the number at every move.
 * @returns {{element: HTMLElement, value: number}} setting `value` moves the thumb without calling `change`
 */
export function slider({ label, min, max, step = 1, value, show = String, change }) {
  const id = `kit-slider-${(made += 1)}`;
  const output = html("output", { for: id, class: "kit-slider-value" });
  const input = html("input", { id, type: "range", min, max, step, oninput: () => { paint(); change(input.valueAsNumber); } });
  input.value = value;
  const paint = () => {
    output.textContent = show(input.valueAsNumber);
    input.setAttribute("aria-valuetext", show(input.valueAsNumber));
    input.style.setProperty("--part", `${(100 * (input.valueAsNumber - min)) / (max - min)}%`);
  };
  paint();
  return {
    element: html("div", { class: "kit-slider" }, html("label", { for: id }, label), output, input),
    get value() { return input.valueAsNumber; },
    set value(next) { input.value = next; paint(); },
  };
}
