// Between what is kept here and the site: sends what waits, in order, and fetches the days anew. One page of the browser at a time.

import * as store from "./store.js";

const AHEAD_MS = 10 * 60_000; // for so long the days after today are good enough
const MOST_AT_ONCE = 100; // acts of one request

/* What came of it: “here” where the site answers, “away” where nobody does, “signed-out” where it knows nobody, “troubled” where it
   cannot answer as it should. */
export function sync() {
  return navigator.locks.request("loci-sync", async () => {
    const first = await fetchDays();
    if (first.state !== "here") return first.state;
    const { state, sent } = await sendAll(first.csrf);
    return sent && state === "here" ? (await fetchDays({ ahead: true })).state : state;
  });
}

/* The token that comes with the day is good for nobody who signs in later, so what waits can never be sent as another's. */
async function fetchDays({ ahead } = {}) {
  const answer = await ask(`/offline/day/${ahead || (await outdated()) ? "?ahead" : ""}`);
  if (!answer?.ok) {
    const state = stateOf(answer);
    if (state === "signed-out") await store.meet("");
    return { state };
  }
  const { csrf, ...told } = await answer.json();
  await store.meet(told.learner);
  await store.keep(told);
  return { state: "here", csrf };
}

async function outdated() {
  const kept = (await store.everything())?.kept;
  return !kept?.ahead_at || Date.now() - Date.parse(kept.ahead_at) > AHEAD_MS || Date.now() > Date.parse(kept.days[0].ends_at);
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
