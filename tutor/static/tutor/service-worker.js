// Between the site and the device while no page is open: shows what the site pushes, and opens what it is about.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

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
