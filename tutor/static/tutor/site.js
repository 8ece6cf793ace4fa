// What pages add when scripts run: keyboard, timing, and the small elements of questions. Without it everything still posts.

/* The browser's time zone, for a new guest and as an offer in the settings. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
for (const field of document.querySelectorAll("[data-zone]")) field.value = zone;
const offer = document.querySelector("[data-zone-offer]");
const zones = document.querySelector("select[name=zone]");
if (offer && zones && zones.value !== zone && [...zones.options].some((option) => option.value === zone)) {
  zones.closest(".field").append(offer);
  offer.hidden = false;
  const button = offer.querySelector("button");
  button.textContent = `Use this device’s zone, ${zone.replaceAll("_", " ")}`;
  button.addEventListener("click", () => {
    zones.value = zone;
    offer.remove();
    zones.focus();
  });
}

/* A form is sent once; the server forgives repeats, but nobody has to wait for them. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[hx-post]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* Time counts while the page is looked at; who has not touched it for three minutes is not thinking about it any more. */
const IDLE_MS = 180_000;
let active = 0;
let last = performance.now();
let looking = !document.hidden;
const tick = () => {
  const now = performance.now();
  if (looking) active += Math.min(now - last, IDLE_MS);
  last = now;
  looking = !document.hidden; // as of now: what lies behind is counted by how the page was until now
};
for (const kind of ["pointerdown", "keydown", "scroll", "visibilitychange"]) {
  document.addEventListener(kind, tick, { passive: true, capture: true });
}
let given = null; // with the latest answer: how long it had taken, and what was filled in
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target;
  if (!form.matches("[data-question]")) return;
  tick();
  given = { seconds: active, fields: [...new FormData(form)] };
  event.detail.parameters.seconds = Math.round(active / 1000);
  event.detail.parameters.hints_used = form.querySelector("[data-hint][open], [data-hint][data-seen]") ? 1 : 0;
});
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("[data-read-seconds]");
  if (!field) return;
  tick();
  field.value = Math.round(active / 1000);
}, true);
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("[data-hint]")) event.target.dataset.seen = "yes";
}, true);

/* After an answer the feedback has the focus, and the player's foot goes away. */
document.addEventListener("htmx:afterSwap", (event) => {
  const problem = document.getElementById("problem");
  if (problem && event.target !== problem) problem.replaceChildren();
  const feedback = document.querySelector("[data-feedback]");
  if (feedback && !feedback.dataset.focused) {
    feedback.dataset.focused = "yes";
    document.getElementById("said").replaceChildren();
    feedback.focus({ preventScroll: true });
    feedback.querySelector(".feedback-head").scrollIntoView({ block: "nearest" });
  }
  const reported = document.querySelector("[data-reported]");
  if (reported?.contains(event.target) || event.target.contains(reported)) reported.focus();
});

/* A question that is open again is as it was when it was sent, so that only the slip has to be mended, and what was read since
   does not count. It has the focus; that the answer is taken back, the page says. */
document.addEventListener("htmx:afterSettle", (event) => {
  const form = document.querySelector("form[data-question]"); // not there where it was refused
  if (!form || !event.detail.requestConfig?.elt.matches(".undo")) return;
  if (given) {
    [active, last] = [given.seconds, performance.now()];
    refill(form, given.fields);
  }
  (form.querySelector("[autofocus]") ?? form.querySelector("#ask")).focus({ preventScroll: true });
  document.getElementById("said").scrollIntoView({ block: "nearest" });
});

