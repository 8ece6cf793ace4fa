/** What one training pair costs, by softmax and by negative sampling, and whom the noise distribution draws. Pure. */

export const VOCABULARIES = [1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 400_000, 1_000_000];
export const POWERS = [0, 0.5, 0.75, 1];
const EDGES = [10, 100, 1000]; // bands of words by how frequent they are: the first ten, up to the hundredth, …

/** Multiply-adds of one pair that touches `rows` rows of the output table: score, slope of the center, move of the row. */
export const work = (rows, dimension) => 3 * rows * dimension;

export const noise = (counts, power) => {
  const weights = counts.map((count) => count ** power);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** `{from, to}` of each band, as places in the list of words. */
export function bands(counts) {
  const edges = [0, ...EDGES.filter((edge) => edge < counts.length), counts.length];
  return edges.slice(1).map((to, index) => ({ from: edges[index], to }));
}

export const share = (shares, { from, to }) => shares.slice(from, to).reduce((sum, one) => sum + one, 0);
export const bandOf = (all, place) => all.findIndex(({ to }) => place < to);

/** A large number in words that can be compared: 3 thousand, 690 million. */
export function large(value) {
  const [size, name] = [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"], [1, ""]].find(([unit]) => value >= unit) ?? [1, ""];
  const scaled = value / size;
  return `${size === 1 ? Math.round(value).toLocaleString("en") : Number(scaled.toPrecision(3)).toLocaleString("en")}${name}`;
}

export function duration(seconds) {
  const [size, name] = [[86400, "days"], [3600, "hours"], [60, "minutes"], [1, "seconds"], [1e-3, "ms"]].find(([unit]) => seconds >= (unit > 1 ? 2 : 1) * unit || unit === 1e-3);
  const scaled = seconds / size;
  return `${scaled >= 100 ? Math.round(scaled).toLocaleString("en") : Number(scaled.toPrecision(2))} ${name}`;
}

/**
 * Seconds that one pair takes here, by the clock: tables of random numbers, rows in turn, as often as fits into `patience` seconds.
 * The softmax runs twice over the table, since the sum must be known before any row can move.
 */
export function measured(rows, dimension, softmax, patience = 0.08) {
  const table = Float32Array.from({ length: rows * dimension }, (_, index) => Math.sin(index) / 10);
  const center = Float32Array.from({ length: dimension }, (_, index) => Math.cos(index));
  const begun = performance.now();
  let runs = 0;
  do {
    step(table, center, rows, dimension, softmax);
    runs += 1;
  } while (performance.now() - begun < 1000 * patience);
  return (performance.now() - begun) / 1000 / runs;
}

function step(table, center, rows, dimension, softmax) {
  const beliefs = new Float64Array(rows);
  let total = 0;
  for (let row = 0; row < rows; row += 1) {
    let score = 0;
    for (let axis = 0; axis < dimension; axis += 1) score += table[row * dimension + axis] * center[axis];
    beliefs[row] = softmax ? Math.exp(score) : 1 / (1 + Math.exp(-score));
    total += beliefs[row];
  }
  const slope = new Float32Array(dimension);
  for (let row = 0; row < rows; row += 1) {
    const wrong = (softmax ? beliefs[row] / total : beliefs[row]) - (row === 0 ? 1 : 0);
    for (let axis = 0; axis < dimension; axis += 1) {
      slope[axis] += wrong * table[row * dimension + axis];
      table[row * dimension + axis] -= 1e-6 * wrong * center[axis];
    }
  }
  for (let axis = 0; axis < dimension; axis += 1) center[axis] -= 1e-6 * slope[axis];
}
