import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { move } from "../kit/motion.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { chart } from "./chart.js";
import { indexOf, nearest, recall, search } from "./model.js";
import { plane } from "./plane.js";

const WIDE = 620; // CSS pixels from which figures stand beside the plane
const PACE = 90; // ms a step, when the whole search is shown
const METHODS = [{ value: "ivf", text: "cells (IVF)" }, { value: "hnsw", text: "graph (HNSW)" }, { value: "exact", text: "all distances" }];
const SETTINGS = { ivf: ["Cells to open", (count) => String(count)], hnsw: ["Beam: how many are kept while walking", (beam) => String(beam)] };

class IndexWalk extends Widget {
  #data;
  #index;
  #method = "ivf";
  #place = { ivf: 0, hnsw: 0 }; // of the chosen settings in data.costs
  #at; // the query's place
  #asked = ""; // the word that asks, or none
  #steps = [];
  #taken = 0; // steps that are shown
  #truth = [];
  #width = 0;
  #stop = () => {};

  build(data) {
    this.#data = data;
    this.#index = indexOf(data);
    const [word, ...at] = data.queries[0];
    this.#asked = word;
    this.#at = at;
    this.methods = choices({ label: "Search by", value: this.#method, options: METHODS, change: (method) => { this.#method = method; this.#chosen(); } });
    this.sliders = Object.fromEntries(Object.entries(SETTINGS).map(([method, [label, show]]) => [method, slider({
      label, min: 0, max: data.costs[method].length - 1, value: 0, show: (place) => show(data.costs[method][place][0]),
      change: (place) => { this.#place[method] = place; this.#chosen(true); },
    })]));
    this.select = html("select", { onchange: () => this.#ask(this.select.value) }, html("option", { value: "" }, "a place of your own"),
      ...data.queries.map(([one]) => html("option", { value: one, selected: one === word }, one)));
    this.buttons = { back: button("back", () => this.#go(this.#taken - 1)), step: button("next step", () => this.#go(this.#taken + 1)), whole: button("whole search", () => this.#play()) };
    this.plane = plane(this.#index, { change: (place, phase) => this.#moved(place, phase) });
    this.chart = chart(data.costs, data.points.length);
    this.figures = html("dl", { class: "walk-figures" });
    this.list = html("ul", { class: "walk-ten" });
    this.append(
      this.methods.element,
      html("div", { class: "walk-stage" },
        html("div", { class: "walk-picture" }, this.plane.element, html("div", { class: "walk-row" }, ...Object.values(this.buttons))),
        html("div", { class: "walk-numbers" }, this.figures, this.chart.element, html("p", { class: "kit-caption" }, "The ten that are truly nearest, in this plane:"), this.list)),
      html("div", { class: "kit-controls" }, ...Object.values(this.sliders).map((one) => one.element),
        html("label", { class: "walk-ask" }, "Search near", this.select)));
    this.#search();
    this.say(`${data.points.length} words, laid flat; the diamond asks for its ${data.neighbours} nearest. Step through the search, or drag the diamond; by keys, focus it and use the arrows.`, true);
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  get #setting() {
    return this.#method === "exact" ? null : this.#data.costs[this.#method][this.#place[this.#method]][0];
  }

  get #done() {
    return this.#taken === this.#steps.length;
  }

  #search() {
    this.#steps = search(this.#index, this.#method, this.#at, this.#setting);
    this.#truth = nearest(this.#index, this.#at);
    this.#taken = Math.min(this.#taken, this.#steps.length);
  }

  /** Another method begins anew; another setting shows at once where it leads. */
  #chosen(whole = false) {
    this.#stop();
    this.touched();
    this.#search();
    this.#taken = whole ? this.#steps.length : 0;
    this.#paint();
    this.say(this.#told(), !whole);
  }

  #ask(word) {
    const found = this.#data.queries.find(([one]) => one === word);
    if (found) this.#moved(found.slice(1), "end", word);
  }

  /** The query is elsewhere: the whole search is shown for it. */
  #moved(place, phase, word = "") {
    this.#stop();
    this.touched();
    this.#asked = word;
    this.select.value = word;
    this.#at = place;
    this.#search();
    this.#taken = this.#steps.length;
    this.#paint();
    this.say(this.#told(), phase === "end");
  }

  #go(taken) {
    this.#stop();
    this.touched();
    this.#taken = Math.min(Math.max(0, taken), this.#steps.length);
    this.#paint();
    this.say(this.#told(), true);
  }

  #play() {
    this.#stop();
    this.touched();
    const count = this.#steps.length;
    this.#stop = move((share) => {
      this.#taken = Math.max(1, Math.round(share * count));
      this.#paint();
    }, PACE * count);
    this.#taken = count;
    this.say(this.#told(), true);
  }

  #paint() {
    if (!this.#width) return;
    const beside = this.#width >= WIDE;
    this.classList.toggle("walk-wide", beside);
    const size = beside ? Math.min(420, this.#width * 0.52) : Math.min(this.#width, 420);
    const steps = this.#steps.slice(0, this.#taken);
    const near = this.#index.words[this.#truth[0]];
    this.plane.draw({ method: this.#method, at: this.#at, steps, done: this.#done, truth: this.#truth, near, label: `${this.#data.points.length} words as points`, size });
    this.chart.draw({ method: this.#method, setting: this.#setting, own: this.#done ? [this.#spent, this.#recall] : null, label: this.#curves(), width: beside ? this.#width - size - 28 : this.#width });
    this.#fill(steps);
    for (const [method, one] of Object.entries(this.sliders)) one.element.hidden = method !== this.#method;
    this.buttons.back.disabled = this.#taken === 0;
    this.buttons.step.disabled = this.buttons.whole.disabled = this.#done;
  }

  #fill(steps) {
    const best = steps.at(-1)?.best ?? [];
    const figure = (name, value) => html("div", {}, html("dt", {}, name), html("dd", {}, value));
    this.figures.replaceChildren(
      figure("step", `${this.#taken} of ${this.#steps.length}`),
      figure("distances", `${this.#spent} of ${this.#data.points.length}`),
      figure("true ten found", `${this.#truth.filter((one) => best.includes(one)).length} of ${this.#truth.length}`));
    this.list.replaceChildren(...this.#truth.map((one) => {
      const [kind, mark, said] = best.includes(one) ? ["walk-is-found", "✓", "found"] : this.#done ? ["walk-is-missed", "×", "missed"] : ["", "·", "not found yet"];
      return html("li", { class: kind }, html("span", { "aria-hidden": "true" }, mark), ` ${this.#index.words[one]}`, html("span", { class: "walk-unseen" }, `, ${said}`));
    }));
  }

  get #spent() {
    return this.#taken ? this.#steps[this.#taken - 1].spent : 0;
  }

  get #recall() {
    return this.#taken ? recall(this.#steps[this.#taken - 1].best, this.#truth) : 0;
  }

  #told() {
    if (this.#taken === 0) return `Nothing is measured yet: ${this.#about()}`;
    const { told, spent } = this.#steps[this.#taken - 1];
    const found = Math.round(this.#recall * this.#truth.length);
    const sum = `${spent} ${spent === 1 ? "distance" : "distances"}${this.#done ? "" : " so far"}, ${found} of the true ${this.#truth.length} found.`;
    if (!this.#done) return `Step ${this.#taken} of ${this.#steps.length}. ${told} ${sum}`;
    return `${this.#asked ? `“${this.#asked}”: ` : ""}${this.#method === "exact" ? told : `done, ${this.#about()}`} ${sum}`;
  }

  #about() {
    if (this.#method === "exact") return "exact search measures every point.";
    const [setting, work, share] = this.#data.costs[this.#method][this.#place[this.#method]];
    const what = this.#method === "ivf" ? `${setting} of ${this.#index.centres.length} cells` : `beam ${setting}`;
    return `${what} (usually ${Math.round(work)} distances and ${Math.round(100 * share)}% of the ten).`;
  }

  #curves() {
    const line = (name, rows) => `${name}: ${rows.filter(([, work]) => work <= this.#data.points.length).map(([, work, share]) => `${Math.round(work)} distances find ${Math.round(100 * share)}%`).join(", ")}`;
    return `Mean over ${this.#data.queries.length} queries. ${line("Cells", this.#data.costs.ivf)}. ${line("Graph", this.#data.costs.hnsw)}.`;
  }
}

const button = (text, act) => html("button", { type: "button", class: "kit-button", onclick: act }, text);

customElements.define("loci-index-walk", IndexWalk);
