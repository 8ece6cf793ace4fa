// How each plot looks: rows and a width in pixels give a drawing and the place of each row in it. Colours are the page's own
// values, so that a change of theme needs no new drawing.
import * as Plot from "./vendor/plot.js";

const DAY = 86_400_000;
const NARROW = 640;
const percent = (share) => `${Math.round(100 * share)} %`;
const month = (day) => day.toLocaleDateString("en", { month: "short", timeZone: "UTC" });
const dayOfMonth = (day) => `${day.getUTCDate()} ${month(day)}`;
const INTERVAL = { stroke: "var(--series-1)", strokeWidth: 2, strokeOpacity: 0.45 };
const POINT = { fill: "var(--series-1)", stroke: "var(--raised)", strokeWidth: 1.5 };
const GRID = { stroke: "var(--ink)", strokeOpacity: 0.1 };

/* Where the rows lie, by the scales of a drawing; a band's place is its middle. */
function places(chart, rows, x, y) {
  const scales = { x: chart.scale("x"), y: chart.scale("y") };
  const at = (name, value) => scales[name].apply(value) + (scales[name].bandwidth ?? 0) / 2;
  return rows.map((row) => [at("x", x(row)), at("y", y(row))]);
}

const APART = 9; // lines from one half of the year to the other

/* Each day a square, weeks from left to right; on a narrow screen half a year above the other. */
function calendar(rows, width) {
  const halves = width < NARROW ? 2 : 1;
  const weeks = Math.ceil(rows.length / 7);
  const across = Math.ceil(weeks / halves);
  const first = weeks - across * halves; // the older half may be a week shorter
  const place = new Map(rows.map((row, at) => {
    const week = Math.floor(at / 7) - first;
    return [row, { x: week % across, y: (at % 7) + APART * Math.floor(week / across) }];
  }));
  const x = (row) => place.get(row).x;
  const y = (row) => place.get(row).y;
  const effort = rows.map((row) => row.minutes).filter(Boolean).sort((a, b) => a - b);
  const much = effort[Math.floor(0.9 * effort.length)] || 1;
  const fill = ({ minutes }) => `color-mix(in oklab, var(--star) ${minutes ? 25 + 75 * Math.min(1, minutes / much) : 0}%, var(--sunken))`;
  const left = 32;
  const side = (width - left) / across;
  const begins = rows.filter((row, at) => at % 7 === 0 && (at === 0 ? row.day.getUTCDate() < 15 : row.day.getUTCDate() <= 7) && x(row) < across - 1);
  const names = ["Mon", "Wed", "Fri"].flatMap((name, at) => [...Array(halves).keys()].map((half) => ({ name, y: 2 * at + APART * half })));
  const chart = Plot.plot({
    width, height: 18 + side * (7 + APART * (halves - 1)), margin: 0, marginLeft: left, marginTop: 18,
    x: { axis: null, type: "band", domain: [...Array(across).keys()], paddingInner: 0.16, paddingOuter: 0 },
    y: { axis: null, type: "band", domain: [...Array(7 + APART * (halves - 1)).keys()], paddingInner: 0.16, paddingOuter: 0 },
    marks: [
      Plot.cell(rows, { x, y, fill, rx: 2.5, ry: 2.5, stroke: "var(--line)", strokeWidth: (row) => (row.minutes ? 0 : 1) }),
      Plot.text(begins, { x, y: (row) => y(row) - (y(row) % APART), text: (row) => month(row.day), dy: -side * 0.5 - 7, textAnchor: "start", dx: -side / 2 }),
      Plot.text(names, { x: 0, y: "y", text: "name", textAnchor: "end", dx: -side / 2 - 6 }),
    ],
  });
  return { chart, points: places(chart, rows, x, y), across: 7, down: 1 };
}

