/** The concordance without its picture: lines, the words lit in them, neighbours. Pure. */

const WORD = /[A-Za-z]+(?:'[A-Za-z]+)?/g;

/** A text as pieces `{text, word}`, typewritten dashes as dashes; `word` is null between words. */
export function pieces(typed) {
  const text = typed.replaceAll("--", "–");
  const found = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    if (match.index > end) found.push({ text: text.slice(end, match.index), word: null });
    found.push({ text: match[0], word: match[0].toLowerCase() });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({ text: text.slice(end), word: null });
  return found;
}

/**
 * One line with the company lit: pieces get `near` (within `window` words of the key) and `shared` (near, and in `contexts`).
 * @param {[string, string, string]} line what stands before the word, the word, what stands after it
 */
export function lit([before, key, after], window, contexts) {
  const left = marked(pieces(before).reverse(), window, contexts).reverse();
  const right = marked(pieces(after), window, contexts);
  return { left, key, right, shared: new Set([...left, ...right].filter((piece) => piece.shared).map((piece) => piece.word)) };
}

function marked(outward, window, contexts) {
  let distance = 0;
  return outward.map((piece) => {
    if (piece.word === null) return { ...piece, near: false, shared: false };
    distance += 1;
    const near = distance <= window;
    return { ...piece, near, shared: near && contexts.has(piece.word) };
  });
}

/** At most `most` lines of a word; with `contexts`, only lines that show one of them, those first that show the most. */
export function linesOf(data, word, window, contexts, most) {
  const lines = data.lines[word].map((line) => lit(line, window, contexts));
  const telling = contexts.size === 0 ? lines : lines.filter((line) => line.shared.size > 0);
  return telling.sort((a, b) => b.shared.size - a.shared.size).slice(0, most);
}

/** The words whose company is most like that of `word`: `{word, alike, shared}`, `alike` from 0 to 1. */
export function neighbours(data, word, window) {
  const entry = data.words.find((one) => one.word === word);
  return entry.near[window - 1].map(([other, alike, shared]) => ({ word: other, alike, shared }));
}

/** What the picture shows, as a sentence. */
export function sentence(data, { word, window, other }) {
  const found = neighbours(data, word, window);
  const reach = window === 1 ? "one word" : `${window} words`;
  if (other === null) {
    const names = found.slice(0, 3).map((one) => `${one.word} ${one.alike.toFixed(2)}`).join(", ");
    const { times } = data.words.find((one) => one.word === word);
    return `“${word}” stands in these tales ${times} times. Judged by ${reach} to each side, its company is most like that of ${names}.`;
  }
  const pair = found.find((one) => one.word === other);
  return `Within ${reach}, “${word}” and “${other}” share the company of ${pair.shared.join(", ")}. Likeness ${pair.alike.toFixed(2)} of 1.`;
}
