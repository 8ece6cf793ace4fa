import { html } from "../kit/dom.js";
import { number } from "../kit/scale.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { KINDS, MEASURES, judge, ranked } from "./model.js";
import { strips } from "./strips.js";

const VERDICTS = [true, false];

class PairJudge extends Widget {
  #pairs;
  #place = 0;
  #said = new Map(); // place of a pair → what the learner said, or null for one that was only shown
  #width = 0;

  build(data) {
    this.#pairs = judge(data);
    this.strips = strips({ chosen: (place) => this.#go(place) });
    this.slider = slider({
      label: "Pair", min: 1, max: this.#pairs.length, value: 1, show: (value) => `${value} of ${this.#pairs.length}`, change: (value) => this.#go(value - 1),
    });
    this.kind = html("p", { class: "kit-caption" });
    this.texts = html("div", { class: "judge-texts" });
    this.verdicts = VERDICTS.map((same) => html("button", { type: "button", class: "kit-button", onclick: () => this.#judge(same) }, same ? "They mean the same" : "They do not"));
    this.next = html("button", { type: "button", class: "kit-button", onclick: () => this.#go((this.#place + 1) % this.#pairs.length) }, "Next pair");
    this.all = html("button", { type: "button", class: "kit-button", onclick: () => this.#showAll() }, "Show all");
    this.append(
      html("div", { class: "judge-case" }, this.kind, this.texts, html("div", { class: "judge-buttons" }, this.verdicts)),
      this.strips.element,
      html("p", { class: "judge-legend" }, html("span", { class: "judge-is-same" }, "● means the same"), html("span", { class: "judge-is-other" }, "◆ does not")),
      html("div", { class: "kit-controls" }, this.slider.element), html("div", { class: "judge-buttons" }, this.next, this.all));
    this.#tell(true);
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  #judge(same) {
    if (!this.#said.has(this.#place)) this.#said.set(this.#place, same);
    this.#changed();
  }

  #go(place) {
    this.#place = place;
    this.slider.value = place + 1;
    this.#changed();
  }

  #showAll() {
    this.#pairs.forEach((_, place) => { if (!this.#said.has(place)) this.#said.set(place, null); });
    this.#changed();
  }

  #changed() {
    this.touched();
    this.#tell(true);
    this.#paint();
  }

  #tell(now) {
    const { kind, first, second } = this.#pairs[this.#place];
    this.kind.textContent = KINDS[kind];
    this.texts.replaceChildren(html("q", {}, first), html("q", {}, second));
    const known = this.#said.has(this.#place);
    this.verdicts.forEach((button, index) => {
      button.disabled = known;
      button.setAttribute("aria-pressed", String(known && this.#said.get(this.#place) === VERDICTS[index]));
    });
    this.all.disabled = this.#said.size === this.#pairs.length;
    this.say(this.#told(), now);
  }

  #paint() {
    if (!this.#width) return;
    this.strips.draw({ pairs: this.#pairs, seen: [...this.#said.keys()], place: this.#place, label: this.#told(), width: this.#width });
  }

  #told() {
    const pair = this.#pairs[this.#place];
    if (!this.#said.has(this.#place)) return "Do both sentences mean the same? Judge first, then see what two measures say.";
    const said = this.#said.get(this.#place);
    const agreed = said === null ? "" : said === pair.same ? "So said you." : "You said otherwise.";
    const cosines = MEASURES.map(({ name, text }) => `${text} ${number(pair[name], 3)}`).join(", ");
    return [pair.same ? "They mean the same." : "They do not mean the same.", agreed, `Cosines: ${cosines}.`, this.#summary()].filter(Boolean).join(" ");
  }

  /** Over all pairs, once all are seen. */
  #summary() {
    if (this.#said.size < this.#pairs.length) return "";
    const counts = MEASURES.map(({ name, text }) => ({ text, ...ranked(this.#pairs, name) }));
    return `Set each ● against each ◆: ● has the higher cosine in ${counts.map(({ text, right, all }) => `${right} of ${all} (${text})`).join(" and in ")}. By lot it would be half.`;
  }
}

customElements.define("loci-pair-judge", PairJudge);
