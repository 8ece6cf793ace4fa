// Lets this browser show reminders: asks for permission, subscribes at its push service, and hands the subscription to the site.

const section = document.getElementById("reminders");
const supported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

section.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-allow]");
  if (!button) return;
  button.disabled = true;
  try {
    await allow(button.closest("form"));
  } catch (problem) {
    say(problem.message);
  }
  button.disabled = false;
});
section.addEventListener("htmx:afterSettle", show);
show();

/* The button is there only where it can do something. */
function show() {
  const form = section.querySelector("[data-device-form]");
  if (!form) return;
  form.hidden = !supported;
  section.querySelector("[data-unsupported]").hidden = supported;
}

async function allow(form) {
  if ((await Notification.requestPermission()) !== "granted") {
    throw new Error("This browser does not let the site show notifications. Allow it beside the address of the page.");
  }
  await navigator.serviceWorker.register("/service-worker.js");
  const worker = await navigator.serviceWorker.ready;
  const given = await subscribe(worker.pushManager, bytes(form.dataset.key));
  const { endpoint, keys } = given.toJSON();
  const device = await caches.open("device"); // where the service worker looks when the push service wants another subscription
  await device.put("/device", Response.json({ endpoint, key: form.dataset.key }));
  Object.assign(form.elements.endpoint, { value: endpoint });
  Object.assign(form.elements.p256dh, { value: keys.p256dh });
  Object.assign(form.elements.auth, { value: keys.auth });
  Object.assign(form.elements.label, { value: name() });
  form.requestSubmit();
}

/* A subscription that was made for another key of the site is of no use any more. */
async function subscribe(manager, key) {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await manager.subscribe(options);
  } catch (problem) {
    if (problem.name !== "InvalidStateError") throw new Error("The push service of this browser cannot be reached.");
    await (await manager.getSubscription())?.unsubscribe();
    return manager.subscribe(options);
  }
}

function bytes(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/* What the learner calls it: the browser and what it runs on. */
function name() {
  const has = (...words) => words.find((word) => navigator.userAgent.includes(word));
  const browser = has("Firefox", "Edg", "OPR", "Chrome", "Safari") ?? "A browser";
  const device = has("Android", "iPhone", "iPad", "Windows", "Mac", "CrOS", "Linux");
  const names = { Edg: "Edge", OPR: "Opera", CrOS: "ChromeOS" };
  return [names[browser] ?? browser, device && (names[device] ?? device)].filter(Boolean).join(" on ");
}

function say(text) {
  const said = section.querySelector("[data-said]");
  said.textContent = text;
  said.hidden = false;
}
