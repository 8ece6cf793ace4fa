// Between the site and the device: shows what the site pushes while no page is open, and opens the shell where there is no network.
// `SHELL` comes before this text with the files that belong together (tutor/web/shell.py); any change of them is another worker.

const CACHE = `shell-${SHELL.version}`;
const PAGE = "/offline/";

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

/* All of the shell or nothing, past the browser's own cache. */
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...SHELL.files].map((url) => new Request(url, { cache: "reload", credentials: "omit" })));
  await self.skipWaiting();
}

/* The shells before this one go, so that no page is put together of two. */
async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/* Pages come from the network and are kept nowhere, as they are somebody's. Without it the shell is opened in their place, and its
   files, and those of the kept day, come from where they are kept. Everything else, and whatever changes something, is let be. */
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(visit(event));
  else if (SHELL.files.includes(url.pathname) || url.pathname.match("^/(static|assets)/")) event.respondWith(file(request));
});

async function visit(event) {
  const answer = await (async () => (await event.preloadResponse) ?? (await fetch(event.request)))().catch(() => null);
  // A proxy in front of a site that is stopped.
  if (answer && answer.status !== 502 && answer.status !== 504) return answer;
  return (await (await caches.open(CACHE)).match(PAGE)) ?? answer ?? Response.error();
}

async function file(request) {
  const [shell, day] = await Promise.all([caches.open(CACHE), caches.open("day")]);
  return (await shell.match(request)) ?? (await day.match(request)) ?? fetch(request);
}

self.addEventListener("push", (event) => {
  const { title, body, url, tag, snooze } = event.data?.json() ?? { title: "Loci", url: "/today/" };
  const actions = snooze ? [{ action: "begin", title: "Begin" }, { action: "tomorrow", title: "Not today" }] : [];
  event.waitUntil(self.registration.showNotification(title, { body, tag, actions, data: { url, snooze } }));
});

self.addEventListener("notificationclick", (event) => {
  const { url, snooze } = event.notification.data;
  event.notification.close();
  event.waitUntil(event.action === "tomorrow" ? putOff(snooze) : open(url));
});

/* A push service may end a subscription and want another. What the site knows of this device lies in the cache, as not every
   browser tells the old one; whoever knows its address may put a new one in its place, and nobody has to be signed in. */
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event.oldSubscription, event.newSubscription)));

async function renew(ended, given) {
  const cache = await caches.open("device");
  const known = await (await cache.match("/device"))?.json();
  const old = ended?.endpoint ?? known?.endpoint;
  const options = ended?.options ?? { userVisibleOnly: true, applicationServerKey: known?.key };
  if (!old) return;
  const fresh = (given ?? (await self.registration.pushManager.subscribe(options))).toJSON();
  const body = new URLSearchParams({ old, endpoint: fresh.endpoint, ...fresh.keys });
  const answer = await fetch("/settings/devices/renew/", { method: "POST", credentials: "omit", body });
  if (answer.ok) await cache.put("/device", Response.json({ ...known, endpoint: fresh.endpoint }));
}

function putOff(link) {
  return fetch(link, { method: "POST", credentials: "omit", body: new URLSearchParams({ wish: "tomorrow" }) });
}

async function open(path) {
  const url = new URL(path, self.location.origin);
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((one) => new URL(one.url).pathname === url.pathname);
  return page ? page.focus() : self.clients.openWindow(url);
}
