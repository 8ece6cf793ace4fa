import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { around, options, outcome, percent, questions, told } from "./model.js";

const COVER = "_____";
const GAMES = [
  { value: "skip-gram", text: "skip-gram pairs" },
  { value: "cbow", text: "CBOW questions" },
  { value: "guess", text: "guess it yourself" },
];

/** A window that walks over a real sentence: the training questions it makes, and the game of guessing the covered word. */
class WindowWalker extends Widget {
  #data;
  #state = { sentence: 0, place: 2, reach: 2, game: "skip-gram" };
  #answers = new Map(); // "sentence place reach" → the word that the learner chose
  #words; // the radio buttons of the sentence's words
  #line = html("div", { class: "walker-line" });
  #panel = html("div", { class: "walker-panel" });
  #near = html("div", { class: "walker-near" });

  build(data) {
    if (data.sentences.some(({ shown, words }) => shown.length !== words.length)) throw new Error("a word that is not shown");
    this.#data = data;
    this.append(
      html("div", { class: "kit-controls walker-choose" },
        choices({ label: "Sentence", value: "0", options: data.sentences.map(({ name }, index) => ({ value: String(index), text: name })), change: (value) => this.#go({ sentence: Number(value), place: 2 }) }).element,
        choices({ label: "What to look at", value: this.#state.game, options: GAMES, change: (game) => this.#go({ game }) }).element),
      this.#line,
      html("div", { class: "walker-move" },
        html("button", { type: "button", class: "kit-button", onclick: () => this.#walk(-1) }, "← back"),
        html("button", { type: "button", class: "kit-button", onclick: () => this.#walk(1) }, "walk on →")),
      slider({ label: "Window", min: 1, max: data.reach, value: this.#state.reach, show: (reach) => `${reach} word${reach > 1 ? "s" : ""} to each side`, change: (reach) => this.#go({ reach }, false) }).element,
      html("div", { class: "walker-below" }, this.#panel, this.#near));
    this.#layLine();
    this.#paint(true);
  }

  draw() {} // the style sheet lays out by width

  get #sentence() { return this.#data.sentences[this.#state.sentence]; }
  get #word() { return this.#sentence.words[this.#state.place]; }
  get #guess() { return this.#sentence.guesses[this.#state.reach - 1][this.#state.place]; }
  get #key() { return `${this.#state.sentence} ${this.#state.place} ${this.#state.reach}`; }
  get #answer() { return this.#answers.get(this.#key); }
  get #covered() { return this.#state.game === "guess" && this.#answer === undefined; }

  #go(change, now = true) {
    Object.assign(this.#state, change);
    this.touched();
    if ("sentence" in change) this.#layLine();
    this.#paint(now);
  }

  #walk(step) {
    const count = this.#sentence.words.length;
    this.#go({ place: (this.#state.place + step + count) % count });
  }

  /** The words of the sentence are radio buttons: one of them is the center, and arrow keys walk. */
  #layLine() {
    this.#words = choices({
      label: "The center: press a word, or walk", value: String(this.#state.place),
      options: this.#sentence.shown.map((text, index) => ({ value: String(index), text })), change: (value) => this.#go({ place: Number(value) }),
    });
    this.#line.replaceChildren(this.#words.element);
  }

  #paint(now) {
    const { place, reach, game } = this.#state;
    const { words, shown } = this.#sentence;
    this.#words.value = String(place);
    const near = new Set(around(words.length, place, reach));
    for (const [index, label] of [...this.#line.querySelectorAll("label")].entries()) {
      label.classList.toggle("is-near", near.has(index));
      label.lastChild.textContent = index === place && this.#covered ? COVER : shown[index];
    }
    if (game === "guess") this.#paintGame();
    else this.#panel.replaceChildren(asTable(questions(words, place, reach, game)));
    this.#paintNear();
    this.say(this.#says(), now);
  }

  #says() {
    if (this.#state.game !== "guess") return told(this.#sentence, this.#state, this.#data.pairs);
    if (this.#covered) return "One word is covered. Which is it? The model sees only the words of the window.";
    return `${outcome(this.#word, this.#answer, this.#guess, this.#data.vocabulary)} ${this.#score()}`;
  }

  #score() {
    const played = [...this.#answers].map(([key, chosen]) => {
      const [sentence, place, reach] = key.split(" ").map(Number);
      const { words, guesses } = this.#data.sentences[sentence];
      return [chosen === words[place], guesses[reach - 1][place].first[0][0] === words[place]];
    });
    const right = (who) => played.filter((one) => one[who]).length;
    return `So far: you ${right(0)} of ${played.length}, the model ${right(1)}.`;
  }

  #paintGame() {
    if (this.#covered) {
      this.#panel.replaceChildren(html("p", { class: "kit-caption" }, "Which word is covered? The other four are the model's guesses."), html("div", { class: "walker-options" },
        options(this.#guess, this.#word).map((word) => html("button", { type: "button", class: "kit-button", onclick: () => this.#choose(word) }, word))));
      return;
    }
    const rows = this.#guess.first.some(([word]) => word === this.#word) ? this.#guess.first : [...this.#guess.first, [this.#word, this.#guess.share]];
    this.#panel.replaceChildren(html("table", { class: "walker-guesses" }, html("caption", { class: "kit-caption" }, "The model's guesses"), rows.map(([word, share]) =>
      html("tr", { class: word === this.#word ? "is-right" : null, style: { "--share": share } },
        html("th", { scope: "row" }, word === this.#word ? `${word} ✓` : word), html("td", { class: "walker-bar" }), html("td", {}, percent(share))))));
  }

  #choose(word) {
    this.#answers.set(this.#key, word);
    this.#go({});
    this.#line.querySelector("input:checked").focus(); // the buttons are gone; from here arrow keys walk on
  }

  #paintNear() {
    if (this.#covered) {
      this.#near.replaceChildren(html("p", { class: "kit-caption" }, "What the table knows of the word is shown when it is uncovered."));
      return;
    }
    const [before, after] = this.#data.near[this.#word];
    const column = (title, rows) => html("div", {}, html("h2", {}, title), html("ul", {}, rows.map(([word, alike]) => html("li", {}, html("span", {}, word), " ", html("span", { class: "walker-alike" }, alike.toFixed(2))))));
    this.#near.replaceChildren(html("p", { class: "kit-caption" }, "Nearest to ", html("b", {}, this.#word), " in the table, by cosine"),
      html("div", { class: "walker-tables" }, column("before training", before), column("after training", after)));
  }
}

function asTable(rows) {
  return html("table", { class: "walker-questions" },
    html("tr", {}, html("th", { scope: "col" }, "goes in"), html("td", {}), html("th", { scope: "col" }, "to be guessed")),
    rows.map(({ given, asked }) => html("tr", {}, html("td", {}, given.join(" · ")), html("td", { "aria-hidden": "true" }, "→"), html("td", {}, asked))));
}

customElements.define("loci-window-walker", WindowWalker);
