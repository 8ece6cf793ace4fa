// What is said once a question was answered: the device's own mark where it can tell, what each option means, and what only the
// site knows and says later.

const AT_ONCE = ["order", "number", "output", "text"]; // the answer is shown, however it was

/* The section in place of the question; `marked` is of marking.js. */
export function feedbackOf(clone, pick, response, marked) {
  const shown = clone("view-answered");
  const section = shown.querySelector("section");
  section.querySelector("[data-body]").innerHTML = pick.after; // rendered by the site, and kept by it
  const words = verdict(pick.kind, marked);
  section.setAttribute("aria-label", words);
  section.querySelector("[data-head]").replaceWith(headOf(clone, words, marked));
  section.querySelector("[data-slot=later]").textContent = marked
    ? "Marked on this device. XP, and when it comes back, follow from the site once the network is back."
    : "This device cannot mark it. Compare it with the answer; the site marks it once the network is back.";
  const written = section.querySelector("[data-written]");
  if (written && marked?.score !== 1) {
    written.querySelector("samp").textContent = response[written.dataset.written];
    written.hidden = false;
  }
  const solution = section.querySelector("[data-solution]");
  if (solution) solution.hidden = marked?.score === 1 && !AT_ONCE.includes(pick.kind);
  const reasons = section.querySelector("[data-reasons]");
  if (reasons && marked) explain(reasons, pick, response, marked);
  return section;
}

function verdict(kind, marked) {
  if (!marked) return "Kept. It will be marked when you are back online";
  if (kind === "card") return "Noted";
  if (marked.score === 1) return "Right";
  return marked.score > 0 ? `Partly right: ${Math.round(100 * marked.score)}\u00a0%` : "Not quite";
}

function headOf(clone, words, marked) {
  const head = clone("view-head").querySelector("p");
  const state = !marked ? "kept" : marked.score === 1 ? "right" : "wrong";
  head.classList.add(`is-${state}`);
  head.querySelector(".mark").append(document.querySelector(`[data-icon=${state === "right" ? "done" : state}]`).content.cloneNode(true));
  head.querySelector("[data-slot=verdict]").textContent = words;
  return head;
}

/* Each row with its sign, the learner's own first; of the mistakes that are foreseen only the one that was met. */
function explain(list, pick, response, { parts, foreseen }) {
  const own = chosenOf(response);
  for (const row of list.querySelectorAll("[data-foreseen]")) {
    if (Number(row.dataset.foreseen) === foreseen) sign(row, false, true);
    else row.remove();
  }
  for (const row of list.querySelectorAll("[data-target]")) {
    const { target } = row.dataset;
    const right = parts[target] ?? row.hasAttribute("data-right");
    const chosen = target in parts || own.includes(target);
    label(row, response, target, chosen && !(target in parts), right);
    sign(row, right, chosen);
  }
  const rank = (row) => 2 * !row.classList.contains("is-chosen") + !row.classList.contains("is-right");
  list.append(...[...list.children].sort((a, b) => rank(a) - rank(b)));
  list.hidden = !list.children.length;
}

function sign(row, right, chosen) {
  row.classList.add(right ? "is-right" : "is-wrong");
  row.classList.toggle("is-chosen", chosen);
  row.querySelector(".sign").textContent = right ? "✓" : "✕";
}

const chosenOf = ({ choice, choices, points }) => choices ?? points ?? [choice];

/* What the learner put there, and in words what the sign says. */
function label(row, { pairs, blanks }, target, named, right) {
  const place = row.querySelector(".label");
  if (pairs) place.append(` → ${partner(pairs[target])}`);
  if (blanks) place.append(made("code", blanks[target]));
  const said = made("span", ` (${right ? "right" : "wrong"}${named ? ", your answer" : ""})`);
  said.className = "visually-hidden";
  place.append(said);
  if (!named) return;
  const small = made("small", "your answer");
  small.setAttribute("aria-hidden", "true");
  place.append(" ", small);
}

/* The question is still shown when this is asked. */
const partner = (id) => document.querySelector(`[data-body] select option[value="${CSS.escape(id)}"]`)?.textContent ?? "";

function made(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
