import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { drawn, generator } from "../kit/random.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { chart } from "./chart.js";
import { bandOf, bands, duration, large, measured, noise, POWERS, share, VOCABULARIES, work } from "./model.js";

const WIDE = 640; // CSS pixels from which the table stands beside the chart
const MEASURABLE = 50_000; // rows: 20 MB of numbers, which a phone can spare
const SPEED = 1e9; // multiply-adds a second, to make times of counts
const MANY = 1000;

/** What a pair costs by softmax and by negatives, and a lottery for negatives with the counts of a real corpus. */
class CostMeter extends Widget {
  #data;
  #bands;
  #state = { vocabulary: 10_000, negatives: 5, power: 0.75 };
  #random = generator(1);
  #last = []; // the words of the last draw
  #tally; // how many draws fell into each band
  #width = 0;

  build(data) {
    if (data.words.length !== data.counts.length) throw new Error("a word without its count");
    this.#data = data;
    this.#bands = bands(data.counts);
    this.#forget();
    this.chart = chart({ change: (vocabulary) => vocabulary !== this.#state.vocabulary && this.#go({ vocabulary }, false) });
    this.vocabulary = slider({
      label: "Vocabulary", min: 0, max: VOCABULARIES.length - 1, value: VOCABULARIES.indexOf(this.#state.vocabulary),
      show: (place) => `${VOCABULARIES[place].toLocaleString("en")} words`, change: (place) => this.#go({ vocabulary: VOCABULARIES[place] }, false),
    });
    this.negatives = slider({
      label: "Negatives for each pair, k", min: 1, max: 20, value: this.#state.negatives, change: (negatives) => this.#go({ negatives }, false),
    });
    this.bill = html("table", { class: "cost-bill" });
    this.clock = html("p", { class: "kit-caption cost-clock" });
    this.lottery = html("table", { class: "cost-bands" });
    this.drawn = html("ul", { class: "cost-drawn", "aria-label": "Negatives drawn" });
    const powers = choices({
      label: "Weight of a word: its count to the power", value: "0.75", options: POWERS.map((power) => ({ value: String(power), text: { 0: "0: all alike", 0.5: "0.5", 0.75: "0.75", 1: "1: by count" }[power] })),
      change: (power) => { this.#forget(); this.#go({ power: Number(power) }); },
    });
    this.append(
      html("div", { class: "cost-meter" },
        html("div", { class: "cost-picture" }, this.chart.element), html("div", { class: "cost-figures" }, this.bill, button("Measure it on this device", () => this.#measure()), this.clock),
        html("div", { class: "kit-controls cost-controls" }, this.vocabulary.element, this.negatives.element)),
      html("div", { class: "cost-lottery" }, html("h2", {}, "Draw negatives from the tales"), powers.element,
        html("div", { class: "cost-row" }, this.one = button("", () => this.#draw(this.#state.negatives)), button("Draw 1,000", () => this.#draw(MANY))), this.drawn, this.lottery));
    this.say(this.#bought(), true);
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  #forget() {
    this.#last = [];
    this.#tally = this.#bands.map(() => 0);
  }

  #go(change, now = true) {
    Object.assign(this.#state, change);
    this.vocabulary.value = VOCABULARIES.indexOf(this.#state.vocabulary);
    this.clock.textContent = "";
    this.touched();
    this.#paint();
    this.say("power" in change ? this.#weighed() : this.#bought(), now);
  }

  #draw(times) {
    const shares = this.#shares();
    this.#last = [];
    for (let turn = 0; turn < times; turn += 1) {
      const place = drawn(shares, this.#random);
      this.#tally[bandOf(this.#bands, place)] += 1;
      if (turn < 20) this.#last.push(this.#data.words[place]);
    }
    this.touched();
    this.#paint();
    const total = this.#tally.reduce((sum, count) => sum + count, 0);
    this.say(`${times === MANY ? "1,000 drawn, the first of them" : "Drawn:"} ${this.#last.slice(0, times === MANY ? 6 : 20).join(", ")}. Of all ${total.toLocaleString("en")}, ${this.#tally[0].toLocaleString("en")} are among the ten most frequent words.`, true);
  }

  #measure() {
    const rows = Math.min(this.#state.vocabulary, MEASURABLE);
    const [all, few] = [measured(rows, this.#data.dimension, true), measured(this.#state.negatives + 1, this.#data.dimension, false)];
    const told = `Measured on this device: softmax over ${rows.toLocaleString("en")} words ${micro(all)} a pair, ${this.#state.negatives} negatives ${micro(few)}.`;
    this.clock.textContent = told;
    this.touched();
    this.say(told, true);
  }

  #shares() { return noise(this.#data.counts, this.#state.power); }

  #bought() {
    const { vocabulary, negatives } = this.#state;
    const [all, few] = [work(vocabulary, this.#data.dimension), work(negatives + 1, this.#data.dimension)];
    return `With ${vocabulary.toLocaleString("en")} words a pair costs ${large(all)} multiply-adds by softmax, ${large(few)} with ${negatives} negative${negatives > 1 ? "s" : ""}: ${large(all / few)} times less.`;
  }

  #weighed() {
    const shares = this.#shares();
    return `With counts to the power ${this.#state.power}, “${this.#data.words[0]}” is drawn ${percent(shares[0])} of the time, a word that occurs once ${percent(shares.at(-1), 4)}.`;
  }

  #paint() {
    if (!this.#width) return;
    const { vocabulary, negatives } = this.#state;
    const { dimension } = this.#data;
    const beside = this.#width >= WIDE;
    this.classList.toggle("cost-wide", beside);
    this.chart.draw({ vocabulary, negatives, dimension, width: beside ? Math.min(440, this.#width * 0.52) : this.#width, height: 240, label: this.#bought() });
    this.#fillBill();
    this.#fillLottery();
    this.one.textContent = `Draw ${negatives}`;
    this.drawn.replaceChildren(...this.#last.map((word) => html("li", {}, word)));
  }

  #fillBill() {
    const { vocabulary, negatives } = this.#state;
    const { dimension, pairs } = this.#data;
    const [all, few] = [work(vocabulary, dimension), work(negatives + 1, dimension)];
    const row = (name, ...figures) => html("tr", {}, html("th", { scope: "row" }, name), ...figures.map((figure) => html("td", {}, figure)));
    this.bill.replaceChildren(
      html("tr", {}, html("td", {}), html("th", { scope: "col", class: "cost-softmax" }, "softmax"), html("th", { scope: "col", class: "cost-sampled" }, "negatives")),
      row("rows a pair moves", vocabulary.toLocaleString("en"), String(negatives + 1)),
      row("multiply-adds", large(all), large(few)),
      row("all pairs of the tales", large(all * pairs), large(few * pairs)),
      row("at a billion a second", duration((all * pairs) / SPEED), duration((few * pairs) / SPEED)));
  }

  #fillLottery() {
    const shares = this.#shares();
    const total = this.#tally.reduce((sum, count) => sum + count, 0);
    const named = (from, to) => (from === 0 ? `the ${to} most frequent` : `${(from + 1).toLocaleString("en")} to ${to.toLocaleString("en")}`);
    this.lottery.replaceChildren(
      html("tr", {}, html("th", { scope: "col" }, "words by rank"), html("td", {}), html("th", { scope: "col" }, "chance"), html("th", { scope: "col" }, "drawn")),
      ...this.#bands.map((band, index) => html("tr", { style: { "--share": share(shares, band) } },
        html("th", { scope: "row" }, named(band.from, band.to), html("span", { class: "cost-such" }, this.#data.words.slice(band.from, band.from + 3).join(", "), " …")), html("td", { class: "cost-bar" }),
        html("td", {}, percent(share(shares, band))), html("td", {}, total ? percent(this.#tally[index] / total) : "–"))));
  }
}

const button = (text, act) => html("button", { type: "button", class: "kit-button", onclick: act }, text);
const percent = (value, digits = 1) => `${(100 * value).toFixed(digits)}%`;
const micro = (seconds) => (seconds >= 1e-3 ? `${(1000 * seconds).toPrecision(2)} ms` : `${(1e6 * seconds).toPrecision(2)} µs`);

customElements.define("loci-cost-meter", CostMeter);
