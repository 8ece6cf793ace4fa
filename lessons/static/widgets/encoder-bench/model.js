/** The encoder bench without its picture: five encodings of the same words and the distances between them. Pure. */

export const ENCODINGS = [
  { value: "id", text: "Id" },
  { value: "onehot", text: "One-hot" },
  { value: "counts", text: "Counts" },
  { value: "tfidf", text: "TF-IDF" },
  { value: "dense", text: "Dense" },
];
export const NUMBERINGS = [
  { value: "alphabet", text: "A to Z" },
  { value: "frequency", text: "most frequent first" },
  { value: "lot", text: "by lot" },
];
export const FURTHEST = Math.SQRT2; // between rows of length 1 that share nothing and have no negative numbers

/** A word's vector as sparse pairs [place, number], in the data's own order of places. */
export function sparse(data, entry, encoding) {
  switch (encoding) {
    case "onehot": return [[entry.place, 1]];
    case "counts": return entry.counts.map(([context, count]) => [data.contexts[context][1], count]);
    case "tfidf": return entry.counts.map(([context, count]) => [data.contexts[context][1], count * data.contexts[context][2]]);
    case "dense": return entry.dense.map((value, place) => [place, value]);
  }
  throw new RangeError(`no encoding ${encoding}`);
}

/** How many numbers the vector has. */
export const size = (data, encoding) => ({ id: 1, dense: data.words[0].dense.length })[encoding] ?? data.size;

/** All pairwise distances: of ids their difference, of vectors the straight line between them at length 1. */
export function distances(data, encoding, numbering) {
  if (encoding === "id") {
    const ids = data.words.map((entry) => entry.ids[numbering]);
    return ids.map((a) => ids.map((b) => Math.abs(a - b)));
  }
  const rows = data.words.map((entry) => unit(new Map(sparse(data, entry, encoding))));
  return rows.map((a) => rows.map((b) => (a === b ? 0 : Math.sqrt(Math.max(0, 2 - 2 * dot(a, b))))));
}

function unit(row) {
  const length = Math.hypot(...row.values());
  return new Map([...row].map(([place, value]) => [place, value / length]));
}

function dot(a, b) {
  let sum = 0;
  for (const [place, value] of a) sum += value * (b.get(place) ?? 0);
  return sum;
}

/** For each word the number of its nearest; null where all the others are equally far. */
export function nearest(apart) {
  return apart.map((row, number) => {
    const others = row.map((distance, other) => ({ distance, other })).filter(({ other }) => other !== number);
    const sorted = others.sort((a, b) => a.distance - b.distance);
    return sorted.at(-1).distance - sorted[0].distance < 1e-9 ? null : sorted[0].other;
  });
}

/** For how many words the nearest is their partner. */
export const partners = (data, closest) => closest.filter((other, number) => other !== null && data.words[other].kind === data.words[number].kind).length;

/** The contexts that say most in a word's counts or TF-IDF, as `word number` texts. */
export function loudest(data, entry, encoding, most = 4) {
  const weighed = entry.counts.map(([context, count]) => {
    const [word, , rarity] = data.contexts[context];
    return { word, value: encoding === "tfidf" ? count * rarity : count };
  });
  const digits = encoding === "tfidf" ? 1 : 0;
  return weighed.sort((a, b) => b.value - a.value).slice(0, most).map(({ word, value }) => `${word} ${value.toFixed(digits)}`);
}

export const shown = (distance, encoding) => (encoding === "id" ? String(distance) : distance.toFixed(2));

/** What the picture shows, as a sentence. */
export function sentence(data, encoding, apart, closest, [row, column]) {
  const [a, b] = [data.words[row].word, data.words[column].word];
  const pair = row === column ? `“${a}” and itself: 0.` : `“${a}” to “${b}”: ${shown(apart[row][column], encoding)}.`;
  if (closest.every((other) => other === null)) return `${pair} All pairs are equally far, √2 ≈ 1.41: no word has a nearest.`;
  const right = partners(data, closest);
  return `${pair} The nearest to “${a}” is “${data.words[closest[row]].word}”. ${right} of ${data.words.length} words have their partner nearest.`;
}

/** The vector as `bins` bars, left to right: where several numbers fall on one bar, the largest in size. */
export function profile(data, entry, encoding, bins) {
  const bars = new Array(Math.min(bins, size(data, encoding))).fill(0);
  for (const [place, value] of sparse(data, entry, encoding)) {
    const bin = Math.floor((place * bars.length) / size(data, encoding));
    if (Math.abs(value) > Math.abs(bars[bin])) bars[bin] = value;
  }
  return bars;
}

/** What the vector is, in words. */
export function about(data, entry, encoding, numbering) {
  const all = data.size.toLocaleString("en");
  switch (encoding) {
    case "id": return `number ${entry.ids[numbering].toLocaleString("en")} of ${all}`;
    case "onehot": return `a 1 at place ${entry.place + 1} of ${all}, zeros elsewhere`;
    case "dense": return `${entry.dense.length} numbers, none of them zero, none with a name`;
  }
  return `${entry.counts.length} of ${all} numbers are not zero. Largest: ${loudest(data, entry, encoding).join(", ")}`;
}
