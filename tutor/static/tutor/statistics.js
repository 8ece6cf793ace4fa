// Draws the plots of the statistics, each from the rows of the table beside it; arrow keys and the pointer read single rows.
import { DRAW } from "./plots.js";

/* The rows of a table: each value by the name of its column, and the row as it is said. */
function rowsOf(table) {
  const heads = [...table.tHead.rows[0].cells];
  return [...table.tBodies[0].rows].map((line) => {
    const cells = [...line.cells];
    const row = Object.fromEntries(heads.map((head, at) => [head.dataset.name, read(cells[at].dataset.value)]));
    const told = heads.map((head, at) => (head.textContent && at ? `${head.textContent.toLowerCase()} ${cells[at].textContent}` : ""));
    row.texts = Object.fromEntries(heads.map((head, at) => [head.dataset.name, cells[at].textContent]));
    row.said = [cells[0].textContent, ...told.filter(Boolean)].join(", ");
    return row;
  });
}

/* A number, a date at midnight UTC, a text, or nothing. */
function read(value) {
  if (value === "") return null;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return new Date(value);
  return Number.isNaN(Number(value)) ? value : Number(value);
}

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/* One plot. For assistive technology it is a slider over its rows, whose value is the row in words. */
class LociPlot extends HTMLElement {
  connectedCallback() {
    const table = document.getElementById(this.dataset.table);
    // A table that is closed is still drawn from; its texts say what each point is.
    this.rows = rowsOf(table);
    this.at = -1;
    this.stage = document.createElement("div");
    this.stage.className = this.dataset.plot === "sky" ? "plot-stage sky" : "plot-stage";
    this.output = document.createElement("p");
    this.output.className = "plot-said";
    this.output.setAttribute("aria-hidden", "true"); // the slider says it itself
    this.append(this.stage, this.output);
    for (const [name, value] of Object.entries({ role: "slider", "aria-valuemin": 1, "aria-valuemax": this.rows.length })) {
      this.stage.setAttribute(name, value);
    }
    this.stage.tabIndex = 0;
    for (const name of ["aria-labelledby", "aria-describedby"]) {
      this.stage.setAttribute(name, this.getAttribute(name));
      this.removeAttribute(name);
    }
    this.#tell(this.rows.length - 1, "All: see the sentence before, or the table after this plot");
    this.stage.addEventListener("keydown", (event) => this.#key(event));
    this.stage.addEventListener("pointermove", (event) => this.#point(event));
    this.stage.addEventListener("pointerdown", (event) => this.#point(event));
    this.stage.addEventListener("focus", () => this.at < 0 && this.#choose(this.rows.length - 1));
    this.watch = new ResizeObserver(() => this.#draw());
    this.watch.observe(this.stage);
  }

  disconnectedCallback() {
    this.watch.disconnect();
  }

  #draw() {
    const width = Math.floor(this.stage.clientWidth);
    if (!width || width === this.width) return;
    this.width = width;
    const { chart, points, across = 1, down = 1 } = DRAW[this.dataset.plot](this.rows, width);
    this.steps = [across, down];
    this.points = points;
    // Plot brings a style sheet within the drawing, which the content policy forbids; ours says the same.
    chart.querySelector("style")?.remove();
    chart.setAttribute("aria-hidden", "true");
    chart.removeAttribute("tabindex");
    this.cursor = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    this.cursor.setAttribute("class", "plot-cursor");
    this.cursor.setAttribute("r", "8");
    chart.append(this.cursor);
    this.chart = chart;
    this.stage.replaceChildren(chart);
    this.#mark();
  }

  #choose(at) {
    this.at = Math.max(0, Math.min(this.rows.length - 1, at));
    this.output.textContent = this.rows[this.at].said;
    this.#tell(this.at, this.rows[this.at].said);
    this.#mark();
  }

  #tell(at, text) {
    this.stage.setAttribute("aria-valuenow", at + 1);
    this.stage.setAttribute("aria-valuetext", text);
  }

  #mark() {
    const point = this.points?.[this.at];
    this.cursor?.toggleAttribute("hidden", !point);
    if (!point) return;
    this.cursor.setAttribute("cx", point[0]);
    this.cursor.setAttribute("cy", point[1]);
  }

  #key(event) {
    const jump = { Home: -Infinity, End: Infinity }[event.key];
    const step = STEPS[event.key];
    if (jump === undefined && !step) return;
    event.preventDefault();
    this.#choose(jump ?? this.at + step[0] * this.steps[0] + step[1] * this.steps[1]);
  }

  #point(event) {
    if (!this.points) return;
    const box = this.chart.getBoundingClientRect();
    const scale = this.width / box.width;
    const [x, y] = [(event.clientX - box.x) * scale, (event.clientY - box.y) * scale];
    const far = ([px, py]) => (px - x) ** 2 + ((py - y) * (this.chart.dataset.columns ? 0.15 : 1)) ** 2;
    this.#choose(this.points.reduce((best, point, at) => (far(point) < far(this.points[best]) ? at : best), 0));
  }
}
customElements.define("loci-plot", LociPlot);
