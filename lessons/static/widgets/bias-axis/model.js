import { number } from "../kit/scale.js";

/** Occupations between he and she: their leaning, and that of their nearest words, with the direction in the vectors and without it. Pure. */

export const VIEWS = [
  { value: "trained", text: "as trained" },
  { value: "removed", text: "direction removed" },
  { value: "spread", text: "removed, at the old places" },
];

/** The data in a form to ask; occupations from he to she. Throws on what makes no sense. */
export function axis({ neighbours, typical, occupations }) {
  if (!(neighbours > 0) || !(typical >= 0) || !occupations.length) throw new Error("there are no occupations");
  const sorted = [...occupations].sort((one, other) => one.leaning - other.leaning);
  const shown = (one, view) => (view === "trained" ? one.trained : one.removed);
  return {
    neighbours, typical, occupations: sorted, shown,
    reach: Math.max(...sorted.map(({ leaning }) => Math.abs(leaning))),
    /** Where an occupation stands: across its projection (in the last view the one it had), up the count of neighbours on she's side. */
    at: (one, view) => [view === "removed" ? 0 : one.leaning, shown(one, view).she],
    /** Pearson's correlation of the leaning as trained with the count of neighbours. */
    correlation: (view) => pearson(sorted.map(({ leaning }) => leaning), sorted.map((one) => shown(one, view).she)),
  };
}

function pearson(xs, ys) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const product = (some, m, others, n) => some.reduce((sum, value, at) => sum + (value - m) * (others[at] - n), 0);
  return product(xs, mx, ys, my) / Math.sqrt(product(xs, mx, xs, mx) * product(ys, my, ys, my));
}

export const signed = (value) => (number(value).startsWith("−") || Number(number(value)) === 0 ? number(value) : `+${number(value)}`);

const rated = (value) => (value === 0 ? "in the middle" : `${number(Math.abs(value), 1)} of 1 towards ${value < 0 ? "women" : "men"}`);

/** What the picture shows, as sentences. */
export function told(space, view, one) {
  const { she } = space.shown(one, view);
  const projection = view === "trained" ? signed(one.leaning) : `0, and was ${signed(one.leaning)}`;
  return `${one.word}: projection ${projection}; ${she} of its ${space.neighbours} nearest words lean to she, ${Math.round(space.typical)} are typical. `
    + `People rated it ${rated(one.rated)}. Over all ${space.occupations.length}, leaning and neighbours correlate with ${number(space.correlation(view))}.`;
}
