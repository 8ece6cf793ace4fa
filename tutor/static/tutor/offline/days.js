// Which of the kept days it is, and what there is to do in it.

const LONGEST = 1.1; // of the learner's minutes, as the site's plans have it

/* The day at `at`, with its picks and what was left of the days before; the last one where all are over. A pick has `open`: it can
   be done here and now. The steps of a lesson come one after the other: none behind one that needs the network. */
export function dayAt(days, at = new Date()) {
  const found = days.findIndex((day) => at < new Date(day.ends_at));
  const place = found < 0 ? days.length - 1 : found;
  const began = new Date(days[place - 1]?.ends_at ?? 0);
  const closed = new Set();
  const asked = new Set();
  const picks = days.slice(0, place + 1).flatMap((day, nth) => day.picks.map((pick) => ({ ...pick, left: nth < place })))
    .filter((pick) => !(pick.done && pick.left && !(new Date(pick.at) >= began)) && !(pick.item && asked.has(pick.item)) && (pick.item && asked.add(pick.item), true))
    .map((pick) => {
      if (!pick.done && pick.lesson && !pick.html) closed.add(pick.lesson);
      return { ...pick, open: !pick.done && Boolean(pick.html) && !closed.has(pick.lesson) };
    });
  return { ...days[place], picks: fitting(picks, days[place].minutes * 60 * LONGEST), over: found < 0, ahead: days.slice(place + 1) };
}

/* What was left comes first, and the days are not longer for it: what does not fit waits for the next. */
function fitting(picks, seconds) {
  if (!picks.some(({ left }) => left)) return picks;
  let taken = 0;
  return picks.filter((pick) => {
    const fits = taken === 0 || taken + pick.seconds <= seconds;
    if (fits && (pick.open || pick.done)) taken += pick.seconds;
    return fits;
  });
}

export const total = (picks) => picks.reduce((sum, pick) => sum + pick.seconds, 0);

/* Whether this act is the doing of this pick. */
export const isOf = (event, pick) =>
  event.kind !== "undone" && (event.item ? event.item === pick.item && event.number === pick.number : !pick.item && event.lesson === pick.lesson && event.step === pick.step);
