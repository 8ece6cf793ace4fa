import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { move } from "../kit/motion.js";
import { number } from "../kit/scale.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { chart } from "./chart.js";
import { desk } from "./model.js";

const START = 80; // hundredths
const PAIRS = 4; // examples shown at once
const count = (value) => value.toLocaleString("en");

class ThresholdDesk extends Widget {
  #desk;
  #threshold = START;
  #seen = START; // where the mark stands, which may be on its way
  #view = "over";
  #width = 0;
  #stop = () => {};

  build(data) {
    this.#desk = desk(data);
    this.chart = chart({ moved: (threshold) => this.#to(threshold) });
    this.slider = slider({
      label: "Threshold", min: this.#desk.least, max: this.#desk.most, value: START, show: (value) => number(value / 100),
      change: (value) => this.#to(value),
    });
    this.views = choices({
      label: "Precision and recall", value: "over", options: [{ value: "over", text: "over the threshold" }, { value: "against", text: "against each other" }],
      change: (value) => { this.#view = value; this.touched(); this.#paint(); this.say(this.#told(), true); },
    });
    this.table = html("table", { class: "desk-figures" });
    this.heading = html("p", { class: "kit-caption desk-heading" });
    this.list = html("ul", { class: "desk-pairs" });
    this.append(
      html("div", { class: "desk-choose" }, this.views.element,
        html("button", { type: "button", class: "kit-button", onclick: () => this.#to(this.#desk.best, true) }, "go to the best F₁")),
      this.chart.element, html("div", { class: "kit-controls" }, this.slider.element), this.table, this.heading, this.list);
    this.#tell(START + 1);
    this.say(this.#told(), true);
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  #to(threshold, glide = false) {
    if (threshold === this.#threshold) return;
    const [from, seen] = [this.#threshold, this.#seen];
    this.#threshold = threshold;
    this.slider.value = threshold;
    this.touched();
    this.#stop();
    this.#tell(from);
    const step = (share) => {
      this.#seen = seen + (threshold - seen) * share;
      this.#paint();
    };
    if (glide) this.#stop = move(step);
    else step(1);
    this.say(this.#told(), glide);
  }

  #paint() {
    if (!this.#width) return;
    this.chart.draw({ desk: this.#desk, threshold: this.#seen, view: this.#view, label: this.#told(), width: this.#width, height: Math.min(300, 160 + this.#width * 0.2) });
  }

  /** Figures of the threshold, and pairs that were gained or lost on the way from another. */
  #tell(from) {
    const here = this.#desk.at(this.#threshold);
    const rows = [
      ["pairs taken", count(here.taken), "precision", number(here.precision)],
      ["duplicates", count(here.right), "recall", number(here.recall)],
      ["strangers", count(here.strangers), "F₁", number(here.f, 3)],
      ["missed", count(here.missed), "largest group, merged", count(here.largest)],
    ];
    this.table.replaceChildren(...rows.map(([first, one, second, other]) => html("tr", {},
      html("th", { scope: "row" }, first), html("td", {}, one), html("th", { scope: "row" }, second), html("td", {}, other))));
    const down = this.#threshold < from;
    const shown = this.#desk.between(from, this.#threshold, PAIRS);
    this.heading.textContent = `${down ? "Gained" : "Lost"} from ${number(from / 100)} to ${number(this.#threshold / 100)}, for example:`;
    this.list.replaceChildren(...(shown.length ? shown.map(pair) : [html("li", { class: "desk-none" }, "no pair lies between")]));
  }

  #told() {
    const here = this.#desk.at(this.#threshold);
    return `At ${number(here.threshold / 100)}: ${count(here.taken)} pairs taken, ${count(here.right)} of them duplicates, ${count(here.missed)} missed. Precision ${number(here.precision)}, recall ${number(here.recall)}, F₁ ${number(here.f, 3)}. Merge them all, and the largest group has ${count(here.largest)} questions.`;
  }
}

const pair = ({ first, second, cosine, same }) => html("li", { class: same ? "desk-same" : "desk-stranger" },
  html("span", { class: "desk-kind" }, same ? "✓ duplicates" : "✗ strangers"), html("span", { class: "desk-cosine" }, number(cosine)),
  html("q", {}, first), html("q", {}, second));

customElements.define("loci-threshold-desk", ThresholdDesk);
