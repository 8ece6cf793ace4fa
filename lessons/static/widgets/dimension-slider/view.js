import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { move } from "../kit/motion.js";
import { number } from "../kit/scale.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { chart } from "./chart.js";
import { cosineDensity, densities, distanceDensity, mix, pairsOf, sameSpreadAs, shareWithin } from "./model.js";

const NEAR = 0.1; // a cosine this close to 0 is nearly a right angle

class DimensionSlider extends Widget {
  #data;
  #place = 0; // in data.random
  #measure = "cosine";
  #real = false;
  #width = 0;
  #seen = null; // what the chart shows now: {bars, top}, from which the next picture is reached
  #stop = () => {};

  build(data) {
    this.#data = data;
    this.#place = data.random.findIndex((one) => one.d === 3);
    this.chart = chart();
    this.table = html("table", { class: "spread-figures" });
    this.slider = slider({
      label: `Dimensions d, from ${data.random[0].d} to ${data.random.at(-1).d}`, min: 0, max: data.random.length - 1, value: this.#place, show: (place) => String(data.random[place].d),
      change: (place) => { this.#place = place; this.#changed(); },
    });
    this.views = choices({
      label: "Show for every pair", value: "cosine", options: [{ value: "cosine", text: "cosines" }, { value: "distance", text: "distances" }],
      change: (value) => { this.#measure = value; this.#seen = null; this.#changed(); },
    });
    this.toggle = html("button", { type: "button", class: "kit-button spread-toggle", "aria-pressed": "false", onclick: () => this.#toggle() },
      `lay ${data.real.questions.toLocaleString("en")} real questions over it`);
    this.append(
      html("div", { class: "spread-choose" }, this.views.element, this.toggle), this.chart.element,
      html("div", { class: "kit-controls" }, this.slider.element), this.table);
    this.say(this.#told(), true);
  }

  draw(width) {
    this.#width = width;
    this.#seen = null;
    this.#paint(1);
  }

  get #random() {
    return this.#data.random[this.#place];
  }

  #toggle() {
    this.#real = !this.#real;
    this.toggle.setAttribute("aria-pressed", String(this.#real));
    if (this.#real) {
      this.#place = this.#data.random.findIndex((one) => one.d === this.#data.real.d);
      this.slider.value = this.#place;
    }
    this.#changed();
  }

  #changed() {
    this.touched();
    this.#stop();
    const from = this.#seen;
    this.#stop = move((share) => this.#paint(share, from), 180);
    this.say(this.#told());
  }

  /** The picture at a share of the way from `from` to what is chosen now. */
  #paint(share, from = null) {
    if (!this.#width) return;
    const goal = this.#goal();
    const bars = from ? mix(from.bars, goal.bars, share) : goal.bars;
    const top = from ? from.top + (goal.top - from.top) * share : goal.top;
    this.#seen = { bars, top };
    this.chart.draw({ ...goal, bars, top, label: this.#told(), width: this.#width, height: Math.min(300, 150 + this.#width * 0.25) });
    this.#fill();
  }

  #goal() {
    const { d, [this.#measure]: counts } = this.#random;
    const limits = this.#data.ranges[this.#measure];
    const pairs = pairsOf(this.#data.points);
    const bars = densities(counts, limits, pairs);
    const over = this.#real ? densities(this.#data.real[this.#measure], limits, pairs) : null;
    const highest = (values) => values.slice(6, -6).reduce((most, value) => Math.max(most, value), 0);
    const top = 1.12 * Math.max(0.8, highest(bars), over ? highest(over) : 0);
    if (this.#measure === "cosine") {
      const limit = 1 / Math.sqrt(d);
      return { bars, over, top, limits, shown: limits, curve: cosineDensity(d), marks: [], axis: "cosine of a pair", band: { from: -limit, to: limit, text: `±1/√${d} = ±${number(limit, 3)}` } };
    }
    const ends = (one, row, kind) => [{ at: one.nearest, text: "nearest", side: "end" }, { at: one.farthest, text: "farthest", side: "start" }].map((mark) => ({ ...mark, row, kind }));
    const marks = [...ends(this.#random, 0, ""), ...(this.#real ? ends(this.#data.real, 1, "spread-of-real") : [])];
    return { bars, over, top, limits, shown: [0, 2.6], curve: distanceDensity(d), marks, axis: "distance of a pair, in mean distances", band: null };
  }

  #fill() {
    const [random, real] = [this.#random, this.#data.real];
    const rows = [
      ["spread of the cosine", (one) => number(one.spread, 3)],
      [`pairs within ±${NEAR}`, (one) => percent(this.#within(one))],
      ["farthest ÷ nearest", (one) => `${number(one.ratio, one.ratio < 10 ? 2 : 0)} ×`],
      [`top-${this.#data.neighbours} lists with the busiest point`, (one) => one.hub],
    ];
    const column = (name, d, kind) => html("th", { scope: "col", class: kind }, html("span", { class: "spread-key" }), name, html("br"), `d = ${d}`);
    const head = html("tr", {}, html("td"), column("random", random.d), this.#real ? column("questions", real.d, "spread-of-real") : null);
    this.table.replaceChildren(head, ...rows.map(([name, figure]) => html("tr", {}, html("th", { scope: "row" }, name), html("td", {}, figure(random)),
      this.#real ? html("td", { class: "spread-of-real" }, figure(real)) : null)));
  }

  #within(one) {
    return shareWithin(one.cosine, this.#data.ranges.cosine, NEAR);
  }

  #told() {
    const { random, real } = { random: this.#random, real: this.#data.real };
    if (this.#measure === "cosine") {
      const first = `d = ${random.d}: the cosines of random pairs spread by ${number(random.spread, 3)} about 0; ${percent(this.#within(random))} of the pairs are within ±${NEAR}.`;
      if (!this.#real) return first;
      return `${first} Real questions: mean ${number(real.mean, 3)}, spread ${number(real.spread, 3)}, as wide as random arrows in about ${sameSpreadAs(real.spread)} dimensions.`;
    }
    const seen = (one) => `the farthest is ${number(one.ratio, one.ratio < 10 ? 2 : 0)} times as far as the nearest`;
    const first = `d = ${random.d}: from a typical one of ${this.#data.points} random points, ${seen(random)}.`;
    return this.#real ? `${first} Among the real questions, ${seen(real)}.` : first;
  }
}

/** A share as a percentage; near the whole with a digit more, so that "nearly all" does not read as "all". */
const percent = (share) => `${number(100 * share, share > 0.99 && share < 1 ? 1 : 0)}%`;

customElements.define("loci-dimension-slider", DimensionSlider);
