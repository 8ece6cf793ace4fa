import { html } from "../kit/dom.js";
import { number } from "../kit/scale.js";

/** A question, or whatever one may open: its text, and a word on it. */
export const opener = (text, about, open) => html("button", { type: "button", class: "corpus-open", onclick: open },
  html("q", {}, text), about ? html("span", { class: "corpus-about" }, about) : null);

/**
 * Two questions and the judgement that is asked for before the labels tell.
 * @param shown the questions to show, each as {text, open}
 * @param judged what the learner said already, if anything
 */
export function pairRow({ pair, shown, judged, judge }) {
  const verdict = html("p", { class: "corpus-verdict" });
  const buttons = [true, false].map((same) => html("button", {
    type: "button", class: "kit-button", onclick: () => {
      if (row.dataset.judged) return;
      judge(same);
      tell(same);
    },
  }, same ? "same group" : "different groups"));
  const row = html("li", { class: "corpus-pair" },
    html("p", { class: "corpus-cosine" }, "cosine ", html("b", {}, number(pair.cosine)), html("span", { class: "corpus-bar", style: { "--share": Math.max(0, pair.cosine) } })),
    shown.map(({ text, open }) => opener(text, "", open)),
    html("div", { class: "corpus-judge", role: "group", "aria-label": "Same group or not?" }, buttons), verdict);

  function tell(same) {
    row.dataset.judged = same === pair.same ? "right" : "wrong";
    buttons.forEach((button, place) => {
      button.setAttribute("aria-pressed", String((place === 0) === same));
      button.setAttribute("aria-disabled", "true");
    });
    verdict.textContent = `${same === pair.same ? "✓" : "✗"} ${told(pair)}`;
  }
  if (judged !== undefined) tell(judged);
  return row;
}

/** What the labels say of a pair. */
export const told = ({ same }) => (same ? "The labels put them in one group." : "The labels keep them apart.");
