/** The window walker without its picture: windows, training pairs, options of the guessing game. Pure. */

/** The places of a sentence of `count` words that lie within `reach` of `place`, without it. */
export const around = (count, place, reach) =>
  Array.from({ length: count }, (_, other) => other).filter((other) => other !== place && Math.abs(other - place) <= reach);

/** How many skip-gram pairs a sentence of `count` words makes. */
export const pairsOf = (count, reach) =>
  Array.from({ length: count }, (_, place) => around(count, place, reach).length).reduce((sum, one) => sum + one, 0);

/** What training asks at a place: `{given, asked}`, lists of words and the word to be guessed. */
export function questions(words, place, reach, game) {
  const near = around(words.length, place, reach).map((other) => words[other]);
  if (game === "cbow") return [{ given: near, asked: words[place] }];
  return near.map((context) => ({ given: [words[place]], asked: context }));
}

/** The covered word among the model's best guesses, so many in all, in alphabetical order. */
export function options(guess, word, most = 5) {
  const others = guess.first.map(([other]) => other).filter((other) => other !== word);
  return [word, ...others.slice(0, most - 1)].sort();
}

export const percent = (share) => (share >= 0.0995 ? `${(100 * share).toFixed(0)}%` : share >= 0.00095 ? `${(100 * share).toFixed(1)}%` : "under 0.1%");

export const ordinal = (place) => {
  const tens = place % 100;
  const ending = tens > 10 && tens < 14 ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[place % 10] ?? "th");
  return `${place.toLocaleString("en")}${ending}`;
};

const list = (words) => words.join(", ");

/** What the picture shows of a place, as sentences. */
export function told({ words }, { place, reach, game }, pairs) {
  const near = around(words.length, place, reach).map((other) => words[other]);
  const all = `The ${words.length} words of the sentence make ${game === "cbow" ? words.length : pairsOf(words.length, reach)} such questions.`;
  if (game === "cbow") return `From ${list(near)} guess “${words[place]}”. ${all}`;
  return `From “${words[place]}” guess ${list(near)}, one pair each. ${all} The tales trained on make ${pairs[reach - 1].toLocaleString("en")}.`;
}

/** What the game says after a guess. */
export function outcome(word, chosen, guess, vocabulary) {
  const [first, share] = guess.first[0];
  const yours = chosen === word ? "You have it" : `You said “${chosen}”`;
  const model = first === word
    ? `The model has it, too, and gave it ${percent(guess.share)}.`
    : `The model's first guess was “${first}” (${percent(share)}); “${word}” came ${ordinal(guess.place)} of ${vocabulary.toLocaleString("en")} words (${percent(guess.share)}).`;
  return `${yours}: the word is “${word}”. ${model}`;
}