/* Columns by day or week, with a mark under some of them. */
function columns(rows, width, { x, height = 190, top, marks, label, ticks, format, y }) {
  const chart = Plot.plot({
    width, height, marginLeft: 34, marginRight: 4, marginTop: 22, marginBottom: 26,
    x: { type: "band", domain: rows.map(x), paddingInner: 0.25, paddingOuter: 0.1, label: null },
    y: { domain: [0, top || 1], nice: true, label, ticks: 4, ...y },
    marks: [
      Plot.gridY({ ...GRID, ticks: 4 }),
      Plot.axisY({ ticks: 4, tickSize: 0, labelAnchor: "top", labelArrow: false, label }),
      Plot.axisX(ticks, { tickFormat: format, tickSize: 4, label: null }),
      ...marks,
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
    ],
  });
  chart.dataset.columns = "yes"; // a column is pointed at wherever above it
  return chart;
}

function promised(rows, width) {
  const x = (row) => row.day;
  const shown = rows.map(x).filter((day, at) => at % Math.ceil(rows.length / (width / 70)) === 0);
  const chart = columns(rows, width, {
    x, ticks: shown, format: dayOfMonth, label: "minutes",
    top: Math.max(...rows.flatMap((row) => [row.promised, row.taken, row.planned])),
    marks: [
      Plot.barY(rows, { x, y1: 0, y2: (row) => Math.min(row.taken, row.promised), fill: "var(--series-1)" }),
      Plot.barY(rows, { x, y1: (row) => Math.min(row.taken, row.promised), y2: "taken", fill: "var(--series-2)" }),
      Plot.tickY(rows, { x, y: "promised", stroke: "var(--ink)", strokeWidth: 2 }),
      Plot.dot(rows, { x, y: "planned", r: 3, fill: "var(--raised)", stroke: "var(--ink)", strokeWidth: 1.4 }),
    ],
  });
  return { chart, points: places(chart, rows, x, (row) => row.taken) };
}

function weeks(rows, width) {
  const x = (row) => row.week;
  const every = width < NARROW ? 3 : 1;
  const begins = rows.map(x).filter((day) => day.getUTCDate() <= 7 && day.getUTCMonth() % every === 0);
  const chart = columns(rows, width, {
    x, ticks: begins, format: month, label: "XP", top: Math.max(...rows.map((row) => row.xp)),
    marks: [Plot.barY(rows, { x, y: "xp", fill: "var(--star)", rx1: 2 })],
  });
  return { chart, points: places(chart, rows, x, (row) => row.xp) };
}

function forecast(rows, width) {
  const x = (row) => row.day;
  const mondays = rows.map(x).filter((day, at) => at === 0 || (day.getUTCDay() === 1 && at > 2));
  const chart = columns(rows, width, {
    x, ticks: mondays, format: (day) => (day - rows[0].day < DAY ? "today" : dayOfMonth(day)), label: "minutes",
    top: Math.max(...rows.map((row) => row.minutes)),
    marks: [Plot.barY(rows, { x, y: "minutes", fill: "var(--series-1)", rx1: 2 })],
  });
  return { chart, points: places(chart, rows, x, (row) => row.minutes) };
}

/* Higher leagues lie higher; the number at a point is the place in it. */
function leagues(rows, width) {
  const x = (row) => row.week;
  const y = (row) => row.texts.tier;
  const tiers = [...new Map(rows.map((row) => [row.tier, y(row)])).entries()].sort((a, b) => b[0] - a[0]).map(([, name]) => name);
  const ticks = rows.map(x).filter((_, at) => at % Math.ceil((rows.length * 96) / (width - 96)) === 0);
  const numbered = (width - 112) / rows.length > 22; // narrower, and the numbers would run into each other
  const chart = Plot.plot({
    width, height: 52 + 44 * tiers.length, marginLeft: 96, marginRight: 16, marginTop: 16, marginBottom: 26,
    x: { type: "point", domain: rows.map(x), padding: 0.5, label: null },
    y: { type: "point", domain: tiers, padding: 0.5, label: null },
    marks: [
      Plot.gridY(GRID),
      Plot.axisY({ tickSize: 0, label: null }),
      Plot.axisX(ticks, { tickFormat: dayOfMonth, tickSize: 4, label: null }),
      Plot.line(rows, { x, y, stroke: "var(--series-1)", strokeOpacity: 0.45, strokeWidth: 2 }),
      Plot.dot(rows, { x, y, r: 4.5, ...POINT }),
      Plot.text(numbered ? rows : [], { x, y, text: (row) => `${row.place}`, dy: -13, className: "plot-value" }),
    ],
  });
  return { chart, points: places(chart, rows, x, y) };
}

