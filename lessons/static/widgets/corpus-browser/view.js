import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { number } from "../kit/scale.js";
import { Widget } from "../kit/widget.js";
import { library } from "./model.js";
import { opener, pairRow, told } from "./rows.js";

const PAGE = 20; // entries shown at once
const PAIRS = 2; // a pair takes the room of several
const VIEWS = [
  { value: "groups", text: "groups" }, { value: "pairs", text: "pairs" },
  { value: "alone", text: "alone" }, { value: "all", text: "all" },
];
const NOUNS = { groups: "groups", pairs: "pairs", alone: "questions that are alone", all: "questions" };

class CorpusBrowser extends Widget {
  #library;
  #view = "groups";
  #search = "";
  #page = 0;
  #trail = []; // groups and questions that were opened, the last is shown
  #judged = new Map(); // pair → {said, same}: by the learner, and by the labels

  build(data) {
    this.#library = library(data);
    this.views = choices({ label: "Show", options: VIEWS, value: this.#view, change: (view) => this.#list({ view }, true) });
    this.search = html("input", { type: "search", class: "corpus-search", "aria-label": "Words to look for", placeholder: "Words to look for", autocomplete: "off", oninput: () => this.#list({ search: this.search.value }) });
    this.back = html("button", { type: "button", class: "kit-button corpus-back", onclick: () => this.#back() }, "← back");
    this.heading = html("p", { class: "corpus-heading", tabindex: -1 });
    this.entries = html("ul", { class: "corpus-entries" });
    this.position = html("span", { class: "kit-caption" });
    this.turns = [["previous", -1], ["next", 1]].map(([text, by]) => html("button", { type: "button", class: "kit-button", onclick: () => this.#turn(by) }, text));
    this.pager = html("div", { class: "corpus-pager" }, this.turns[0], this.position, this.turns[1]);
    this.choose = html("div", { class: "corpus-choose" }, this.views.element, this.search);
    this.append(this.choose, this.back, this.heading, this.entries, this.pager);
    this.#paint();
    this.say(this.#told(), true);
  }

  draw() {} // the style sheet lays out by width

  /** A change of what is listed. */
  #list({ view = this.#view, search = this.#search }, now = false) {
    [this.#view, this.#search, this.#page] = [view, search, 0];
    this.#changed(now);
  }

  #turn(by) {
    const last = Math.max(0, Math.ceil(this.#found().length / this.#size) - 1);
    const page = Math.min(last, Math.max(0, this.#page + by));
    if (page === this.#page) return;
    this.#page = page;
    this.#changed(true);
  }

  #open(one) {
    this.#trail.push({ ...one, from: document.activeElement?.dataset.entry });
    this.#changed(true);
    this.heading.focus({ preventScroll: true });
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ block: "start" });
  }

  #back() {
    const { from } = this.#trail.pop();
    this.#changed(true);
    (this.entries.querySelector(`[data-entry="${from}"]`) ?? this.heading).focus();
  }

  #judge(pair, same) {
    this.#judged.set(key(pair), { said: same, same: pair.same });
    this.touched();
    this.say(`${same === pair.same ? "So do the labels." : "The labels say otherwise."} ${told(pair)} ${this.#score()}`, true);
  }

  #changed(now) {
    this.touched();
    this.#paint();
    this.say(this.#told(), now);
  }

  get #size() {
    return this.#view === "pairs" ? PAIRS : PAGE;
  }

  #found() {
    const places = (one) => (this.#view === "groups" ? one : this.#view === "pairs" ? [one.first, one.second] : [one]);
    return this.#library[this.#view].filter((one) => this.#library.has(places(one), this.#search));
  }

  #paint() {
    const opened = this.#trail.at(-1);
    this.choose.hidden = this.pager.hidden = Boolean(opened);
    this.back.hidden = !opened;
    const rows = opened ? this.#inside(opened) : this.#listed();
    this.entries.replaceChildren(...(rows.length ? rows : [html("li", { class: "kit-caption" }, "Nothing has these words.")]));
    this.entries.querySelectorAll(".corpus-open").forEach((button, entry) => (button.dataset.entry = entry));
    this.entries.scrollTop = 0;
  }

  #listed() {
    const found = this.#found();
    const begin = this.#page * this.#size;
    const shown = found.slice(begin, begin + this.#size);
    this.heading.textContent = { groups: "Groups, the largest first. Press one to read it.", pairs: "As alike as these, half are in one group. What do you say?" }[this.#view] ?? "Press a question for its nearest neighbours.";
    this.position.textContent = shown.length ? `${begin + 1}–${begin + shown.length} of ${found.length}` : "";
    this.turns[0].setAttribute("aria-disabled", String(begin === 0));
    this.turns[1].setAttribute("aria-disabled", String(begin + shown.length >= found.length));
    if (this.#view === "pairs") return shown.map((pair) => this.#pair(pair, [pair.first, pair.second]));
    if (this.#view !== "groups") return shown.map((place) => this.#question(place));
    return shown.map((group) => html("li", {}, opener(this.#library.text(group.find((place) => this.#library.has([place], this.#search))), `${group.length} questions`, () => this.#open({ group }))));
  }

  #inside({ group, question }) {
    if (group) {
      this.heading.textContent = `A group of ${group.length}. One answer for all of them?`;
      return group.map((place) => this.#question(place));
    }
    const own = this.#library.groupOf(question);
    this.heading.replaceChildren(html("q", {}, this.#library.text(question)), html("span", { class: "corpus-about" }, own.length > 1 ? `in a group of ${own.length}` : "alone"));
    const others = this.#library.near(question).map((pair) => this.#pair(pair, [pair.second]));
    return own.length > 1 ? [...others, html("li", {}, opener(this.#library.text(own[0]), `read its group of ${own.length}`, () => this.#open({ group: own })))] : others;
  }

  #question(place) {
    const { length } = this.#library.groupOf(place);
    return html("li", {}, opener(this.#library.text(place), this.#view === "all" && !this.#trail.length ? (length > 1 ? `group of ${length}` : "alone") : "", () => this.#open({ question: place })));
  }

  #pair(pair, places) {
    return pairRow({
      pair, judged: this.#judged.get(key(pair))?.said, judge: (same) => this.#judge(pair, same),
      shown: places.map((place) => ({ text: this.#library.text(place), open: () => this.#open({ question: place }) })),
    });
  }

  #told() {
    const opened = this.#trail.at(-1);
    if (opened?.group) return `A group of ${opened.group.length} questions, which makes ${(opened.group.length * (opened.group.length - 1)) / 2} duplicate pairs.`;
    if (opened) {
      const [nearest] = this.#library.near(opened.question);
      return `Its nearest neighbour of ${this.#library.count - 1} has a cosine of ${number(nearest.cosine)}. Same group or not? ${this.#score()}`;
    }
    const count = this.#found().length;
    const searched = this.#search.trim() ? ` with “${this.#search.trim()}”` : "";
    return `${count} ${count === 1 ? NOUNS[this.#view].replace(/s( that are alone)?$/, "") : NOUNS[this.#view]}${searched}. ${this.#score()}`.trim();
  }

  #score() {
    const right = [...this.#judged.values()].filter(({ said, same }) => said === same).length;
    return this.#judged.size ? `You and the labels agree on ${right} of ${this.#judged.size}.` : "";
  }
}

const key = ({ first, second }) => `${Math.min(first, second)} ${Math.max(first, second)}`; // either way round

customElements.define("loci-corpus-browser", CorpusBrowser);
