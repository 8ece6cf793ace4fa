// An answer as the API takes it (docs/api.md, Responses), out of the fields of its question's form.

export function responseOf(kind, form, submitter) {
  const data = new FormData(form, submitter);
  const group = (prefix) => Object.fromEntries(
    [...data].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]),
  );
  switch (kind) {
    case "choices":
    case "order":
      return { [kind]: data.getAll(kind) };
    case "point":
      return { points: data.getAll("points") };
    case "match":
      return { pairs: group("pair:") };
    case "fill":
      return { blanks: group("blank:") };
    case "design":
      return { costs: group("cost:"), choices: group("choice:"), reasons: group("reason:") };
    case "card":
      return { rating: data.get("rating") };
    default:
      return { [kind]: data.get(kind) };
  }
}
