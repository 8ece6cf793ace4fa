// The exercise workbench: keeps the draft, sends Run and Submit, restores earlier code, switches panes on small screens.
const SAVE_AFTER_MS = 800;

/** A version-4 UUID; crypto.randomUUID exists only on https and localhost, but learners also come by plain http in a LAN. */
const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

class LociWorkbench extends HTMLElement {
  connectedCallback() {
    this.editor = this.querySelector("loci-editor");
    this.form = this.querySelector("form[data-submit]");
    this.note = this.querySelector("[data-draft-note]");
    this.shown = this.form.elements.source.value;
    this.addEventListener("loci:edit", () => this.#edited());
    this.addEventListener("loci:run", () => this.#press("run"));
    this.addEventListener("loci:submit", () => this.#press("submit"));
    this.addEventListener("click", (event) => this.#clicked(event));
    // Each press is one submission: its id is made here, so that a request sent twice is still one.
    this.form.addEventListener("htmx:configRequest", (event) => {
      event.detail.parameters.client_id = uuid();
      this.#pane("result");
    });
    this.#restoreUnsaved();
    this.#pane("task");
    window.addEventListener("pagehide", () => this.#save(true), { signal: (this.leaving = new AbortController()).signal });
  }

  disconnectedCallback() {
    this.leaving?.abort();
    clearTimeout(this.timer);
  }

  #press(mode) {
    this.form.querySelector(`button[value="${mode}"]`).click();
  }

  #edited() {
    localStorage.setItem(this.#key, this.form.elements.source.value);
    this.#say("Not saved yet");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#save(false), SAVE_AFTER_MS);
  }

  /** Sends the draft; on failure the text stays in this browser's storage and the next edit or visit tries again. */
  async #save(leaving) {
    const source = this.form.elements.source.value;
    if (source === this.shown) return;
    const body = new FormData();
    body.set("source", source);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(this.dataset.draftUrl, { method: "POST", body, keepalive: leaving && source.length < 60_000 });
      if (!answer.ok) throw new Error(await answer.text());
      this.shown = source;
      if (this.form.elements.source.value === source) localStorage.removeItem(this.#key);
      this.#say("Draft saved");
    } catch {
      this.#say("Kept in this browser; it will be saved when the server answers");
    }
  }

  get #key() {
    return `loci-draft:${this.dataset.exercise}:${this.dataset.learner}`;
  }

  #restoreUnsaved() {
    const unsaved = localStorage.getItem(this.#key);
    if (unsaved === null || unsaved === this.shown) return;
    customElements.whenDefined("loci-editor").then(() => (this.editor.value = unsaved));
  }

  async #clicked(event) {
    const tab = event.target.closest("[data-pane-tab]");
    if (tab) this.#pane(tab.dataset.paneTab, true);
    const restore = event.target.closest("[data-restore]");
    if (!restore) return;
    restore.disabled = true;
    const answer = await fetch(restore.dataset.restore).catch(() => null);
    restore.disabled = false;
    if (!answer?.ok) return this.#say("That version could not be loaded; try again");
    this.editor.value = await answer.text();
    this.#pane("code", true);
    this.editor.focus();
    this.#say("Earlier version restored; undo brings yours back");
  }

  /** Small screens show one pane at a time; wide ones ignore the attribute. */
  #pane(name, chosen = false) {
    if (!chosen && name === "result" && getComputedStyle(this).getPropertyValue("--one-pane").trim() !== "1") return;
    this.dataset.pane = name;
    for (const tab of this.querySelectorAll("[data-pane-tab]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.paneTab === name));
    }
  }

  #say(text) {
    this.note.textContent = text;
  }
}

customElements.define("loci-workbench", LociWorkbench);
