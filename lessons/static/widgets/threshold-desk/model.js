/** What each threshold makes of the pairs: counts of those it takes, and of the duplicates among them. Pure. */

/** The desk's data in a form to ask; throws on what makes no sense. Thresholds are counted in hundredths of a cosine. */
export function desk({ questions, pairs, duplicates, least, taken, right, largest, texts, examples }) {
  const steps = taken.length;
  if (!steps || ![right, largest, examples].every((one) => one.length === steps)) throw new Error("the thresholds do not match");
  const last = taken.findLastIndex((count) => count > 0);
  const at = (threshold) => {
    const place = threshold - least;
    const [all, good] = [taken[place], right[place]];
    return {
      threshold, taken: all, right: good, strangers: all - good, missed: duplicates - good, largest: largest[place],
      precision: good / all, recall: good / duplicates, f: (2 * good) / (all + duplicates),
    };
  };
  const curve = Array.from({ length: last + 1 }, (_, place) => at(least + place));
  return {
    questions, pairs, duplicates, least, most: least + last, at, curve,
    best: curve.reduce((one, other) => (other.f > one.f ? other : one)).threshold,
    /** Up to `count` of the pairs with a cosine from one threshold to the other: those nearest to where one is now. */
    between(from, to, count) {
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      const found = examples.slice(low - least, high - least).flat().map(([first, second, cosine, same]) => ({ first: texts[first], second: texts[second], cosine, same: same === 1 }));
      found.sort((one, other) => (to < from ? one.cosine - other.cosine : other.cosine - one.cosine));
      return balanced(found, count);
    },
  };
}

/** The first of either kind, in the order in which they came. */
function balanced(found, count) {
  const half = Math.ceil(count / 2);
  const chosen = new Set([true, false].flatMap((kind) => found.filter((one) => one.same === kind).slice(0, half)));
  return found.filter((one) => chosen.has(one)).slice(0, count);
}
