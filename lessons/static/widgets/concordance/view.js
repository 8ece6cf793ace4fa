import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { linesOf, neighbours, sentence } from "./model.js";

const LINES = 8;

/** Words of a real corpus in their lines, the company lit, and the words that share it. */
class Concordance extends Widget {
  #data;
  #state = { word: "wolf", window: 2, other: null };
  #near = html("div", { class: "concordance-near", role: "group", "aria-label": "Words to compare with" });
  #lines = html("div", { class: "concordance-lines" });

  build(data) {
    this.#data = data;
    const words = data.words.map(({ word }) => ({ value: word, text: word }));
    const window = slider({
      label: "Context window", min: 1, max: data.words[0].near.length, value: this.#state.window,
      show: (reach) => (reach === 1 ? "1 word to each side" : `${reach} words to each side`),
      change: (reach) => this.#go({ window: reach, other: null }),
    });
    this.append(
      choices({ label: "Word", options: words, value: this.#state.word, change: (word) => this.#go({ word, other: null }) }).element,
      html("div", { class: "kit-controls" }, window.element),
      html("p", { class: "kit-caption" }, `Most alike in company, of ${data.corpus.compared} words. 1 would be the very same company. Press one to compare.`),
      this.#near,
      this.#lines,
    );
    this.#paint(true);
  }

  draw() {} // the style sheet lays out by width

  #go(change) {
    Object.assign(this.#state, change);
    this.touched();
    this.#paint();
  }

  #paint(now = false) {
    const { word, window, other } = this.#state;
    const found = neighbours(this.#data, word, window);
    this.#paintNear(found, other);
    const shared = new Set(found.find((one) => one.word === other)?.shared ?? []);
    const shown = other === null ? [word] : [word, other];
    this.#lines.replaceChildren(...shown.map((one) => this.#block(one, shared, LINES / shown.length)));
    this.say(sentence(this.#data, this.#state), now);
  }

  #paintNear(found, other) {
    const focus = this.#near.contains(document.activeElement) ? document.activeElement.dataset.word : null;
    this.#near.replaceChildren(...found.map((one) => html("button", {
      type: "button", class: "concordance-neighbour", "data-word": one.word, "aria-pressed": String(one.word === other),
      "aria-label": `${one.word}, likeness ${one.alike.toFixed(2)}`, style: { "--alike": one.alike },
      onclick: () => this.#go({ other: one.word === other ? null : one.word }),
    }, html("span", {}, one.word), html("span", { class: "concordance-score" }, one.alike.toFixed(2)))));
    if (focus) this.#near.querySelector(`[data-word="${focus}"]`)?.focus();
  }

  #block(word, contexts, most) {
    const lines = linesOf(this.#data, word, this.#state.window, contexts, most);
    return html("ul", { "aria-label": `Lines with ${word}`, class: contexts.size ? "is-compared" : null }, lines.map((line) => html("li", {},
      html("span", { class: "concordance-left" }, html("span", {}, line.left.map(piece))),
      html("b", {}, line.key),
      html("span", { class: "concordance-right" }, line.right.map(piece)))));
  }
}

function piece({ text, near, shared }) {
  if (shared) return html("mark", { class: "is-shared" }, text);
  return near ? html("mark", {}, text) : text;
}

customElements.define("loci-concordance", Concordance);
