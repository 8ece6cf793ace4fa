import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { move } from "../kit/motion.js";
import { number } from "../kit/scale.js";
import { Widget } from "../kit/widget.js";
import { gauges, shown } from "./gauges.js";
import { arrow, between, measures, rim, words } from "./model.js";
import { plane } from "./plane.js";

const WIDE = 620; // CSS pixels from which the measures stand beside the plane

class CosineExplorer extends Widget {
  #data;
  #arrows = { a: arrow(2, 80), b: arrow(3, 20) };
  #meant = null; // the two words the arrows stand for: {a, b: index, arrows as they came}
  #before = null;
  #chips = [];
  #sweep = "length";
  #radius = 4;
  #width = 0;
  #stop = () => {};

  build(data) {
    if (data.lengths.length !== data.words.length || data.cosines.length !== data.words.length) throw new Error("a word without its measures");
    this.#data = data;
    this.plane = plane({ change: (which, changed, phase) => this.#moved(which, changed, phase) });
    this.gauges = gauges();
    this.selects = { a: this.#select("a"), b: this.#select("b") };
    this.sweeps = choices({
      label: "Curves: what happens while arrow a …", value: "length",
      options: [{ value: "length", text: "stretches" }, { value: "angle", text: "turns" }],
      change: (value) => { this.#sweep = value; this.touched(); this.#paint(); this.say(value === "length" ? "Curves over the length of a: the cosine is a level line." : "Curves over the angle, from 0 to 180 degrees.", true); },
    });
    const numbers = html("div", { class: "cosine-numbers" }, this.gauges.element, this.sweeps.element);
    this.append(html("div", { class: "cosine-stage" }, html("div", { class: "cosine-picture" }, this.plane.element, this.#actions()), numbers), this.#controls());
    this.say(`${this.#told()} Drag a tip; or focus it and press ← → to turn, ↑ ↓ to stretch.`, true);
  }

  draw(width) {
    this.#width = width;
    this.#paint();
  }

  #actions() {
    const stretch = (factor) => () => this.#glide({ ...this.#arrows, a: arrow(this.#arrows.a.length * factor, this.#arrows.a.angle) });
    const unit = (one) => arrow(one.length ? 1 : 0, one.angle);
    return html("div", { class: "cosine-row" },
      button("a × 2", stretch(2)), button("a ÷ 2", stretch(0.5)),
      button("both to length 1", () => this.#glide({ a: unit(this.#arrows.a), b: unit(this.#arrows.b) })));
  }

  #controls() {
    const { words: known, pairs, dimension } = this.#data;
    this.#chips = pairs.map((pair) => {
      const [first, second] = pair.map((word) => known.indexOf(word));
      return { first, second, element: button(pair.join(" · "), () => this.#load(first, second)) };
    });
    const picks = ["a", "b"].map((which) => html("label", { class: "cosine-pick" }, `arrow ${which}`, this.selects[which]));
    return html("div", { class: "kit-controls cosine-words" },
      html("p", { class: "kit-caption" }, `Real words. Any two vectors, even of ${dimension} numbers, lie in one flat plane: this is theirs, with true lengths and angle.`),
      html("div", { class: "cosine-row" }, ...this.#chips.map(({ element }) => element)),
      html("div", { class: "cosine-row" }, ...picks));
  }

  #select(which) {
    let at = 0;
    const groups = this.#data.groups.map(([name, size]) => {
      const options = this.#data.words.slice(at, at + size).map((word, index) => html("option", { value: at + index }, word));
      at += size;
      return html("optgroup", { label: name }, ...options);
    });
    return html("select", { onchange: () => this.#picked(which) }, html("option", { value: "" }, "drawn by hand"), ...groups);
  }

  #picked(which) {
    const { value } = this.selects[which];
    if (value === "") return this.#forget();
    const other = which === "a" ? "b" : "a";
    const partner = this.selects[other].value === "" ? (Number(value) + 1) % this.#data.words.length : Number(this.selects[other].value);
    return which === "a" ? this.#load(Number(value), partner) : this.#load(partner, Number(value));
  }

  #load(first, second) {
    const [a, b] = words(this.#data, first, second);
    this.#meant = { a: first, b: second, arrows: { a, b } };
    this.selects.a.value = first;
    this.selects.b.value = second;
    this.#before = null;
    this.#glide({ a, b }, true);
  }

  #forget() {
    this.#meant = null;
    this.selects.a.value = this.selects.b.value = "";
    this.touched();
    this.#paint();
    this.say(this.#told(), true);
  }

  /** From a handle: remembers the measures when a gesture begins, so that the rows can say what it changed. */
  #moved(which, changed, phase) {
    this.#stop();
    this.touched();
    if (phase === "start") {
      this.#before = measures(this.#arrows.a, this.#arrows.b);
      return;
    }
    this.#arrows = { ...this.#arrows, [which]: arrow(changed.length, changed.angle) };
    this.#checkWords();
    if (phase === "end") this.#radius = rim(this.#arrows.a, this.#arrows.b);
    this.#paint();
    this.say(this.#told(), phase === "end");
  }

  /** To new arrows in a short motion. */
  #glide(target, fresh = false) {
    this.#stop();
    this.touched();
    const [from, radius, next] = [this.#arrows, this.#radius, rim(target.a, target.b)];
    this.#before = fresh ? null : measures(from.a, from.b);
    const mixed = (start, end, share) => ({ length: start.length + (end.length - start.length) * share, angle: start.angle + turn(start.angle, end.angle) * share });
    this.#stop = move((share) => {
      this.#arrows = share === 1 ? target : { a: mixed(from.a, target.a, share), b: mixed(from.b, target.b, share) };
      this.#radius = radius + (next - radius) * share;
      this.#paint();
    });
    this.#arrows = target;
    this.say(this.#told(), true);
  }

  /** A stretched word is still that word's direction; a turned one is another vector. */
  #checkWords() {
    if (this.#meant === null) return;
    const { a, b } = this.#meant.arrows;
    if (Math.abs(between(this.#arrows.a, this.#arrows.b) - between(a, b)) < 0.5) return;
    this.#meant = null;
    this.selects.a.value = this.selects.b.value = "";
  }

  #names() {
    const name = (which) => {
      if (this.#meant === null) return which;
      const times = this.#arrows[which].length / this.#meant.arrows[which].length;
      const word = this.#data.words[this.#meant[which]];
      return Math.abs(times - 1) < 0.005 ? word : `${Number(times.toFixed(2))} × ${word}`;
    };
    return { a: name("a"), b: name("b") };
  }

  #paint() {
    if (!this.#width) return;
    const beside = this.#width >= WIDE;
    this.classList.toggle("cosine-wide", beside);
    const size = beside ? Math.min(400, this.#width * 0.5) : Math.min(this.#width, 380);
    for (const { first, second, element } of this.#chips) element.setAttribute("aria-pressed", String(this.#meant?.a === first && this.#meant.b === second));
    const scene = { ...this.#arrows, radius: this.#radius };
    this.plane.draw({ ...scene, names: this.#names(), size });
    this.gauges.draw({ ...scene, before: this.#before, sweep: this.#sweep, width: Math.max(110, (beside ? this.#width - size - 28 : this.#width) - 172) });
  }

  #told() {
    const { a, b } = this.#arrows;
    const now = measures(a, b);
    const names = this.#names();
    if (now.cosine === null) return `${a.length ? names.b : names.a} has length 0: no direction, so no cosine. Dot product 0.00, distance ${number(now.distance)}.`;
    const compared = `${names.a} (length ${number(a.length)}) and ${names.b} (length ${number(b.length)}), ${Math.round(between(a, b))}° apart`;
    return `${compared}: cosine ${shown("cosine", now.cosine)}, dot product ${shown("dot", now.dot)}, distance ${shown("distance", now.distance)}.${this.#kept(now)}`;
  }

  #kept(now) {
    if (!this.#before || this.#before.cosine === null) return "";
    const same = (name) => Math.abs(now[name] - this.#before[name]) < 5e-4;
    return same("cosine") && !same("distance") ? " The cosine did not move." : "";
  }
}

const button = (text, act) => html("button", { type: "button", class: "kit-button", onclick: act }, text);
const turn = (from, to) => ((((to - from) % 360) + 540) % 360) - 180;

customElements.define("loci-cosine-explorer", CosineExplorer);
