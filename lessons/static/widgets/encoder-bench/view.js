import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { Widget } from "../kit/widget.js";
import { Matrix } from "./matrix.js";
import { ENCODINGS, FURTHEST, NUMBERINGS, about, distances, nearest, profile, sentence, shown } from "./model.js";
import { strip } from "./strip.js";

/** The same twelve words under five encodings, and how far apart each puts them. */
class EncoderBench extends Widget {
  #data;
  #state = { encoding: "id", numbering: "alphabet", pair: [0, 1] };
  #width = 0;
  #matrix;
  #numbering;
  #selects;
  #list = html("ol", { class: "bench-list" });
  #listTitle = html("p", { class: "kit-caption" });
  #vectors = html("div", { class: "bench-vectors" });

  build(data) {
    this.#data = data;
    const words = data.words.map(({ word }) => word);
    this.#matrix = new Matrix(words, (pair) => this.#go({ pair }));
    this.#numbering = choices({ label: "Ids given", options: NUMBERINGS, value: "alphabet", change: (numbering) => this.#go({ numbering }) });
    this.#selects = ["From", "to"].map((label, side) => this.#select(label, side, words));
    const encoding = choices({ label: "Encoding", options: ENCODINGS, value: "id", change: (value) => this.#go({ encoding: value }) });
    this.append(
      html("div", { class: "kit-controls" }, encoding.element, this.#numbering.element),
      html("div", { class: "bench-figure" },
        html("div", {}, this.#matrix.element, legend()),
        html("div", { class: "bench-ranking" }, this.#listTitle, this.#list)),
      html("div", { class: "bench-pair" }, this.#selects.map(({ element }) => element)),
      this.#vectors,
    );
  }

  draw(width) {
    this.#width = width;
    this.#paint(true);
  }

  #select(label, side, words) {
    const select = html("select", { onchange: () => this.#go({ pair: this.#state.pair.with(side, select.selectedIndex) }) },
      words.map((word) => html("option", {}, word)));
    return { select, element: html("label", {}, html("span", {}, label), select) };
  }

  #go(change) {
    Object.assign(this.#state, change);
    this.touched();
    this.#paint();
  }

  #paint(now = false) {
    const { encoding, numbering, pair } = this.#state;
    const apart = distances(this.#data, encoding, numbering);
    const closest = nearest(apart);
    const furthest = encoding === "id" ? Math.max(...apart.flat()) : FURTHEST;
    this.#numbering.element.hidden = encoding !== "id";
    this.#selects.forEach(({ select }, side) => { select.selectedIndex = pair[side]; });
    this.#matrix.draw({ apart, closest, furthest, pair, text: (distance) => shown(distance, encoding), width: Math.min(this.#width, this.#width < 640 ? 520 : this.#width * 0.72) });
    this.#rank(apart[pair[0]], closest[pair[0]], furthest);
    this.#vectors.replaceChildren(...[...new Set(pair)].map((number) => this.#vector(this.#data.words[number])));
    this.say(sentence(this.#data, encoding, apart, closest, pair), now);
  }

  #rank(row, closest, furthest) {
    const { encoding, pair: [from, to] } = this.#state;
    const { word } = this.#data.words[from];
    this.#listTitle.textContent = closest === null ? `From ${word}, all equally far` : `From ${word}, nearest first`;
    const others = row.map((distance, number) => ({ distance, number })).filter(({ number }) => number !== from);
    this.#list.replaceChildren(...others.sort((a, b) => a.distance - b.distance).map(({ distance, number }) => html("li", {
      class: number === to ? "is-chosen" : null, style: { "--share": distance / furthest },
    }, html("span", {}, this.#data.words[number].word), html("span", {}, shown(distance, encoding)))));
  }

  #vector(entry) {
    const { encoding, numbering } = this.#state;
    const bars = encoding === "id" ? null : strip(profile(this.#data, entry, encoding, Math.floor(this.#width / 2)), this.#width);
    return html("figure", {}, html("figcaption", {}, html("b", {}, entry.word), ` ${about(this.#data, entry, encoding, numbering)}`), bars);
  }
}

function legend() {
  return html("p", { class: "bench-legend" },
    html("span", {}, "near"), html("span", { class: "bench-ramp" }), html("span", {}, "far"),
    html("span", { class: "bench-dot" }), html("span", {}, "nearest in its row"));
}

customElements.define("loci-encoder-bench", EncoderBench);
