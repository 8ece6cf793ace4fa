import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { move } from "../kit/motion.js";
import { Widget } from "../kit/widget.js";
import { chart } from "./chart.js";
import { VIEWS, axis, signed, told } from "./model.js";

const FIRST = "nurse";
const KEYS = [["he", "leaned to he"], ["she", "leaned to she"], ["dash", "typical of any word"]];

/** Occupations projected on he–she, before and after that direction is taken out of the vectors. */
class BiasAxis extends Widget {
  #space;
  #view = "trained";
  #from = "trained"; // where the marks come from while they move
  #share = 1;
  #chosen;
  #width = 0;
  #stop = () => {};

  build(data) {
    this.#space = axis(data);
    const words = this.#space.occupations.map(({ word }) => word);
    this.#chosen = Math.max(0, words.indexOf(FIRST));
    this.views = choices({ label: "Vectors", value: this.#view, options: VIEWS, change: (view) => this.#look(view) });
    this.select = html("select", { onchange: () => this.#choose(this.select.selectedIndex) }, words.map((word) => html("option", {}, word)));
    this.chart = chart({ space: this.#space, chosen: (place) => this.#choose(place) });
    this.heading = html("p", { class: "kit-caption" });
    this.list = html("ol", { class: "bias-nearest" });
    this.append(
      html("div", { class: "bias-choose" }, this.views.element, html("label", {}, html("span", {}, "Occupation, from he to she"), this.select)),
      this.chart.element,
      html("p", { class: "kit-caption bias-legend" }, KEYS.map(([kind, text]) => html("span", {}, html("span", { class: `bias-key bias-${kind}` }), text))),
      html("div", { class: "bias-panel" }, this.heading, this.list));
    this.#tell();
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  #look(view) {
    this.#stop();
    [this.#from, this.#view] = [this.#view, view];
    this.touched();
    this.#tell();
    this.#stop = move((share) => { this.#share = share; this.#paint(); });
  }

  #choose(place) {
    this.#chosen = place;
    this.touched();
    this.#tell();
    this.#paint();
  }

  #tell() {
    const one = this.#space.occupations[this.#chosen];
    this.select.selectedIndex = this.#chosen;
    this.heading.textContent = `Nearest to ${one.word}, with their own leaning as trained`;
    this.list.replaceChildren(...this.#space.shown(one, this.#view).nearest.map(([word, leaning]) =>
      html("li", { class: leaning > 0 ? "bias-she" : "bias-he" }, html("span", {}, word), html("span", {}, signed(leaning)))));
    this.say(told(this.#space, this.#view, one), true);
  }

  #paint() {
    if (!this.#width) return;
    const between = (place) => {
      const one = this.#space.occupations[place];
      const [from, to] = [this.#from, this.#view].map((view) => this.#space.at(one, view));
      return from.map((value, axis_) => value + (to[axis_] - value) * this.#share);
    };
    this.chart.draw({ at: between, chosen: this.#chosen, width: this.#width, height: Math.min(400, 230 + this.#width * 0.2), label: told(this.#space, this.#view, this.#space.occupations[this.#chosen]) });
  }
}

customElements.define("loci-bias-axis", BiasAxis);
