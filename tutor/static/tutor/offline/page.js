// The page that opens where there is no network: the kept day, what waits, and what was refused.

import { dayAt, total } from "./days.js";
import { play } from "./player.js";
import * as store from "./store.js";
import { sync } from "./sync.js";
import { markedWords, marksWords, minutes, moment, refusedWords, siteWords, stateWords, verdict, waitingWords } from "./words.js";

const AGAIN_MS = 20_000; // between two tries while something waits
const view = document.querySelector("[data-view]");
const region = document.getElementById("network");
const clone = (id) => document.getElementById(id).content.cloneNode(true);
let state = "away";
let arrived = false;
let playing = false;

begin();

async function begin() {
  if (!("serviceWorker" in navigator)) return void view.replaceChildren(clone("view-empty")); // not reached by https
  store.onMet(changed);
  addEventListener("online", reach);
  addEventListener("offline", () => { state = "away"; show(); });
  navigator.serviceWorker.addEventListener("controllerchange", () => playing || location.reload());
  setInterval(() => state !== "here" && reach(), AGAIN_MS);
  await show();
  await reach();
}

/* Another page of this browser has met somebody: what is shown here may not be theirs. */
async function changed() {
  if (playing && (await store.everything())) return;
  playing = false;
  await show();
}

async function reach() {
  const before = await store.howMuchWaits();
  state = await sync();
  const waits = await store.howMuchWaits();
  arrived = !waits && (arrived || before > 0);
  await show();
}

async function show() {
  const kept = await store.everything();
  await say(kept);
  if (playing && kept) return;
  playing = false;
  document.querySelector(".bar").hidden = false;
  view.replaceChildren(kept?.kept ? dayOf(kept) : clone("view-empty"));
}

/* The state as it is, in one line that screen readers are told. */
async function say(kept) {
  const words = stateWords(state, { waits: await store.howMuchWaits(), arrived, refused: kept?.refused.length });
  const refused = kept?.refused.length ? `Of what was sent, ${refusedWords(kept.refused)}` : "";
  const said = [words, waitingWords(kept?.waiting ?? []), refused, marksWords(kept?.marks ?? [])].filter(Boolean).join(" ");
  if (region.textContent !== said) region.textContent = said;
}

function dayOf({ kept, refused, marks }) {
  const day = dayAt(kept.days);
  const shown = clone("view-day");
  const slot = (name) => shown.querySelector(`[data-slot=${name}]`);
  const open = day.picks.filter((pick) => pick.open);
  const later = day.picks.filter((pick) => !pick.done && !pick.open);
  slot("title").textContent = `${day.title}, as kept on ${moment(kept.kept_at)}`;
  slot("heading").textContent = open.length ? `${minutes(total(open))} without a network` : later.length ? "The rest needs the network" : "Done for today";
  slot("words").textContent = [
    markedWords(day.picks),
    open.length && "What you answer is kept on this device and sent as soon as the network is back.",
    later.length && `${later.length === 1 ? "One thing" : `${later.length} things`} of the plan can only be done with it.`,
    day.over && "That day is over: what you do now counts for the day on which you do it.",
  ].filter(Boolean).join(" ");
  const ahead = slot("ahead");
  ahead.hidden = !day.ahead.length;
  ahead.textContent = `Also on this device: ${day.ahead.map((one) => `${one.title} (${minutes(total(one.picks))})`).join(", ")}.`;
  const begin = shown.querySelector("[data-begin]");
  begin.hidden = !open.length;
  begin.addEventListener("click", start);
  shown.querySelector("[data-online]").hidden = state === "away";
  const again = shown.querySelector("[data-try]");
  again.hidden = state !== "away";
  again.addEventListener("click", async () => {
    again.disabled = true;
    await reach();
    document.querySelector("[data-try], #day")?.focus();
  });
  tell(shown.querySelector("[data-refused]"), refused, ({ reason }) => reason, store.forgetRefused);
  tell(shown.querySelector("[data-marks]"), marks, siteWords, store.forgetMarks);
  shown.querySelector(".plan").append(...day.picks.map(row));
  return shown;
}

function row(pick) {
  const later = !pick.done && !pick.open;
  const shown = clone("view-pick");
  const name = (pick.step_kind === "review" ? "Review: " : "") + pick.title;
  shown.querySelector("li").classList.toggle("done", pick.done);
  shown.querySelector("li").classList.toggle("later", later);
  shown.querySelector(".tick").append(document.querySelector(`[data-icon=${pick.done ? "done" : pick.step_kind}]`).content.cloneNode(true));
  shown.querySelector(".what").textContent = pick.done ? `${name} (done)` : name;
  shown.querySelector(".time").textContent = minutes(pick.seconds);
  shown.querySelector(".why").textContent = later ? "Needs the network." : pick.left && !pick.done ? "Left from before." : markOf(pick);
  return shown;
}

/* What the site says of acts, until it was read. */
function tell(section, told, wordsOf, forget) {
  section.hidden = !told.length;
  section.querySelector("ul").append(...told.map((one) => {
    const made = document.createElement("li");
    const small = document.createElement("small");
    small.textContent = `${one.title}, ${moment(one.at)}`;
    made.append(wordsOf(one), small);
    return made;
  }));
  section.querySelector("[data-forget]").addEventListener("click", async () => { await forget(); await show(); });
}

/* The device's own mark of a question that was answered here. */
function markOf({ done, item, score }) {
  if (!done || !item || score === undefined) return "";
  return score === null ? "Will be marked when you are back online." : `${verdict(score)}.`;
}

/* Goes through what is open, one after the other, and comes back to the day. */
async function start() {
  playing = true;
  document.querySelector(".bar").hidden = true;
  while (playing) {
    const kept = await store.everything();
    await say(kept);
    const day = kept?.kept && dayAt(kept.kept.days);
    const pick = day?.picks.find((one) => one.open);
    if (!pick) break;
    if (!(await play(view, clone, day, pick, async () => say(await store.everything())))) break;
  }
  playing = false;
  await reach();
  view.querySelector("h1")?.focus();
}
