/** Pairs of sentences under two measures: what a judge said of them, and whether a measure puts like above unlike. Pure. */

export const MEASURES = [
  { name: "average", text: "averaged word vectors" },
  { name: "model", text: "sentence model" },
];
export const KINDS = { words: "Other words", order: "Word order", negation: "Negation", sense: "One word, two senses" };

/** The pairs, checked; throws on what makes no sense. */
export function judge({ pairs }) {
  const sound = ({ kind, first, second, same, average, model }) =>
    KINDS[kind] && first && second && typeof same === "boolean" && [average, model].every((cosine) => cosine > -1 && cosine <= 1);
  if (!pairs.length || !pairs.every(sound)) throw new Error("a pair is not whole");
  return pairs;
}

/** Of all ways to set a pair that means the same against one that does not: how often the first has the higher cosine. */
export function ranked(pairs, measure) {
  const [same, other] = [true, false].map((kind) => pairs.filter((pair) => pair.same === kind).map((pair) => pair[measure]));
  const right = same.flatMap((one) => other.filter((two) => one > two)).length;
  return { right, all: same.length * other.length };
}

/** Places for dots on a line, each as low as it fits: `xs` are pixels; returns a level from 0 on for each. */
export function levels(xs, apart) {
  const placed = [];
  const found = new Array(xs.length);
  for (const index of xs.map((_, place) => place).sort((a, b) => xs[b] - xs[a])) {
    let level = 0;
    while (placed.some((one) => one.level === level && Math.abs(one.x - xs[index]) < apart)) level += 1;
    placed.push({ x: xs[index], level });
    found[index] = level;
  }
  return found;
}
