// Marks an answer on the device by what came along with its question (exercises/marking/on_device.py), where that says for sure.
// docs/marking.json has the answers and scores that this and the site's own marking are both held against.

import { code, numbers, words } from "./typed.js";

/* {score, parts, foreseen}, or null where only the site can tell. `parts` says of each place, by its id, whether it is right;
   `foreseen` is the place of the mistake that was met among those foreseen, or −1. */
export function mark(kind, marking, response) {
  const marked = MARKS[kind]?.(response, marking);
  return marked ? { parts: {}, foreseen: -1, ...marked } : null;
}

/* What is wrong with the form of a response, such as nothing being chosen; empty if nothing is. */
export function formProblem(kind, response) {
  if ((kind === "choices" || kind === "point") && !Object.values(response)[0].length) return "Nothing is chosen. Choose at least one.";
  if (kind === "number" && !/[\p{Nd}\p{No}]/u.test(response.number)) return "This is not a number. Write one such as 0.75, 3/4 or 1.2e3.";
  const texts = kind === "fill" ? Object.values(response.blanks) : [response[kind]];
  return ["fill", "output", "text"].includes(kind) && !texts.every((one) => one.trim()) ? "There is no answer. Type one." : "";
}

const MARKS = {
  choice: ({ choice }, { right }) => ({ score: Number(choice === right.choice) }),
  choices: ({ choices }, { right }) => ({ score: balance(choices, right.choices) }),
  point: ({ points }, { right }) => ({ score: balance(points, right.points) }),
  card: ({ rating }) => ({ score: Number(rating !== "again") }),
  order: ({ order }, { right }) => ({ score: inOrder(order, right.order), parts: same(right.order, order) }),
  match: ({ pairs }, { right }) => shares(same(right.pairs, pairs)),
  number: typed(byNumber),
  output: typed(byOutput),
  text: typed(byWords),
  fill({ blanks }, { accepts }) {
    const parts = {};
    for (const [name, accepted] of Object.entries(accepts.blanks)) {
      const right = fits(blanks[name], accepted);
      if (right === null) return null;
      parts[name] = right;
    }
    return shares(parts);
  },
};

function typed(decide) {
  return (response, marking) => decide(Object.values(response)[0], marking);
}

function balance(chosen, right) {
  const hits = chosen.filter((one) => right.includes(one)).length;
  return Math.max(0, 2 * hits - chosen.length) / right.length;
}

function inOrder(given, right) {
  const pairs = right.flatMap((first, at) => right.slice(at + 1).map((second) => [first, second]));
  return pairs.filter(([first, second]) => given.indexOf(first) < given.indexOf(second)).length / pairs.length;
}

/* By what stands there: of a list the entry that was put, of a mapping its key. */
function same(right, given) {
  return Object.fromEntries(Object.entries(right).map(([at, one]) => [Array.isArray(right) ? given[at] : at, given[at] === one]));
}

function shares(parts) {
  const each = Object.values(parts);
  return { score: each.filter(Boolean).length / each.length, parts };
}

function byNumber(text, { accepts: { answer, slack, units }, foreseen }) {
  const values = numbers(text, units);
  if (!values) return null;
  if (values.some((value) => Math.abs(value - answer) <= slack)) return { score: 1 };
  let [met, least] = [-1, Infinity];
  for (const value of values) {
    for (const [at, { accepts }] of foreseen.entries()) {
      const off = Math.abs(value - accepts.answer);
      if (off <= accepts.slack && off < least) [met, least] = [at, off];
    }
  }
  return { score: 0, foreseen: met };
}

function byOutput(text, { accepts, foreseen }) {
  const given = trimmed(text);
  if (given === accepts.output) return { score: 1 };
  return { score: 0, foreseen: foreseen.findIndex((one) => one.accepts.output === given) };
}

/* A slip of one letter counts as right by rules that only the site has: what is neither right nor foreseen is left to it. */
function byWords(text, { accepts, foreseen }) {
  const given = words(text);
  if (given === null) return null;
  if (accepts.words.includes(given)) return { score: 1 };
  const met = foreseen.findIndex((one) => one.accepts.words.includes(given));
  return met < 0 ? null : { score: 0, foreseen: met };
}

function fits(text, { among, words: accepted, code: programs }) {
  if (among) return among.includes(text);
  const given = accepted ? words(text) : code(text);
  return given === null ? null : (accepted ?? programs).includes(given);
}

const trimmed = (text) => text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.trimEnd()).join("\n").replace(/\n+$/, "");
