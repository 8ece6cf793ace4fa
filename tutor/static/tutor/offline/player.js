// Shows one pick of the kept day, as the site's own player does, and keeps what the learner does of it.

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
  slot("title").textContent = pick.step_kind === "review" ? pick.heading : pick.title;
  slot("left").textContent = `${minutes(day.picks.reduce((sum, one) => sum + (one.done ? 0 : one.seconds), 0))} left`;
  shown.querySelector(".segments").append(...day.picks.map((one) => segment(one, one === pick)));
  const body = shown.querySelector("[data-body]");
  body.innerHTML = pick.html; // rendered by the site, and kept by it
  const foot = shown.querySelector("[data-foot]");
  const next = foot.querySelector("[data-next]");
  if (body.querySelector(".predict")) next.dataset.afterPrediction = "";
  if (pick.kind) foot.remove();
  if (pick.widget_js) load(pick);
  const heading = slot("title");
  const began = performance.now();

  return new Promise((resolve) => {
    shown.querySelector("[data-leave]").addEventListener("click", () => resolve(false));
    next.addEventListener("click", async () => {
      await keep(day, pick, began);
      resolve(true);
    }, { once: true });
    body.querySelector("form")?.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (event.target.dataset.sent) return; // site.js notes it
      const given = {
        item: pick.item,
        revision: pick.revision,
        number: pick.number,
        response: responseOf(pick.kind, event.target, event.submitter),
        hints_used: event.target.querySelector("[data-hint][open], [data-hint][data-seen]") ? 1 : 0,
      };
      await keep(day, pick, began, given);
      tell(view, clone, pick).addEventListener("click", () => resolve(true));
      await told();
    });
    view.replaceChildren(shown);
    scrollTo(0, 0);
    (view.querySelector("[autofocus]") ?? heading).focus({ preventScroll: true });
  });
}

/* An act as the site takes it from any device: named here, with its true moment and place. */
async function keep(day, pick, began, given = {}) {
  const event = {
    id: crypto.randomUUID(),
    kind: given.item ? "answered" : "step_done",
    at: new Date().toISOString(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC",
    seconds: Math.min(LONGEST_SECONDS, Math.round((performance.now() - began) / 1000)),
    ...(pick.lesson && { lesson: pick.lesson, step: pick.step }),
    ...given,
  };
  await store.add({ title: pick.title, event }, day.picks.indexOf(pick));
}

/* In place of the question: that it is kept, and the answer to compare with. Returns the button that goes on. */
function tell(view, clone, pick) {
  const said = clone("view-answered");
  said.querySelector("[data-body]").innerHTML = pick.after;
  const section = said.firstElementChild;
  view.querySelector("[data-body]").replaceChildren(said);
  section.focus({ preventScroll: true });
  section.querySelector(".feedback-head").scrollIntoView({ block: "nearest" });
  return section.querySelector("[data-next]");
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
