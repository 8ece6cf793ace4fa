/** A corpus of questions with gold groups and nearest neighbours: lists to read, and pairs to judge. Pure. */

import { generator } from "../kit/random.js";

const LEAST_ALIKE = 450; // thousandths of a cosine: below, hardly any neighbour is of the same group

/** The corpus in a form to ask; throws on what makes no sense. Questions are known by their place, cosines run from −1 to 1. */
export function library({ texts, groups, neighbours, cosines }) {
  const count = texts.length;
  if (!count || ![groups, neighbours, cosines].every((one) => one.length === count)) throw new Error("the questions do not match");
  if (neighbours.some((near, place) => !near.length || near.length !== cosines[place].length || near.some((other) => !(other in texts)))) {
    throw new Error("a neighbour is missing");
  }
  const members = new Map();
  groups.forEach((group, place) => members.set(group, [...(members.get(group) ?? []), place]));
  const groupOf = (place) => members.get(groups[place]);
  const all = texts.map((_, place) => place);
  const pair = (first, second, cosine) => ({ first, second, cosine: cosine / 1000, same: groups[first] === groups[second] });
  return {
    count,
    text: (place) => texts[place],
    groupOf,
    /** Groups of two or more, largest first. */
    groups: [...members.values()].filter((group) => group.length > 1).sort((one, other) => other.length - one.length),
    /** The question's nearest others as pairs with it, nearest first. */
    near: (place) => neighbours[place].map((other, rank) => pair(place, other, cosines[place][rank])),
    alone: all.filter((place) => groupOf(place).length === 1),
    all,
    pairs: evenPairs(neighbours, cosines, pair),
    /** Whether one of these questions has all words of the search; a search without words finds everything. */
    has: (places, search) => {
      const words = search.toLowerCase().split(/\s+/).filter(Boolean);
      return places.some((place) => words.every((word) => texts[place].toLowerCase().includes(word)));
    },
  };
}

/** Pairs of neighbours, for each hundredth of a cosine one of one group and one of two, mixed; so the cosine does not tell which. */
function evenPairs(neighbours, cosines, pair) {
  const steps = new Map(); // hundredths → the first pair of each kind
  neighbours.forEach((near, place) => near.forEach((other, rank) => {
    if (cosines[place][rank] < LEAST_ALIKE) return;
    const one = pair(place, other, cosines[place][rank]);
    const step = Math.floor(cosines[place][rank] / 10);
    steps.set(step, { [one.same]: one, ...steps.get(step) });
  }));
  const even = [...steps.values()].filter((kinds) => kinds.true && kinds.false).flatMap((kinds) => [kinds.true, kinds.false]);
  const random = generator(even.length);
  return even.map((one) => [random(), one]).sort(([one], [other]) => one - other).map(([, one]) => one);
}
