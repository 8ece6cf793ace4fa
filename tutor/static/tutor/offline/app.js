// On every page of the site: says whose browser this is, keeps the day for when there is no network, and sends what waits.

import * as store from "./store.js";
import { sync } from "./sync.js";
import { marksWords, refusedWords, waitingWords } from "./words.js";

const region = document.getElementById("network");
const learner = document.documentElement.dataset.learner;
let away = false;

if ("serviceWorker" in navigator) {
  // At once: whoever signs out does not wait for what follows.
  if (learner) store.stay();
  for (const form of document.querySelectorAll("form[data-leaving]")) form.addEventListener("submit", store.leave);
  begin();
}

async function begin() {
  await store.meet(learner);
  if (!learner) return;
  const worker = await navigator.serviceWorker.register("/service-worker.js");
  if (!worker) return;
  addEventListener("online", bring);
  addEventListener("offline", () => lose());
  document.addEventListener("htmx:sendError", lose);
  await bring();
}

async function bring() {
  away = (await sync()) === "away";
  await show();
}

async function lose() {
  away = true;
  await show();
}

/* Said only where there is something to say. */
async function show() {
  const kept = await store.everything();
  const words = [];
  if (away) words.push("The network is away.");
  if (kept?.waiting.length) words.push(waitingWords(kept.waiting));
  if (kept?.waiting.length && document.querySelector("form[data-leaving]")) words.push("What waits is lost when you sign out.");
  if (kept?.refused.length) words.push(`Of what was done without a network, ${refusedWords(kept.refused)}`);
  if (kept?.marks.length) words.push(marksWords(kept.marks));
  region.replaceChildren(words.join(" "));
  if (words.length) region.append(" ", link(kept?.refused.length ? "See why" : kept?.marks.length ? "See the marks" : "Go on without it"));
}

function link(text) {
  const made = document.createElement("a");
  made.href = "/offline/";
  made.textContent = text;
  return made;
}
