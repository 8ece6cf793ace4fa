import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { number } from "../kit/scale.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { chart } from "./chart.js";
import { DESIGNS, bench, spoken } from "./model.js";

const SIZES = [100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000];
const count = (value) => value.toLocaleString("en");

class BudgetBench extends Widget {
  #bench;
  #size = 2; // place in SIZES
  #k = 10;
  #by = "words";
  #width = 0;

  build(data) {
    this.#bench = bench(data);
    this.chart = chart();
    this.table = html("tbody");
    const documents = slider({ label: "Documents", min: 0, max: SIZES.length - 1, value: this.#size, show: (place) => count(SIZES[place]), change: (place) => { this.#size = place; this.#changed(); } });
    const candidates = slider({ label: "Candidates reranked", min: 1, max: this.#bench.most, value: this.#k, change: (k) => { this.#k = k; this.#changed(); } });
    const by = choices({
      label: "Retrieved by", value: this.#by, options: [{ value: "words", text: "averaged words" }, { value: "model", text: "sentence model" }],
      change: (value) => { this.#by = value; this.#changed(true); },
    });
    const heads = ["Design", "Calls before", "Calls a query", "Time a query"].map((text) => html("th", { scope: "col" }, text));
    this.append(
      html("div", { class: "kit-controls" }, documents.element, candidates.element, by.element),
      html("table", { class: "budget-table" }, html("thead", {}, html("tr", {}, heads)), this.table),
      html("p", { class: "kit-caption" }, "Of 628 real questions, those whose first result is a duplicate:"),
      this.chart.element);
    this.#tell();
    this.say(this.#told(), true);
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  #changed(now = false) {
    this.touched();
    this.#tell();
    this.#paint();
    this.say(this.#told(), now);
  }

  #tell() {
    this.table.replaceChildren(...DESIGNS.map(({ name, text }) => {
      const { once, calls, time } = this.#bench.cost(name, SIZES[this.#size], this.#k, this.#by);
      return html("tr", {}, html("th", { scope: "row" }, text), ...[count(once), count(calls), spoken(time)].map((cell) => html("td", {}, cell)));
    }));
  }

  #paint() {
    if (!this.#width) return;
    this.chart.draw({ curve: this.#bench.curves[this.#by], k: this.#k, most: this.#bench.most, label: this.#told(), width: this.#width, height: Math.min(290, 170 + this.#width * 0.15) });
  }

  #told() {
    const [cross, , both] = DESIGNS.map(({ name }) => this.#bench.cost(name, SIZES[this.#size], this.#k, this.#by));
    const { late, reader } = this.#bench.curves[this.#by];
    const share = (curve, k) => `${number(100 * curve[k - 1], 1)}%`;
    return `${count(SIZES[this.#size])} documents: reading every pair takes ${count(cross.calls)} calls a query (${spoken(cross.time)}), reranking ${this.#k} takes ${count(both.calls)} (${spoken(both.time)}). First result right: ${share(late, 1)} without reranking, ${share(late, this.#k)} by late interaction, ${share(reader, this.#k)} by a perfect reader.`;
  }
}

customElements.define("loci-budget-bench", BudgetBench);