/* From below the least share to 100 %; the intervals of a few reviews reach further, and are cut off. */
const floor = (rows) => Math.max(0, Math.floor(10 * Math.min(...rows.flatMap((row) => [row.recalled, row.expected]))) / 10 - 0.1);

function retention(rows, width) {
  const x = (row) => row.month;
  const every = Math.ceil((rows.length * 48) / width);
  const chart = Plot.plot({
    width, height: 210, marginLeft: 44, marginRight: 10, marginBottom: 26,
    x: { type: "point", domain: rows.map(x), padding: 0.5, label: null },
    y: { domain: [floor(rows), 1] },
    marks: [
      Plot.gridY({ ...GRID, ticks: 5 }),
      Plot.axisY({ ticks: 5, tickSize: 0, tickFormat: percent, label: null }),
      Plot.axisX(rows.map(x).filter((_, at) => at % every === 0), { tickFormat: month, tickSize: 4, label: null }),
      Plot.line(rows, { x, y: "expected", stroke: "var(--series-2)", strokeWidth: 2.5, strokeDasharray: "7 4" }),
      Plot.ruleX(rows, { x, y1: "low", y2: "high", ...INTERVAL, strokeWidth: 5, strokeLinecap: "round", clip: true }),
      Plot.dot(rows, { x, y: "recalled", r: 5, ...POINT }),
    ],
  });
  return { chart, points: places(chart, rows, x, (row) => row.recalled) };
}

function calibration(rows, width) {
  const least = floor(rows);
  const side = Math.min(width, 560);
  const most = Math.max(...rows.map((row) => row.count));
  const chart = Plot.plot({
    width: side, height: side * 0.98, marginLeft: 44, marginRight: 12, marginBottom: 40, marginTop: 24,
    x: { domain: [least, 1] },
    y: { domain: [least, 1] },
    marks: [
      Plot.gridY({ ...GRID, ticks: 5 }),
      Plot.gridX({ ...GRID, ticks: 5 }),
      Plot.axisY({ ticks: 5, tickSize: 0, tickFormat: percent, label: "recalled", labelArrow: false, labelAnchor: "top" }),
      Plot.axisX({ ticks: 5, tickSize: 0, tickFormat: percent, label: "predicted", labelArrow: false, labelAnchor: "right" }),
      Plot.link([[least, 1]], { x1: "0", x2: "1", y1: "0", y2: "1", stroke: "var(--series-2)", strokeWidth: 2, strokeDasharray: "7 4" }),
      Plot.ruleX(rows, { x: "expected", y1: "low", y2: "high", ...INTERVAL, clip: true }),
      Plot.dot(rows, { x: "expected", y: "recalled", r: (row) => 3.5 + 6 * Math.sqrt(row.count / most), ...POINT }),
    ],
    r: { type: "identity" },
  });
  return { chart, points: places(chart, rows, (row) => row.expected, (row) => row.recalled) };
}

function losses(rows, width) {
  const chart = Plot.plot({
    width, height: 34 * rows.length + 10, marginLeft: 126, marginRight: 52, marginTop: 0, marginBottom: 4,
    x: { axis: null, domain: [0, Math.max(...rows.map((row) => row.loss))] },
    y: { type: "band", domain: rows.map((row) => row.name), padding: 0.3, label: null },
    marks: [
      Plot.axisY({ tickSize: 0, label: null, tickPadding: 8 }),
      Plot.barX(rows, { x: "loss", y: "name", fill: (row) => (row.name === "memory model" ? "var(--series-1)" : "var(--line-strong)"), rx2: 2 }),
      Plot.text(rows, { x: "loss", y: "name", text: (row) => row.loss.toFixed(3), textAnchor: "start", dx: 6, className: "plot-value" }),
    ],
  });
  return { chart, points: places(chart, rows, (row) => row.loss, (row) => row.name) };
}

