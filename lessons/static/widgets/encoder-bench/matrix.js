import { set, svg } from "../kit/dom.js";
import { clamp } from "../kit/scale.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const LABELS = 66; // px for the words left of the rows and above the columns
const SLANT = 16; // px that the last column's word leans beyond the table

const TURN = 0.58; // of nearness, where the ink on a cell changes sides

/** Percent of the accent for a nearness of 0 to 1. It leaves out the shades on which neither ink is legible. */
const shade = (near) => Math.round(near < TURN ? 100 * near : 86 + (14 * (near - TURN)) / (1 - TURN));

/** All pairwise distances as a table of shades: the nearer, the stronger. A press, a stroke or the arrow keys choose a pair. */
export class Matrix {
  #words;
  #choose;
  #pair = [0, 1];
  #side = 0;
  #cells;
  #rows;
  #columns;
  #groups;
  #frame = svg("rect", { class: "matrix-frame", rx: 3 });

  constructor(words, choose) {
    this.#words = words;
    this.#choose = choose;
    this.#rows = words.map((word) => svg("text", { "text-anchor": "end", "dominant-baseline": "central" }, word));
    this.#columns = words.map((word) => svg("text", { "dominant-baseline": "central" }, word));
    this.#groups = words.filter((_, number) => number % 2 === 0).map(() => svg("rect", { class: "matrix-group", rx: 4 }));
    this.#cells = words.map((_, row) => words.map((__, column) => ({
      box: svg("rect", { rx: 3, class: row === column ? "is-same" : "is-cell" }),
      text: svg("text", { "text-anchor": "middle", "dominant-baseline": "central" }),
      dot: svg("circle", { r: 3.5 }),
    })));
    this.element = svg("svg", {
      class: "matrix", tabindex: 0, role: "application", onkeydown: (event) => this.#key(event),
      onpointerdown: (event) => this.#point(event), onpointermove: (event) => event.buttons === 1 && this.#point(event),
      "aria-label": "Table of the distances between all pairs of words. The arrow keys choose a pair.",
    }, this.#rows, this.#columns, this.#cells.flat().flatMap(({ box, text, dot }) => [box, text, dot]), this.#groups, this.#frame);
  }

  #key(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    this.#choose(this.#pair.map((place, side) => clamp(place + step[side], 0, this.#words.length - 1)));
  }

  #point(event) {
    const { left, top } = this.element.getBoundingClientRect();
    const pair = [event.clientY - top, event.clientX - left].map((place) => Math.floor((place - LABELS) / this.#side));
    const inside = pair.every((place) => place >= 0 && place < this.#words.length);
    if (inside && String(pair) !== String(this.#pair)) this.#choose(pair);
  }

  draw({ apart, closest, furthest, pair, text, width }) {
    this.#pair = pair;
    const side = (width - LABELS - SLANT) / this.#words.length;
    this.#side = side;
    const place = (number) => number * side;
    const left = (number) => LABELS + place(number);
    set(this.element, { width, height: LABELS + side * this.#words.length, viewBox: `0 ${-LABELS} ${width} ${LABELS + side * this.#words.length}` });
    this.#words.forEach((_, number) => {
      const middle = place(number) + side / 2;
      set(this.#rows[number], { x: LABELS - 8, y: middle, class: number === pair[0] ? "is-chosen" : null });
      set(this.#columns[number], { transform: `translate(${LABELS + middle} -8) rotate(-68)`, class: number === pair[1] ? "is-chosen" : null });
    });
    this.#groups.forEach((group, number) => set(group, { x: left(2 * number), y: place(2 * number), width: 2 * side, height: 2 * side }));
    set(this.#frame, { x: left(pair[1]) + 1, y: place(pair[0]) + 1, width: side - 2, height: side - 2 });
    this.#cells.forEach((cells, row) => cells.forEach((cell, column) => {
      const near = row === column ? 0 : 1 - apart[row][column] / furthest;
      const marked = closest[row] === column;
      set(cell.box, { x: left(column) + 1, y: place(row) + 1, width: side - 2, height: side - 2 });
      if (row !== column) cell.box.style.fill = `color-mix(in oklab, var(--accent) ${shade(near)}%, var(--sunken))`;
      const ink = near < TURN ? "var(--ink)" : "var(--accent-ink)";
      const roomy = side >= 30;
      set(cell.text, { x: left(column) + side / 2, y: place(row) + side / 2 - (marked ? 4 : 0), style: { fill: ink } });
      cell.text.textContent = roomy && row !== column ? text(apart[row][column]) : "";
      set(cell.dot, { cx: left(column) + side / 2, cy: place(row) + side / (roomy ? 1.3 : 2), visibility: marked ? "visible" : "hidden", style: { fill: ink } });
    }));
  }
}