function refill(form, fields) {
  for (const [place, id] of fields.filter(([name]) => name === "order").map(([, id], index) => [index, id])) {
    const list = form.querySelector(".order");
    list.insertBefore(list.querySelector(`input[value="${CSS.escape(id)}"]`).closest("li"), list.children[place]);
  }
  for (const [name, value] of fields) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden], button)`)) {
      if (!field.matches("[type=radio], [type=checkbox]")) field.value = value;
      else if (field.value === value) field.checked = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  form.querySelector("loci-order")?.settle();
}

/* Keys: Enter goes on, digits choose, u takes the last answer back, Escape leaves. Fields and buttons keep their own. */
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select, loci-editor, summary, [contenteditable]") || event.target.closest(".report") !== null;
  if (event.key === "Escape" && !event.target.matches("loci-editor, textarea")) {
    document.querySelector("[data-escape]")?.click();
  } else if (event.key === "Enter" && !inField && !event.target.matches("a, button")) {
    const next = document.querySelector("[data-feedback] [data-enter]") ?? document.querySelector("[data-enter]:not(:disabled)");
    if (next) {
      event.preventDefault();
      next.click();
    }
  } else if (event.key.toLowerCase() === "u" && !inField) {
    document.querySelector("[data-undo]")?.click();
  } else if (/^[1-9]$/.test(event.key) && !inField && !event.target.closest("[class^=kit-], [role=slider]")) {
    const options = document.querySelectorAll(".options .option input, .question .pointlist input, .turn[open] .ratings button");
    const chosen = options[Number(event.key) - 1];
    if (chosen) {
      chosen.click();
      chosen.focus();
    }
  }
});

/* Entries that are put in order with buttons; what moved is said. */
class Order extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-up], [data-down]");
      if (!button) return;
      const entry = button.closest("li");
      const other = "up" in button.dataset ? entry.previousElementSibling : entry.nextElementSibling;
      if (!other) return;
      "up" in button.dataset ? other.before(entry) : other.after(entry);
      for (const one of this.querySelectorAll("li")) one.classList.toggle("is-moved", one === entry);
      this.settle();
      (button.disabled ? entry.querySelector("button:not(:disabled)") : button).focus();
      const place = [...entry.parentElement.children].indexOf(entry) + 1;
      this.querySelector("[data-said]").textContent = `${entry.innerText.trim()} is now in place ${place}`;
    });
    this.settle();
  }

  settle() {
    const entries = [...this.querySelectorAll("li")];
    entries.forEach((entry, index) => {
      const text = entry.querySelector(".inline").textContent.trim();
      for (const [name, end] of [["up", 0], ["down", entries.length - 1]]) {
        const button = entry.querySelector(`[data-${name}]`);
        button.disabled = index === end;
        button.setAttribute("aria-label", `Move ${name}: ${text}`);
      }
    });
  }
}
customElements.define("loci-order", Order);

/* A picture whose points are the radio buttons below it: a click on a point is a choice there. */
class Points extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    if (!form) return; // shown once more beside its answer
    const fields = () => [...form.querySelectorAll("input[name=points]")];
    this.addEventListener("click", (event) => {
      const id = event.target.dataset.point;
      fields().find((field) => field.value === id)?.click();
    });
    form.addEventListener("change", () => {
      for (const field of fields()) {
        this.querySelector(`[data-dot="${field.value}"]`).classList.toggle("is-chosen", field.checked);
      }
    });
  }
}
customElements.define("loci-points", Points);

/* A cost that can be typed gets a slider beside its number; each follows the other. */
class Cost extends HTMLElement {
  connectedCallback() {
    const number = this.querySelector("input");
    if (this.querySelector("[type=range]")) return;
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: number.min, max: number.max, step: number.dataset.step, value: number.value });
    slider.setAttribute("aria-label", this.querySelector("label").textContent.trim());
    slider.addEventListener("input", () => (number.value = slider.value));
    number.addEventListener("input", () => (slider.value = number.value));
    this.append(slider);
  }
}
customElements.define("loci-cost", Cost);

/* A widget is seen after a guess, and explained after a touch. */
class Explore extends HTMLElement {
  connectedCallback() {
    this.predict = this.querySelector(".predict");
    this.stage = this.querySelector("[data-stage]");
    this.after = this.querySelector("[data-after]");
    this.next = document.querySelector("[data-after-prediction]");
    this.after.hidden = true;
    if (this.predict && this.next) {
      this.stage.hidden = true;
      this.next.disabled = true;
    }
    this.addEventListener("change", (event) => {
      if (event.target.name === "prediction") this.#guessed(Number(event.target.value));
    });
    this.addEventListener("loci:touched", () => (this.after.hidden = false));
    const made = this.querySelector("input[name=prediction]:checked"); // before this script arrived
    if (made) this.#guessed(Number(made.value));
  }

  #guessed(choice) {
    const first = this.stage.hidden;
    this.stage.hidden = false;
    if (this.next) this.next.disabled = false;
    const verdict = this.querySelector("[data-verdict]");
    const right = Number(this.predict.dataset.answer) === choice;
    verdict.hidden = false;
    verdict.textContent = right ? "Your guess was right." : "It came out otherwise than you guessed.";
    if (first) this.stage.scrollIntoView({ block: "nearest" });
  }
}
customElements.define("loci-explore", Explore);
