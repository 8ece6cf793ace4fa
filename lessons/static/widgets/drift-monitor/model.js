/** Sixteen days of a help desk, four courses that they may take, and what four statistics say of each day. Pure. */

export const STATISTICS = [
  { name: "score", text: "drift score", digits: 3, rings: "above" },
  { name: "nearest", text: "nearest cosine", digits: 2, rings: "below" },
  { name: "length", text: "vector length", digits: 3, rings: "below" },
  { name: "canaries", text: "canaries", digits: 3, rings: "below" },
];

/** The monitor's data in a form to ask; throws on what makes no sense. Days count from 1. */
export function monitor({ change, limits, courses, texts, examples }) {
  const days = courses.quiet.score.length;
  for (const course of Object.values(courses)) {
    if (!["right", ...Object.keys(limits)].every((name) => course[name].length === days)) throw new Error("the days do not match");
  }
  const rings = ({ name, rings: side }, value) => (side === "above" ? value > limits[name] : value < limits[name]);
  return {
    days, change,
    limit: ({ name }) => limits[name],
    series: (course, { name }) => courses[course][name],
    right: (course) => courses[course].right,
    at: (course, { name }, day) => courses[course][name][day - 1],
    rings,
    /** The first day on which a statistic rings, or undefined. */
    first(course, statistic) {
      const place = courses[course][statistic.name].findIndex((value) => rings(statistic, value));
      return place < 0 ? undefined : place + 1;
    },
    /** Some questions of a day, and the stored one nearest to each. */
    found: (course, day) => examples[course][day - 1].map(([asked, found, cosine, right]) => ({ asked: texts[asked], found: texts[found], cosine, right: right === 1 })),
  };
}

/** The range that a chart of some values needs so that its limit, 0 and all values are on it, with a little room. */
export function range(values, limit) {
  const [least, most] = [Math.min(0, ...values), Math.max(limit * 1.2, ...values)];
  const room = 0.08 * (most - least);
  return [least < 0 ? least - room : 0, most + room];
}

export const mix = (from, to, share) => to.map((value, index) => from[index] + (value - from[index]) * share);
