import { html } from "./dom.js";

const QUIET = 250; // ms: while somebody drags, only the last sentence is worth saying

/** A visible line of text that screen readers speak when it changes: `line.say("cat and dog: 0.92")`. */
export function announcer() {
  const element = html("p", { class: "kit-says", "aria-live": "polite", "aria-atomic": "true" });
  let waiting;
  return {
    element,
    /** @param {boolean} now put it there at once (the first sentence, and after a single key or click) */
    say(text, now = false) {
      clearTimeout(waiting);
      const write = () => {
        if (element.textContent !== text) element.textContent = text;
      };
      if (now) write();
      else waiting = setTimeout(write, QUIET);
    },
  };
}
