import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { number } from "../kit/scale.js";
import { Widget } from "../kit/widget.js";
import { plane, space } from "./model.js";
import { picture } from "./plane.js";

const SHOWN = 6; // answers
const PARTS = [["c", "Begin at"], ["a", "minus"], ["b", "plus"]];
const RULES = [{ value: "all", text: "every word may" }, { value: "strict", text: "inputs left out" }];
const formula = ({ a, b, c }) => `${c} − ${a} + ${b}`;

/** Choose a, b and c; see what is nearest to c − a + b, with and without the three themselves. */
class AnalogyExplorer extends Widget {
  #space;
  #asked;
  #strict = false;
  #width = 0;

  build(data) {
    this.#space = space(data);
    const list = html("datalist", { id: "analogy-words" }, this.#space.names.map((word) => html("option", { value: word })));
    this.inputs = Object.fromEntries(PARTS.map(([part, label]) => [part, this.#input(part, label)]));
    this.problem = html("p", { class: "analogy-problem", id: "analogy-problem", role: "alert", hidden: true });
    this.presets = html("select", { onchange: (event) => this.#ask(this.#space.presets[event.target.value]) },
      html("option", { value: "", disabled: true, hidden: true }, "your own words"),
      this.#space.presets.map(([a, b, c], place) => html("option", { value: place }, formula({ a, b, c }))));
    this.rule = choices({ label: "May the inputs answer?", value: "all", options: RULES, change: (rule) => this.#obey(rule === "strict") });
    this.picture = picture();
    this.ranking = html("ol", { class: "analogy-ranking" });
    this.append(
      html("div", { class: "analogy-presets" }, this.rule.element, html("label", {}, html("span", {}, "Example"), this.presets)),
      html("div", { class: "analogy-inputs" }, PARTS.map(([part]) => this.inputs[part].element)), list, this.problem,
      html("div", { class: "analogy-figure" },
        html("figure", {}, this.picture.element, html("figcaption", { class: "kit-caption" }, "The plane through the three inputs and the tip. Other words are shadows on it.")),
        html("div", {}, html("p", { class: "kit-caption" }, "Nearest to the tip, by cosine"), this.ranking)));
    this.#show(this.#space.presets[0]);
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  #input(part, label) {
    const input = html("input", {
      type: "text", list: "analogy-words", autocapitalize: "none", autocomplete: "off", spellcheck: "false",
      onchange: () => this.#typed(part, input.value.trim().toLowerCase()), onfocus: () => input.select(),
    });
    return { input, element: html("label", {}, html("span", {}, label), input) };
  }

  #typed(part, word) {
    const { input } = this.inputs[part];
    const known = this.#space.knows(word);
    this.problem.hidden = known;
    input.setAttribute("aria-invalid", String(!known));
    if (known) this.#ask(Object.values({ ...this.#asked, [part]: word }));
    else this.problem.textContent = `“${word}” is not among the ${this.#space.names.length.toLocaleString("en")} words of this figure. Try another one.`;
  }

  #ask(words) {
    this.touched();
    this.#show(words);
    this.#paint();
  }

  #obey(strict) {
    this.#strict = strict;
    this.touched();
    this.#show(Object.values(this.#asked));
    this.#paint();
  }

  /** Everything but the picture. */
  #show([a, b, c]) {
    this.#asked = { a, b, c };
    const preset = this.#space.presets.findIndex((one) => String(one) === String([a, b, c]));
    this.presets.value = preset < 0 ? "" : String(preset);
    for (const [part, { input }] of Object.entries(this.inputs)) {
      input.value = this.#asked[part];
      input.setAttribute("aria-invalid", "false");
    }
    this.problem.hidden = true;
    this.tip = this.#space.tip(this.#asked);
    this.found = this.#space.ranked(this.tip, this.#strict ? [a, b, c] : []).slice(0, SHOWN);
    this.ranking.replaceChildren(...this.found.map(({ word, cosine }) => html("li", { class: [a, b, c].includes(word) ? "is-input" : null, style: { "--share": Math.max(0, cosine) } },
      html("span", {}, word, [a, b, c].includes(word) ? html("small", {}, " an input") : null), html("span", {}, number(cosine)))));
    this.say(this.#told(), true);
  }

  #told() {
    const [first, second] = this.found;
    const rule = this.#strict ? "inputs left out" : "every word may answer";
    return `${formula(this.#asked)}, ${rule}: nearest is ${first.word} (${number(first.cosine)}), then ${second.word} (${number(second.cosine)}).`;
  }

  #paint() {
    if (!this.#width) return;
    const [a, b, c] = ["a", "b", "c"].map((part) => this.#space.vector(this.#asked[part]));
    const at = plane(a, b, c);
    const corner = (text, vector) => ({ text, at: at(vector) });
    const width = Math.min(560, this.#width >= 640 ? this.#width * 0.6 : this.#width);
    this.picture.draw({
      corners: { a: corner(this.#asked.a, a), b: corner(this.#asked.b, b), c: corner(this.#asked.c, c), tip: corner("tip", this.tip) },
      answers: this.found.map(({ word }) => corner(word, this.#space.vector(word))), width, height: Math.min(340, 120 + width * 0.4), label: this.#told(),
    });
  }
}

customElements.define("loci-analogy-explorer", AnalogyExplorer);
