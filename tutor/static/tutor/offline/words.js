// How the state of what is kept is said.

const listed = new Intl.ListFormat("en-GB");
const some = (count, one, many) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/* “2 answers and 1 step wait for the network.” */
export function waitingWords(waiting) {
  const back = waiting.filter(({ event }) => event.kind === "undone").map(({ event }) => event.answer);
  const answers = waiting.filter(({ event }) => event.kind === "answered" && !back.includes(event.id)).length;
  const steps = waiting.filter(({ event }) => event.kind === "step_done").length;
  const parts = [
    answers && some(answers, "answer", "answers"), steps && some(steps, "step", "steps"),
    back.length && some(back.length, "answer taken back", "answers taken back"),
  ].filter(Boolean);
  return parts.length ? `${listed.format(parts)} ${answers + steps + back.length === 1 ? "waits" : "wait"} for the network.` : "";
}

/* “Marked on this device: 3 of 4 right.” */
export function markedWords(picks) {
  const marked = picks.filter((pick) => pick.done && pick.item && typeof pick.score === "number");
  return marked.length ? `Marked on this device: ${marked.filter((pick) => pick.score === 1).length} of ${marked.length} right.` : "";
}

/* A mark, as it is said of an answer. */
export const verdict = (score) => (score === 1 ? "Right" : score > 0 ? "Partly right" : "Not quite");

/* “The site marks it: Right.” */
export function siteWords({ here, site }) {
  const before = typeof here === "number" ? ` On this device it was: ${verdict(here)}. The site’s mark counts.` : "";
  return `The site marks it: ${verdict(site)}.${before}`;
}

export const marksWords = (marks) => (marks.length ? `The site has marked ${some(marks.length, "answer", "answers")}.` : "");

/* What the state of the network means for what waits here. `arrived` says that something has just been sent. */
export function stateWords(state, { waits, arrived, refused }) {
  switch (state) {
    case "here":
      return waits ? "" : refused ? "The network is there." : `The network is there, and ${arrived ? "everything has arrived" : "nothing waits on this device"}.`;
    case "away":
      return "There is no network.";
    case "troubled":
      return `The site is there, and cannot answer now. ${waits ? "What waits is sent later." : "It is tried again."}`;
    case "signed-out":
      return waits ? `You are signed out. Sign in again, and what waits is sent: ${some(waits, "thing", "things")}.` : "You are signed out.";
  }
}

export const refusedWords = (refused) => (refused.length ? `${some(refused.length, "of them was", "of them were")} refused.` : "");

export const minutes = (seconds) => (seconds < 55 ? `${seconds} s` : `${Math.max(1, Math.round(seconds / 60))} min`);

export const moment = (at) => new Date(at).toLocaleString("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
