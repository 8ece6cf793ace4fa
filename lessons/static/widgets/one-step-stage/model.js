/** Skip-gram with negative sampling on a small map: losses, slopes and steps. Pure; tables are {into, out}, rows of two numbers. */

import { drawn } from "../kit/random.js";

export const RATES = [0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 4];
export const FAR = 1e4; // a map with a number beyond this has flown apart

/** log(1 + eˣ) without overflow: −log σ(s) is softplus(−s). */
export const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
export const sigma = (score) => Math.exp(-softplus(-score));
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1];

const copied = (table) => table.map((row) => [...row]);
const rowsOf = ({ context, negatives }) => [context, ...negatives];

/** For the context and then each negative: its word, score, belief σ(score), label and slope σ(score) − label. */
export function slopes(tables, asked) {
  const v = tables.into[asked.center];
  return rowsOf(asked).map((word, index) => {
    const score = dot(tables.out[word], v);
    const label = index === 0 ? 1 : 0;
    return { word, score, belief: sigma(score), label, slope: sigma(score) - label };
  });
}

/** −log σ of the context's score, −log σ of minus each negative's, added up; in nats. */
export const pairLoss = (tables, asked) => slopes(tables, asked).reduce((sum, { score, label }) => sum + softplus(label ? -score : score), 0);

/** The tables after one step; every row moves from where all of them were. */
export function stepped(tables, asked, rate) {
  const [into, out] = [copied(tables.into), copied(tables.out)];
  const v = tables.into[asked.center];
  for (const { word, slope } of slopes(tables, asked)) {
    for (const axis of [0, 1]) {
      into[asked.center][axis] -= rate * slope * tables.out[word][axis];
      out[word][axis] -= rate * slope * v[axis];
    }
  }
  return { into, out };
}

/** The squared length of the whole gradient: what the loss loses for each unit of a very small rate. */
export function steepness(tables, asked) {
  const to = stepped(tables, asked, 1);
  const moved = (before, after) => before.reduce((sum, row, word) => sum + (row[0] - after[word][0]) ** 2 + (row[1] - after[word][1]) ** 2, 0);
  return moved(tables.into, to.into) + moved(tables.out, to.out);
}

/** The mean of the pair loss over every pair of the texts and every negative that may be drawn, so many for each pair. */
export function mapLoss(tables, { counts, noise }, negatives) {
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, row, center) => {
    const met = row.reduce((all, count) => all + count, 0);
    return sum + row.reduce((part, count, word) => {
      const score = dot(tables.into[center], tables.out[word]);
      return part + (count * softplus(-score) + negatives * met * noise[word] * softplus(score)) / total;
    }, 0);
  }, 0);
}

/** Up to so many training steps with pairs and negatives at random, and how many were taken before the map flew apart. */
export function trained(tables, { counts, noise }, negatives, steps, rate, random) {
  const pairs = counts.flat();
  let now = tables;
  for (let done = 0; done < steps; done += 1) {
    if (extent(now) > FAR) return { tables: now, done };
    const pair = drawn(pairs, random);
    const asked = { center: Math.floor(pair / counts.length), context: pair % counts.length, negatives: Array.from({ length: negatives }, () => drawn(noise, random)) };
    now = stepped(now, asked, rate);
  }
  return { tables: now, done: steps };
}

/** The largest coordinate of either table. */
export const extent = ({ into, out }) => Math.max(...[...into, ...out].flat().map(Math.abs));

export function between(from, to, share) {
  const mixed = (before, after) => before.map((row, word) => row.map((value, axis) => value + (after[word][axis] - value) * share));
  return { into: mixed(from.into, to.into), out: mixed(from.out, to.out) };
}
