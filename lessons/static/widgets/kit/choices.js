import { html } from "./dom.js";

let made = 0;

/**
 * A row of alternatives, one of which is chosen: native radio buttons, so arrow keys and screen readers work by themselves.
 * @param options [{value, text}]
 * @returns {{element: HTMLElement, value: string}} setting `value` chooses without calling `change`
 */
export function choices({ label, options, value, change }) {
  const name = `kit-choices-${(made += 1)}`;
  const inputs = options.map((option) => html("input", {
    type: "radio", name, value: option.value, checked: option.value === value, onchange: () => change(option.value),
  }));
  const rows = options.map((option, index) => html("label", {}, inputs[index], html("span", {}, option.text)));
  return {
    element: html("fieldset", { class: "kit-choices" }, html("legend", {}, label), html("div", {}, rows)),
    get value() { return inputs.find((input) => input.checked)?.value; },
    set value(next) { for (const input of inputs) input.checked = input.value === next; },
  };
}
