// How the state of what is kept is said.

const some = (count, one, many) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/* “2 answers and 1 step wait for the network.” */
export function waitingWords(waiting) {
  const answers = waiting.filter(({ event }) => event.kind === "answered").length;
  const steps = waiting.length - answers;
  const parts = [answers && some(answers, "answer", "answers"), steps && some(steps, "step", "steps")].filter(Boolean);
  return parts.length ? `${parts.join(" and ")} ${waiting.length === 1 ? "waits" : "wait"} for the network.` : "";
}

/* “Marked on this device: 3 of 4 right.” */
export function markedWords(picks) {
  const marked = picks.filter((pick) => pick.done && pick.item && typeof pick.score === "number");
  return marked.length ? `Marked on this device: ${marked.filter((pick) => pick.score === 1).length} of ${marked.length} right.` : "";
}

export const refusedWords = (refused) => (refused.length ? `${some(refused.length, "of them was", "of them were")} refused.` : "");

export const minutes = (seconds) => (seconds < 55 ? `${seconds} s` : `${Math.max(1, Math.round(seconds / 60))} min`);

export const moment = (at) => new Date(at).toLocaleString("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
