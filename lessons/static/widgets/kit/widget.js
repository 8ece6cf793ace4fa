import { announcer } from "./announce.js";
import { html } from "./dom.js";

/**
 * Base of every widget. It loads the JSON at `data-src` and calls, in this order,
 *   build(data)  once: make the elements and append them to `this`
 *   draw(width)  then, and whenever the element's width (CSS pixels) changes
 * A widget calls `touched()` at the learner's first real manipulation, and `say(text)` to tell what is shown or has changed.
 */
export class Widget extends HTMLElement {
  #says = announcer();
  #touched = false;
  #watch = null;
  #width = 0;

  async connectedCallback() {
    if (this.#watch) { // moved in the page: everything is there already
      this.#watch.observe(this);
      return;
    }
    this.#watch = new ResizeObserver(([entry]) => this.#resized(entry.contentRect.width));
    this.classList.add("kit-widget");
    try {
      const answer = await fetch(this.dataset.src, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      this.build(await answer.json());
    } catch (problem) {
      this.#failed(problem);
      return;
    }
    this.append(this.#says.element);
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    this.#watch?.disconnect();
  }

  say(text, now = false) {
    this.#says.say(text, now);
  }

  touched() {
    if (this.#touched) return;
    this.#touched = true;
    this.dispatchEvent(new CustomEvent("loci:touched", { bubbles: true }));
  }

  #resized(width) {
    if (width === 0 || width === this.#width) return;
    this.#width = width;
    this.draw(width);
  }

  #failed(problem) {
    console.error(`${this.localName}: ${problem.message}`);
    const again = html("button", { type: "button", class: "kit-button", onclick: () => { this.#watch = null; this.replaceChildren(); this.connectedCallback(); } }, "Try again");
    this.replaceChildren(html("p", { class: "kit-says", role: "alert" }, "The figure could not be loaded. "), again);
    this.touched(); // a figure that does not come must not keep the learner from going on
  }
}
