/** Analogies over real vectors: the tip c − a + b, the words ranked by cosine with it, and the plane in which a, b, c and it lie. Pure. */

/** The data in a form to ask; throws on what makes no sense. */
export function space({ dimension, words, vectors, presets }) {
  const names = words.split(" ");
  const rows = unpacked(vectors, dimension);
  if (rows.length !== names.length || !presets.length) throw new Error("the words do not match their vectors");
  const place = new Map(names.map((name, number) => [name, number]));
  const vector = (name) => rows[place.get(name)];
  return {
    names, presets, vector, knows: (name) => place.has(name),
    tip: ({ a, b, c }) => vector(c).map((value, at) => value - vector(a)[at] + vector(b)[at]),
    /** All words as {word, cosine}, nearest first; without those of `leftOut`. */
    ranked(target, leftOut) {
      const length = Math.hypot(...target);
      const all = names.map((word, number) => ({ word, cosine: length > 1e-9 ? dot(rows[number], target) / length : 0 }));
      return all.filter(({ word }) => !leftOut.includes(word)).sort((one, other) => other.cosine - one.cosine);
    },
  };
}

/** Signed bytes in base64 → rows of length 1. */
function unpacked(text, dimension) {
  const bytes = Int8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return Array.from({ length: bytes.length / dimension }, (_, row) => {
    const values = Array.from(bytes.subarray(row * dimension, (row + 1) * dimension));
    const length = Math.hypot(...values);
    return values.map((value) => value / length);
  });
}

const dot = (one, other) => one.reduce((sum, value, at) => sum + value * other[at], 0);
const minus = (one, other) => one.map((value, at) => value - other[at]);

/**
 * From vectors to coordinates in the plane through a, b and c, with a at the origin and the step from a to c to the right.
 * The tip lies in it, too; every other word is seen as its shadow.
 */
export function plane(a, b, c) {
  const right = along(minus(c, a), []);
  const up = along(minus(b, a), [right]);
  return (vector) => [right, up].map((axis) => dot(minus(vector, a), axis));
}

/** A direction of length 1 at right angles to the others: that of `vector`, or of an axis where it has none of its own. */
function along(vector, others) {
  const axes = vector.map((_, axis) => vector.map((__, at) => (at === axis ? 1 : 0)));
  for (const candidate of [vector, ...axes]) {
    const rest = others.reduce((left, axis) => left.map((value, at) => value - dot(candidate, axis) * axis[at]), candidate);
    const length = Math.hypot(...rest);
    if (length > 1e-6) return rest.map((value) => value / length);
  }
  throw new Error("no direction is left");
}