function strengths(rows, width) {
  const narrow = width < NARROW;
  const high = narrow ? 44 : 26;
  const y = (row) => row.concept;
  const name = narrow ? { x: 0, dy: -12, textAnchor: "start" } : { x: 0, dx: -12, textAnchor: "end" };
  const chart = Plot.plot({
    width, height: high * rows.length + 26, marginLeft: narrow ? 4 : 300, marginRight: 14, marginTop: 4, marginBottom: 22,
    x: { domain: [0, 1] },
    y: { axis: null, type: "band", domain: rows.map(y), padding: 0 },
    marks: [
      Plot.gridX({ ...GRID, ticks: [0, 0.25, 0.5, 0.75, 1] }),
      Plot.axisX({ ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: percent, tickSize: 0, label: null }),
      Plot.text(rows, { ...name, y, text: "concept", lineWidth: narrow ? 46 : 40, textOverflow: "ellipsis", fill: "var(--ink)", className: "plot-name" }),
      Plot.link(rows, { x1: "low", x2: "high", y1: y, y2: y, ...INTERVAL, strokeWidth: 5, strokeLinecap: "round", dy: narrow ? 7 : 0 }),
      Plot.dot(rows, { x: "right", y, r: 5, ...POINT, dy: narrow ? 7 : 0 }),
    ],
  });
  return { chart, points: places(chart, rows, (row) => row.right, y).map(([px, py]) => [px, py + (narrow ? 7 : 0)]) };
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/* Lessons on a winding way, their concepts around them as stars: as bright as they are remembered. */
function sky(rows, width) {
  const count = 1 + Math.max(...rows.map((row) => row.lesson));
  const across = Math.min(count, width < NARROW ? 4 : 7);
  const side = width / across;
  const high = Math.max(96, Math.min(150, side));
  const lessons = [...Array(count).keys()].map((lesson) => {
    const line = Math.floor(lesson / across);
    const place = line % 2 ? across - 1 - (lesson % across) : lesson % across;
    return { x: side * (place + 0.5), y: high * (line + 0.5) + 9 * Math.sin(1.9 * lesson + 0.6) };
  });
  const reach = Math.min(side, high) / 2 - 8;
  const stars = rows.map((row) => {
    const angle = row.place * GOLDEN_ANGLE + row.lesson;
    const from = reach * (0.5 + 0.2 * (row.place % 3));
    return { ...row, x: lessons[row.lesson].x + from * Math.cos(angle), y: lessons[row.lesson].y + from * Math.sin(angle) };
  });
  const met = stars.filter((star) => star.recall !== null);
  const height = high * Math.ceil(count / across);
  const shine = (star) => 0.18 + 0.82 * star.recall ** 3;
  const chart = Plot.plot({
    width, height, margin: 0, x: { type: "identity", axis: null }, y: { type: "identity", axis: null }, r: { type: "identity" }, opacity: { type: "identity" },
    marks: [
      Plot.line(lessons, { x: "x", y: "y", stroke: "var(--sky-ink)", strokeOpacity: 0.16, strokeDasharray: "1 6", strokeLinecap: "round", strokeWidth: 1.5, curve: "catmull-rom" }),
      Plot.dot(met, { x: "x", y: "y", r: (star) => 6 + 7 * star.recall, fill: "var(--star)", fillOpacity: (star) => 0.22 * star.recall ** 4 }),
      Plot.dot(met, { x: "x", y: "y", r: (star) => 2.4 + 2.2 * star.recall, fill: "var(--star)", fillOpacity: shine }),
      Plot.dot(stars.filter((star) => star.recall === null), { x: "x", y: "y", r: 2.2, stroke: "var(--sky-ink)", strokeOpacity: 0.6 }),
      Plot.text(lessons, { x: "x", y: "y", text: (_, at) => rows.find((row) => row.lesson === at)?.texts.lesson ?? "", fill: "var(--sky-muted)" }),
    ],
  });
  return { chart, points: stars.map((star) => [star.x, star.y]) };
}

export const DRAW = { calendar, promised, weeks, forecast, retention, calibration, leagues, losses, strengths, sky };
