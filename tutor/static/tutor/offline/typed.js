// What was typed, as marking.js compares it: a number, words, code. The sure part of what exercises/marking/quantities.py and
// normal.py do; null for what this part does not cover, which only the site marks. docs/marking.json holds both to the same.

const SIGNS = { "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "−": "-", "–": "-", "—": "-" };
const plain = (text) => text.replace(/[‘’‚“”„«»−–—]/g, (sign) => SIGNS[sign]).replace(/[\u00ad\u200b\u2060\ufeff]/g, "");
const ascii = (text) => /^[\t\r\n -~]*$/.test(text);

const AMOUNT = String.raw`\d+[.,]?\d*|[.,]\d+`;
const NUMBER = new RegExp(
  String.raw`^(?:[=≈~]\s*)?([+-]?)\s*(${AMOUNT})(?:[eE]([+-]?\d{1,3}))?(?:\s*/\s*(${AMOUNT}))?\s*([^\s\d.,/+*^×·(=-].*)?$`,
);

/* What a number can mean in the question's unit: “1,234” means two. */
export function numbers(text, units) {
  const found = plain(text).trim().match(NUMBER);
  if (!found) return null;
  const [, sign, above, power = "0", below = "1", unit = ""] = found;
  const symbol = unit.normalize("NFKC").trim().replace(/\s+/g, " ").replace(/\.+$/, "");
  if (!Object.hasOwn(units, symbol)) return null;
  const values = readings(above).flatMap((a) => readings(below).map((b) => (Number(`${sign}${a}e${power}`) / Number(b)) * units[symbol]));
  return values.every(Number.isFinite) ? values : null;
}

const readings = (amount) =>
  /^[1-9]\d{0,2},\d{3}$/.test(amount) ? [amount.replace(",", "."), amount.replace(",", "")] : [amount.replace(",", ".")];

/* Without what does not matter: case, spaces, idle punctuation, hyphens between letters, a leading article. */
export function words(text) {
  const lower = plain(text).toLowerCase();
  if (!ascii(lower)) return null;
  const kept = lower
    .replace(/(?<=[a-z_])[-_](?=[a-z_])/g, " ")
    .replace(/(?<=\d)[.,](?=\d)/g, "·")
    .replaceAll("'", "")
    .replace(/[!"(),.:;?[\\\]{}]/g, " ");
  return joined(kept).replace(/^(?:the|a|an) /, "") || joined(lower);
}

const joined = (text) => text.trim().split(/\s+/).join(" ");

const TOKEN = new RegExp(
  [
    String.raw`[A-Za-z_]\w*`,
    String.raw`(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?`,
    String.raw`"[^"'\\\n]*"|'[^"'\\\n]*'`,
    String.raw`\*\*=|//=|>>=|<<=|\.\.\.|!=|->|\+=|-=|\*=|/=|%=|&=|\|=|\^=|@=|==|<=|>=|:=|\*\*|//|<<|>>|[-+*/%@&|^~<>()[\]{},:.;=]`,
  ].join("|"),
  "y",
);
const PAIRS = { ")": "(", "]": "[", "}": "{" };

/* The tokens of a line of Python with one space between them, as normal.py has them. */
export function code(text) {
  const line = plain(text).trim();
  if (!ascii(line) || /[\n\r]|<>/.test(line)) return null;
  const found = [];
  const open = [];
  for (let at = 0; at < line.length; ) {
    if (" \t".includes(line[at])) {
      at += 1;
      continue;
    }
    TOKEN.lastIndex = at;
    const [token] = TOKEN.exec(line) ?? [];
    if (!token || joins(token, line[at + token.length] ?? "")) return null;
    if (PAIRS[token] && open.pop() !== PAIRS[token]) return null;
    if ("([{".includes(token)) open.push(token);
    found.push(/^["']/.test(token) ? `"${token.slice(1, -1)}"` : token);
    at += token.length;
  }
  return open.length ? null : found.join(" ");
}

/* Whether what follows belongs to it in a way that is not read here: 1a, 012, f"…", "a""b". */
function joins(token, next) {
  if (/^[A-Za-z_]/.test(token)) return /["']/.test(next);
  if (/^\.?\d/.test(token)) return /[\w."']/.test(next) || /^0\d/.test(token);
  return /^["']/.test(token) && /["'\w]/.test(next);
}
