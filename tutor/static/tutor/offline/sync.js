// Between what is kept here and the site: sends what waits, in order, and fetches the day anew. One page of the browser at a time.

import * as store from "./store.js";

const FORMAT = 1; // of the kept day, as tutor/web/kept.py makes it
const MOST_AT_ONCE = 100; // acts of one request

/* What came of it: “here” where the site answers, “away” where nobody does, “signed-out” where it knows nobody, “troubled” where it
   cannot answer as it should. */
export function sync() {
  return navigator.locks.request("loci-sync", async () => {
    const first = await fetchDay();
    if (first.state !== "here") return first.state;
    const { state, sent } = await sendAll(first.csrf);
    return sent && state === "here" ? (await fetchDay()).state : state;
  });
}

/* The token that comes with the day is good for nobody who signs in later, so what waits can never be sent as another's. */
async function fetchDay() {
  const answer = await ask("/offline/day/");
  if (!answer?.ok) {
    const state = stateOf(answer);
    if (state === "signed-out") await store.meet("");
    return { state };
  }
  const { csrf, ...day } = await answer.json();
  await store.meet(day.learner);
  if (day.format === FORMAT) await store.keep(day);
  return { state: "here", csrf };
}

async function sendAll(csrf) {
  for (let sent = 0; ; ) {
    const batch = ((await store.everything())?.waiting ?? []).slice(0, MOST_AT_ONCE);
    if (!batch.length) return { state: "here", sent };
    const answer = await ask("/api/v1/sync/events/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify({ events: batch.map(({ event }) => event) }),
    });
    if (!answer?.ok) return { state: stateOf(answer), sent };
    const { results } = await answer.json();
    for (const [place, { key }] of batch.entries()) await store.settle(key, results[place]);
    sent += batch.length;
  }
}

const stateOf = (answer) => (!answer ? "away" : [401, 403].includes(answer.status) ? "signed-out" : "troubled");

async function ask(url, options = {}) {
  try {
    return await fetch(url, { cache: "no-store", credentials: "same-origin", ...options });
  } catch {
    return null; // no network, or nobody at its other end
  }
}
