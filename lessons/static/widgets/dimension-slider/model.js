/** How cosines and distances of random points spread in d dimensions: the measured histograms and the exact curves. Pure. */

const LANCZOS = [676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7];

/** ln Γ(x) for x ≥ 0.5 (Lanczos, g = 7). */
export function lnGamma(x) {
  const series = LANCZOS.reduce((sum, weight, index) => sum + weight / (x + index), 0.99999999999980993);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

/** Density of the cosine between two random directions: (1 − t²)^((d−3)/2), scaled to area 1. */
export function cosineDensity(d) {
  const scale = Math.exp(lnGamma(d / 2) - lnGamma((d - 1) / 2)) / Math.sqrt(Math.PI);
  return (t) => (Math.abs(t) <= 1 ? scale * (1 - t * t) ** ((d - 3) / 2) : 0);
}

/** Density of distance ÷ mean distance between two points with standard normal coordinates: a chi distribution, rescaled. */
export function distanceDensity(d) {
  const mean = Math.SQRT2 * Math.exp(lnGamma((d + 1) / 2) - lnGamma(d / 2));
  return (share) => {
    if (share <= 0) return 0;
    const r = share * mean;
    return mean * Math.exp((1 - d / 2) * Math.LN2 + (d - 1) * Math.log(r) - (r * r) / 2 - lnGamma(d / 2));
  };
}

/** Counts of equal bins over [least, most] as densities: area 1 for the pairs that fell in the range and beyond. */
export function densities(counts, [least, most], pairs) {
  const width = (most - least) / counts.length;
  return counts.map((count) => count / pairs / width);
}

export const pairsOf = (points) => (points * (points - 1)) / 2;

/** Share of pairs whose cosine is within ±limit, from the histogram. */
export function shareWithin(counts, [least, most], limit) {
  const width = (most - least) / counts.length;
  const inside = counts.filter((_, index) => Math.abs(least + (index + 0.5) * width) < limit);
  return inside.reduce((sum, count) => sum + count, 0) / counts.reduce((sum, count) => sum + count, 0);
}

/** The dimension in which random arrows would spread as these do: 1/√d = spread. */
export const sameSpreadAs = (spread) => Math.round(1 / spread ** 2);

export const mix = (from, to, share) => from.map((value, index) => value + (to[index] - value) * share);
