// What this browser keeps of one learner: the day, and what was done of it that has not arrived yet. Nothing of it outlives them:
// signing out empties it, another learner empties it, and where a session has merely ended it is locked until they are back.

const STORES = { meta: undefined, waiting: { autoIncrement: true }, refused: { autoIncrement: true } };
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

/* Keeps a day of its learner, with the files that it needs, in place of the one before. */
export async function keep(day) {
  const kept = await within("readwrite", async (stores) => {
    if ((await mine(stores)) !== day.learner) return false;
    stores.meta.put(day, "day");
    return true;
  });
  if (!kept) return;
  const cache = await caches.open("day");
  const wanted = new Set(day.files.map((file) => new URL(file, location.origin).href));
  const there = new Set((await cache.keys()).map((request) => request.url));
  await Promise.all([...there].filter((url) => !wanted.has(url)).map((url) => cache.delete(url)));
  await cache.addAll([...wanted].filter((url) => !there.has(url)));
}

/* Everything there is to show: null where there is nobody, or nobody may see it. */
export function everything() {
  return within("readonly", async (stores) => {
    const owner = await mine(stores);
    if (!owner) return null;
    const [day, waiting, keys, refused] = await Promise.all([
      of(stores.meta.get("day")), of(stores.waiting.getAll()), of(stores.waiting.getAllKeys()), of(stores.refused.getAll()),
    ]);
    return { owner, day, waiting: waiting.map((act, at) => ({ ...act, key: keys[at] })), refused };
  });
}

/* Puts an act behind those that wait, as {title, event}, and notes in the kept day that this pick is done. */
export function add(act, place) {
  return within("readwrite", async (stores) => {
    if (!(await mine(stores))) throw new Error("Nobody is signed in.");
    const day = await of(stores.meta.get("day"));
    if (place !== undefined) day.picks[place].done = true;
    stores.meta.put(day, "day");
    stores.waiting.add(act);
  });
}

/* It has arrived; where it was refused, its outcome says why. */
export function settle(key, { state, reason, mend }) {
  return within("readwrite", async ({ waiting, refused }) => {
    const act = await of(waiting.get(key));
    if (!act) return;
    waiting.delete(key);
    if (state === "refused") refused.add({ title: act.title, at: act.event.at, reason: `${reason} ${mend}` });
  });
}

export const forgetRefused = () => within("readwrite", async ({ refused }) => void refused.clear());

/* Calls back whenever another page of this browser changes what may be seen. */
export const onMet = (callback) => channel.addEventListener("message", callback);
