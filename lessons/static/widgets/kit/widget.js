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
    this.replaceChildren(html("p", { class: "kit-caption kit-loading" }, "Loading the figure …"));
    try {
      const answer = await fetch(this.dataset.src, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const data = await answer.json();
      this.replaceChildren();
      this.build(data);
      this.append(this.#says.element);
      this.#watch?.observe(this);
    } catch (problem) {
      this.#failed(problem);
    }
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
    try {
      this.draw(width);
    } catch (problem) {
      this.#failed(problem);
    }
  }

  #failed(problem) {
    console.error(`${this.localName}: ${problem.message}`);
    this.#watch?.disconnect();
    this.#watch = null;
    this.#width = 0;
    const again = html("button", { type: "button", class: "kit-button", onclick: () => this.connectedCallback() }, "Try again");
    this.replaceChildren(html("p", { class: "kit-says", role: "alert" }, "The figure could not be loaded. You can go on without it."), again);
    this.touched(); // a figure that does not come must not keep the learner from going on
  }
}
