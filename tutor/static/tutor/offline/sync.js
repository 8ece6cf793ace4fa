// Between what is kept here and the site: sends what waits, in order, and fetches the day anew. One page of the browser at a time.

import * as store from "./store.js";

const FORMAT = 1; // of the kept day, as tutor/web/kept.py makes it
const READY = new Set([200, 201, 204]);
const LATER = new Set([408, 425, 429]);

/* What came of it: “here” where the site answers, “away” where it does not, “signed-out” where it knows nobody. */
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
  if (!answer || answer.status >= 500) return { state: "away" };
  if (answer.status === 401) {
    await store.meet("");
    return { state: "signed-out" };
  }
  if (!answer.ok) return { state: "away" };
  const { csrf, ...day } = await answer.json();
  await store.meet(day.learner);
  if (day.format === FORMAT) await store.keep(day);
  return { state: "here", csrf };
}

async function sendAll(csrf) {
  let sent = 0;
  for (const event of (await store.everything())?.waiting ?? []) {
    const answer = await send(event, csrf);
    if (!answer || answer.status >= 500 || LATER.has(answer.status)) return { state: "away", sent };
    if (answer.status === 401 || answer.status === 403) return { state: "signed-out", sent };
    await store.settle(event.key, READY.has(answer.status) ? null : await reasonOf(answer));
    sent += 1;
  }
  return { state: "here", sent };
}

function send({ kind, body }, csrf) {
  const { item, lesson, step, ...rest } = body;
  const [url, told] = kind === "answered"
    ? [`/api/v1/items/${item}/answers/`, { ...rest, lesson, step }]
    : [`/api/v1/lessons/${lesson}/steps/${step}/done/`, rest];
  return ask(url, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": csrf }, body: JSON.stringify(told) });
}

/* Why the site refused it, in its own words (RFC 9457). */
async function reasonOf(answer) {
  const problem = await answer.json().catch(() => ({}));
  const detail = problem.detail ?? problem.title ?? `The site answered ${answer.status}.`;
  const mends = (problem.errors ?? []).map((error) => error.mend).filter((mend) => mend && !detail.includes(mend));
  return [detail, ...mends].join(" ");
}

async function ask(url, options = {}) {
  try {
    return await fetch(url, { cache: "no-store", credentials: "same-origin", ...options });
  } catch {
    return null; // no network, or nobody at its other end
  }
}
