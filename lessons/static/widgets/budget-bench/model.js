/** Model calls, times and quality of three ways to search, from calls counted and times measured. Pure. */

export const DESIGNS = [
  { name: "cross", text: "read every pair" },
  { name: "bi", text: "compare vectors" },
  { name: "both", text: "retrieve, then rerank" },
];

/** The bench's data in a form to ask; throws on what makes no sense. */
export function bench({ milliseconds, most, curves }) {
  const { text, pair, comparison } = milliseconds;
  if (![text, pair, comparison].every((one) => one > 0)) throw new Error("a time is missing");
  for (const by of ["words", "model"]) {
    if (!["late", "reader"].every((kind) => curves[by][kind].length === most)) throw new Error("a curve has not the right length");
  }
  return {
    most,
    curves,
    /** Model calls before the first query, calls for each query, and its milliseconds; averaged words need no model to retrieve. */
    cost: (design, documents, k, by) => {
      const reread = design === "cross" ? documents : design === "both" ? Math.min(k, documents) : 0;
      if (design === "cross") return { once: 0, calls: reread, time: reread * pair };
      const encoded = by === "model" ? 1 : 0;
      return { once: encoded * documents, calls: encoded + reread, time: encoded * text + documents * comparison + reread * pair };
    },
  };
}

const UNITS = [["ms", 1], ["s", 1000], ["min", 60_000], ["h", 3_600_000]];

/** Milliseconds as a person says them. */
export function spoken(time) {
  const [unit, size] = UNITS.findLast(([, least]) => time >= least) ?? UNITS[0];
  const value = time / size;
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")} ${unit}`;
}
