import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { move } from "../kit/motion.js";
import { generator } from "../kit/random.js";
import { number } from "../kit/scale.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { chart } from "./chart.js";
import { between, extent, FAR, mapLoss, pairLoss, RATES, slopes, steepness, stepped, trained } from "./model.js";
import { plane } from "./plane.js";

const WIDE = 640; // CSS pixels from which the figures stand beside the map
const TRAINING = 100; // steps at one press
const BEGINNING = RATES.indexOf(0.5);

class OneStepStage extends Widget {
  #data;
  #tables;
  #shown; // the tables that the picture shows, on their way to #tables
  #trail = null;
  #from = 0; // the map of the data that the learner's steps began from
  #past = []; // what the tables were before each of them
  #pair = 0;
  #draw = 0;
  #rate = RATES[BEGINNING];
  #width = 0;
  #random = generator(1);
  #stop = () => {};

  build(data) {
    if (data.maps.some(({ into, out }) => into.length !== data.words.length || out.length !== data.words.length)) throw new Error("a word without its vectors");
    this.#data = data;
    this.#tables = this.#shown = data.maps[0];
    this.plane = plane();
    this.chart = chart({ change: (rate) => this.#aimed(rate) });
    this.losses = html("table", { class: "onestep-table onestep-losses" });
    this.scores = html("table", { class: "onestep-table onestep-scores" });
    this.maps = choices({
      label: "The map", value: "0", options: data.maps.map(({ steps }, index) => ({ value: String(index), text: steps ? `after ${steps.toLocaleString("en")} steps` : "at the start" })),
      change: (value) => this.#reset(Number(value)),
    });
    this.pairs = choices({
      label: "The real pair, center – context", value: "0", options: data.pairs.map((pair, index) => ({ value: String(index), text: `${data.words[pair.center]} – ${data.words[pair.context]}` })),
      change: (value) => { this.#pair = Number(value); this.#draw = 0; this.#changed(); },
    });
    this.slider = slider({
      label: "Learning rate", min: 0, max: RATES.length - 1, value: BEGINNING, show: (place) => String(RATES[place]),
      change: (place) => { this.#rate = RATES[place]; this.#changed(false); },
    });
    this.buttons = { step: button("Take the step", () => this.#step()), back: button("Take it back", () => this.#back()), train: button(`Train ${TRAINING} steps`, () => this.#train()) };
    const redraw = button("Draw other negatives", () => { this.#draw = (this.#draw + 1) % this.#data.pairs[this.#pair].draws.length; this.#changed(); });
    this.append(
      html("div", { class: "kit-controls onestep-choose" }, this.maps.element, this.pairs.element),
      html("div", { class: "onestep-stage" },
        html("div", { class: "onestep-picture" }, this.plane.element, legend(), this.losses),
        html("div", { class: "onestep-controls" }, this.slider.element, html("div", { class: "onestep-row" }, this.buttons.step, this.buttons.back, redraw, this.buttons.train)),
        html("div", { class: "onestep-figures" }, this.chart.element, key(), this.scores)));
    this.say(this.#ahead(), true);
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  /** This pair with the negatives drawn for it. */
  get #asked() {
    const { center, context, draws } = this.#data.pairs[this.#pair];
    return { center, context, negatives: draws[this.#draw] };
  }

  #losses(tables) {
    return { pair: pairLoss(tables, this.#asked), map: mapLoss(tables, this.#data, this.#asked.negatives.length) };
  }

  #reset(index) {
    this.#from = index;
    this.#past = [];
    this.#random = generator(1);
    this.#goTo(this.#data.maps[index], () => this.#ahead());
  }

  #aimed(rate) {
    const nearest = RATES.reduce((best, one) => (Math.abs(one - rate) < Math.abs(best - rate) ? one : best));
    if (nearest === this.#rate) return;
    this.#rate = nearest;
    this.slider.value = RATES.indexOf(nearest);
    this.#changed(false);
  }

  #changed(now = true) {
    this.#trail = null;
    this.touched();
    this.#paint();
    this.say(this.#ahead(), now);
  }

  #step() {
    const before = this.#tables;
    this.#past.push(before);
    this.#goTo(stepped(before, this.#asked, this.#rate), () => this.#done("The step is taken.", before), before);
  }

  #train() {
    const before = this.#tables;
    this.#past.push(before);
    const { tables, done } = trained(before, this.#data, this.#asked.negatives.length, TRAINING, this.#rate, this.#random);
    const told = extent(tables) > FAR ? `The map flew apart after ${done} steps at rate ${this.#rate}.` : `${done} steps taken, at rate ${this.#rate}, with pairs as they come in the tales.`;
    this.#goTo(tables, () => this.#done(told, before), before);
  }

  #back() {
    this.#goTo(this.#past.pop(), () => `Taken back. ${this.#ahead()}`);
  }

  /** The tables change at once, the picture in a short motion, from which `trail` stays. */
  #goTo(tables, told, trail = null) {
    this.#stop();
    this.touched();
    const from = this.#shown;
    this.#tables = tables;
    this.#trail = trail;
    this.#stop = move((share) => {
      this.#shown = share === 1 ? tables : between(from, tables, share);
      this.#paint();
    });
    this.say(told(), true);
  }

  #paint() {
    if (!this.#width) return;
    this.maps.value = this.#past.length ? "" : String(this.#from); // one step on it is none of them any more, and can be chosen anew
    const beside = this.#width >= WIDE;
    this.classList.toggle("onestep-wide", beside);
    const size = beside ? Math.min(400, this.#width * 0.48) : Math.min(this.#width, 380);
    const [shown, asked, { words, counts, noise }] = [this.#shown, this.#asked, this.#data];
    const wild = extent(this.#tables) > FAR;
    this.buttons.step.disabled = this.buttons.train.disabled = wild;
    this.buttons.back.disabled = this.#past.length === 0;
    this.plane.draw({ tables: shown, goal: wild ? shown : stepped(shown, asked, this.#rate), trail: this.#trail, words, asked, size, label: this.#pictured() });
    this.chart.draw({
      pair: (rate) => pairLoss(stepped(shown, asked, rate), asked), map: (rate) => mapLoss(stepped(shown, asked, rate), { counts, noise }, asked.negatives.length),
      steepness: steepness(shown, asked), rate: this.#rate, most: RATES.at(-1), label: `Loss after the step against its learning rate. ${this.#ahead()}`,
      width: beside ? this.#width - size - 28 : this.#width, height: 200,
    });
    this.#fill();
  }

  #fill() {
    const { words } = this.#data;
    const row = (kind, name, ...figures) => html("tr", { class: `onestep-${kind}` }, html("th", { scope: "row" }, name), ...figures.map((figure) => html("td", {}, figure)));
    const head = (...names) => html("tr", {}, ...names.map((name) => html("th", { scope: "col" }, name)));
    this.scores.replaceChildren(head("asked", "score", "belief", "label", "slope"), ...slopes(this.#tables, this.#asked).map(({ word, score, belief, label, slope }) =>
      row(label ? "context" : "negative", words[word], shown(score), number(belief), String(label), `${slope >= 0.005 ? "+" : ""}${number(slope)}`)));
    const [now, then] = [this.#losses(this.#tables), this.#losses(stepped(this.#tables, this.#asked, this.#rate))];
    this.losses.replaceChildren(head("loss", "now", "after the step"),
      row("of-pair", "this pair", shown(now.pair), changed(now.pair, then.pair)), row("of-map", "whole map", shown(now.map), changed(now.map, then.map)));
  }

  #name() {
    const { center, context, negatives } = this.#asked;
    const word = (index) => this.#data.words[index];
    return `${word(center)} – ${word(context)}, against ${negatives.map(word).join(", ")}`;
  }

  #pictured() {
    return `The map: every word as a dot where it is the center and as a square where it is a context. Arrows show where a step of rate ${this.#rate} takes the rows of ${this.#name()}.`;
  }

  #ahead() {
    if (extent(this.#tables) > FAR) return "The map has flown apart: its numbers are too large to draw. Take the steps back, or choose a map.";
    const [now, then] = [this.#losses(this.#tables), this.#losses(stepped(this.#tables, this.#asked, this.#rate))];
    return `${this.#name()}. A step of rate ${this.#rate} ${went("would take", now.pair, then.pair)} the loss of this pair from ${shown(now.pair)} to ${shown(then.pair)}, that of the whole map from ${shown(now.map)} to ${shown(then.map)}.`;
  }

  #done(told, before) {
    const [was, is] = [this.#losses(before), this.#losses(this.#tables)];
    return `${told} Loss of this pair: ${shown(was.pair)}, now ${shown(is.pair)}. Of the whole map: ${shown(was.map)}, now ${shown(is.map)}.${is.pair > was.pair ? " That was a step too far for the pair." : ""}`;
  }
}

const button = (text, act) => html("button", { type: "button", class: "kit-button", onclick: act }, text);
const went = (verb, from, to) => (to > from ? `overshoots: it ${verb}` : verb);
/** Two digits, unless it is huge: then its size. */
const shown = (value) => (Math.abs(value) < 1e5 ? number(value) : `about 1e${Math.floor(Math.log10(Math.abs(value)))}`);
const changed = (from, to) => `${shown(to)} ${Math.abs(to - from) < 0.005 ? "=" : to > from ? "▲" : "▼"}`;

const swatch = (kind, text) => html("span", { class: `onestep-key onestep-${kind}` }, text);
const legend = () => html("p", { class: "kit-caption onestep-legend", "aria-hidden": "true" },
  swatch("center", "center"), swatch("context", "context: pulled"), swatch("negative", "negatives: pushed"));
const key = () => html("p", { class: "kit-caption onestep-legend", "aria-hidden": "true" },
  swatch("of-pair", "this pair"), swatch("of-map", "whole map"), swatch("promise", "what the slope promises"));

customElements.define("loci-one-step-stage", OneStepStage);
