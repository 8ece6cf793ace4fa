// Shows one pick of the kept day, as the site's own player does, and keeps what the learner does of it.

import { total } from "./days.js";
import { feedbackOf } from "./feedback.js";
import { formProblem, mark } from "./marking.js";
import { responseOf } from "./response.js";
import * as store from "./store.js";
import { minutes } from "./words.js";

const LONGEST_SECONDS = 180; // of looking at one page without going on
const NAMES = { review: "Review", read: "Read", explore: "Explore", check: "Check", recap: "Recap" };

/* Resolves when the learner goes on: to true, or to false where they left. `told` is called when something of it was kept. */
export function play(view, clone, day, pick, told) {
  const shown = clone("view-player");
  const slot = (name) => shown.querySelector(`[data-slot=${name}]`);
  slot("kind").textContent = [pick.lesson && pick.subtitle, NAMES[pick.step_kind]].filter(Boolean).join("\u00a0· ");
  slot("title").textContent = pick.title;
  slot("left").textContent = `${minutes(total(day.picks.filter((one) => !one.done)))} left`;
  shown.querySelector(".segments").append(...day.picks.map((one) => segment(one, one === pick)));
  const body = shown.querySelector("[data-body]");
  body.innerHTML = pick.html; // rendered by the site, and kept by it
  const foot = shown.querySelector("[data-foot]");
  const next = foot.querySelector("[data-next]");
  if (body.querySelector(".predict")) next.dataset.afterPrediction = "";
  if (pick.kind) foot.remove();
  if (pick.widget_js) load(pick);
  const heading = slot("title");
  let began = performance.now();

  return new Promise((resolve) => {
    shown.querySelector("[data-leave]").addEventListener("click", () => resolve(false));
    next.addEventListener("click", async () => {
      await keep(pick, began);
      resolve(true);
    }, { once: true });
    body.querySelector("form")?.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (event.target.dataset.sent) return; // site.js notes it
      const response = responseOf(pick.kind, event.target, event.submitter);
      const problem = formProblem(pick.kind, response);
      if (problem) return refuse(event.target, problem);
      const marked = pick.marking && mark(pick.kind, pick.marking, response);
      const hinted = event.target.querySelector("[data-hint][open], [data-hint][data-seen]");
      const given = { item: pick.item, revision: pick.revision, number: pick.number, response, hints_used: hinted ? 1 : 0 };
      const answer = await keep(pick, began, given, marked ? marked.score : null);
      const section = feedbackOf(clone, pick, response, marked);
      const asked = [...body.childNodes];
      body.replaceChildren(section);
      say();
      section.focus({ preventScroll: true });
      section.querySelector(".feedback-head").scrollIntoView({ block: "nearest" });
      section.querySelector("[data-next]").addEventListener("click", () => resolve(true));
      section.querySelector("[data-undo]").addEventListener("click", async () => {
        began = performance.now() - 1000 * answer.seconds; // what was read since does not count
        await keepUndo(pick, answer);
        reopen(body, asked);
        say(clone("view-reopened"));
        await told();
      }, { once: true });
      await told();
    });
    say();
    view.replaceChildren(shown);
    scrollTo(0, 0);
    (view.querySelector("[autofocus]") ?? heading).focus({ preventScroll: true });
  });
}

async function keep(pick, began, given = {}, score = null) {
  const event = {
    ...actNow(given.item ? "answered" : "step_done"),
    seconds: Math.min(LONGEST_SECONDS, Math.round((performance.now() - began) / 1000)),
    ...(pick.lesson && { lesson: pick.lesson, step: pick.step }),
    ...given,
  };
  await store.add({ title: pick.title, event, score });
  return event;
}

const keepUndo = (pick, answer) => store.add({ title: pick.title, event: { ...actNow("undone"), answer: answer.id }, score: null });

/* An act as the site takes it from any device: named here, with its true moment and place. */
const actNow = (kind) => ({
  id: crypto.randomUUID(),
  kind,
  at: new Date().toISOString(),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC",
});

/* The question as it was when it was answered, so that only the slip has to be mended. */
function reopen(body, asked) {
  body.replaceChildren(...asked);
  const form = body.querySelector("form");
  delete form.dataset.sent;
  (form.querySelector("[autofocus]") ?? form.querySelector("#ask")).focus({ preventScroll: true });
}

/* In the line that screen readers are told; nothing, once it is over. */
function say(...words) {
  const said = document.getElementById("said");
  said.replaceChildren(...words);
  if (words.length) said.scrollIntoView({ block: "nearest" });
}

/* What is wrong with the form of an answer is said at once, as the site would, and costs nothing. */
function refuse(form, words) {
  const said = form.querySelector(".problem") ?? document.createElement("p");
  said.className = "problem";
  said.setAttribute("role", "alert");
  said.textContent = words;
  form.querySelector(".question-actions").before(said);
  setTimeout(() => delete form.dataset.sent); // site.js notes it once this event is over
}

function segment(pick, now) {
  const made = document.createElement("li");
  made.className = now ? "is-now" : pick.done ? "is-done" : "";
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = pick.title + (now ? ", now" : pick.done ? ", done" : "");
  made.append(name);
  return made;
}

/* The widget's own files, which are kept with the day. */
function load({ widget_css: style, widget_js: script }) {
  if (!document.querySelector(`link[href="${style}"]`)) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: style });
    document.head.append(link);
  }
  import(script);
}
