// What this browser keeps of one learner: some days, and what was done of it that has not arrived yet. Nothing of it outlives them:
// signing out empties it, another learner empties it, and where a session has merely ended it is locked until they are back.

import { isOf } from "./days.js";

const STORES = { meta: undefined, waiting: { autoIncrement: true }, refused: { autoIncrement: true } };
const FORMAT = 2; // of the kept days, as tutor/web/kept.py makes it; those of another are as good as none
const LEAVING = "loci-leaving";
const channel = new BroadcastChannel("loci");

let opened;
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("loci", 1);
    request.onupgradeneeded = () => {
      for (const [name, options] of Object.entries(STORES)) request.result.createObjectStore(name, options);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/* One transaction over everything: `work` gets the three stores, and may await nothing but requests to them. */
async function within(mode, work) {
  const transaction = (await database()).transaction(Object.keys(STORES), mode);
  const ended = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const result = await work(Object.fromEntries(Object.keys(STORES).map((name) => [name, transaction.objectStore(name)])));
  await ended;
  return result;
}

const of = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const mine = async ({ meta }) => !localStorage.getItem(LEAVING) && !(await of(meta.get("locked"))) && (await of(meta.get("owner")));

/* Tells whom the site takes this browser for; "" is nobody. True where something of another was thrown away. */
export async function meet(learner) {
  const leaving = localStorage.getItem(LEAVING) && !learner;
  const emptied = await within("readwrite", async ({ meta, waiting, refused }) => {
    const owner = await of(meta.get("owner"));
    const strange = Boolean(owner) && (leaving || (learner && learner !== owner));
    if (strange) for (const store of [meta, waiting, refused]) store.clear();
    if (learner) {
      meta.put(learner, "owner");
      meta.delete("locked");
    } else if (owner && !strange) {
      meta.put(true, "locked");
    }
    return strange;
  });
  if (!learner) localStorage.removeItem(LEAVING);
  if (emptied) await caches.delete("day");
  channel.postMessage("met");
  return emptied;
}

/* The learner signs out now. The next page says whether that worked; until then nothing is shown. */
export function leave() {
  localStorage.setItem(LEAVING, "yes");
}

/* A page came for the learner after all: signing out did not work, or they are back. */
export function stay() {
  localStorage.removeItem(LEAVING);
}

/* Keeps the days of their learner, with the files that they need, in place of those before. Where only today came, the days after
   it stay. What waits here to be sent is done already, whatever the site knows. */
export async function keep(told) {
  if (told.format !== FORMAT) return;
  const kept = await within("readwrite", async (stores) => {
    if ((await mine(stores)) !== told.learner) return null;
    const old = await of(stores.meta.get("kept"));
    const [today] = told.days;
    const same = !told.ahead && old?.format === FORMAT && old.days[0].day === today.day;
    const fresh = same ? { ...told, ahead_at: old.ahead_at, days: [today, ...old.days.slice(1)] } : { ...told, ahead_at: told.ahead ? told.kept_at : "" };
    for (const act of await of(stores.waiting.getAll())) note(fresh, act);
    stores.meta.put(fresh, "kept");
    return fresh;
  });
  if (!kept) return;
  const cache = await caches.open("day");
  const wanted = new Set(kept.days.flatMap((day) => day.files).map((file) => new URL(file, location.origin).href));
  const there = new Set((await cache.keys()).map((request) => request.url));
  await Promise.all([...there].filter((url) => !wanted.has(url)).map((url) => cache.delete(url)));
  await cache.addAll([...wanted].filter((url) => !there.has(url)));
}

/* Everything there is to show: null where there is nobody, or nobody may see it. */
export function everything() {
  return within("readonly", async (stores) => {
    const owner = await mine(stores);
    if (!owner) return null;
    const [kept, marks, waiting, keys, refused] = await Promise.all([
      of(stores.meta.get("kept")), of(stores.meta.get("marks")), of(stores.waiting.getAll()), of(stores.waiting.getAllKeys()), of(stores.refused.getAll()),
    ]);
    return { owner, kept: kept?.format === FORMAT ? kept : null, waiting: waiting.map((act, at) => ({ ...act, key: keys[at] })), refused, marks: marks ?? [] };
  });
}

/* How much waits, whoever may see what it is. */
export const howMuchWaits = () => within("readonly", ({ waiting }) => of(waiting.count()));

/* Puts an act behind those that wait, as {title, event, score}, and notes in the kept days that its pick is done, or open again. */
export function add(act) {
  return within("readwrite", async (stores) => {
    if (!(await mine(stores))) throw new Error("Nobody is signed in.");
    const kept = await of(stores.meta.get("kept"));
    note(kept, act);
    stores.meta.put(kept, "kept");
    stores.waiting.add(act);
  });
}

/* `score` is the device's own mark, and null where it could not tell. */
function note({ days }, { event, score }) {
  for (const pick of days.flatMap((day) => day.picks)) {
    if (event.kind === "undone" && pick.act === event.answer) Object.assign(pick, { done: false, at: undefined, score: undefined, act: undefined });
    else if (isOf(event, pick)) Object.assign(pick, { done: true, at: event.at, score, act: event.id });
  }
}

/* It has arrived; where it was refused, its outcome says why, and where this device left the mark to the site, or marked otherwise,
   what the site's is. */
export function settle(key, { state, reason, mend, score }) {
  return within("readwrite", async ({ meta, waiting, refused }) => {
    const act = await of(waiting.get(key));
    if (!act) return;
    waiting.delete(key);
    const told = { title: act.title, at: act.event.at };
    if (state === "refused") refused.add({ ...told, reason: `${reason} ${mend}` });
    else if (score !== null && !same(act.score, score)) meta.put([...((await of(meta.get("marks"))) ?? []), { ...told, here: act.score, site: score }], "marks");
  });
}

const same = (here, site) => typeof here === "number" && Math.abs(here - site) < 1e-6;

export const forgetRefused = () => within("readwrite", async ({ refused }) => void refused.clear());
export const forgetMarks = () => within("readwrite", async ({ meta }) => void meta.delete("marks"));

/* Calls back whenever another page of this browser changes what may be seen. */
export const onMet = (callback) => channel.addEventListener("message", callback);
