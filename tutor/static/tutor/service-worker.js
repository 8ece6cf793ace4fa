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

function putOff(link) {
  return fetch(link, { method: "POST", credentials: "omit", body: new URLSearchParams({ wish: "tomorrow" }) });
}

async function open(path) {
  const url = new URL(path, self.location.origin);
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((one) => new URL(one.url).pathname === url.pathname);
  return page ? page.focus() : self.clients.openWindow(url);
}
