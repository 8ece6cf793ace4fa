/**
 * Three searches for the nearest of some points, step by step: all distances, cells (IVF), a layered graph (HNSW). Pure.
 *
 * A search is a list of steps, each {told, spent, fresh, best, ...}: what happens, the distances computed by its end, the points
 * measured in it, and the nearest known by then. `fresh` may repeat: a graph forgets what it measured in an upper layer.
 */

/** The data as they are searched. Throws where they make no sense. */
export function indexOf({ words, points, neighbours, ivf, hnsw, queries, costs }) {
  const layers = hnsw.layers.map((layer) => new Map(layer.map(([point, ...links]) => [point, links])));
  const known = (point) => Number.isInteger(point) && point >= 0 && point < points.length;
  const sound = words.length === points.length && ivf.cells.length === points.length && queries.length > 0 && costs.ivf.length > 0 && costs.hnsw.length > 0
    && ivf.cells.every((cell) => cell in ivf.centres) && layers.at(-1).has(hnsw.entry)
    && layers.every((layer) => [...layer].every(([point, links]) => known(point) && links.every((link) => layer.has(link))));
  if (!sound) throw new Error("an index that does not belong to its points");
  return { words, points, k: neighbours, centres: ivf.centres, cells: ivf.cells, layers, entry: hnsw.entry };
}

const square = ([x, y], [u, v]) => (x - u) ** 2 + (y - v) ** 2;

/** Which come first: by distance, of equals the smaller number. */
const ordered = (ids, apart) => [...ids].sort((a, b) => apart(a) - apart(b) || a - b);

/** The numbers of the k nearest of all points. */
export const nearest = ({ points, k }, query) => ordered(points.keys(), (one) => square(points[one], query)).slice(0, k);

/** @param setting cells to open, or the beam of the graph search */
export function search(index, method, query, setting) {
  if (method === "exact") return scan(index, query);
  return method === "ivf" ? probe(index, query, setting) : descend(index, query, setting);
}

export const recall = (found, truth) => found.filter((one) => truth.includes(one)).length / truth.length;

function scan(index, query) {
  const all = [...index.points.keys()];
  return [{ told: `All ${all.length} points are measured.`, spent: all.length, fresh: all, best: nearest(index, query) }];
}

function probe(index, query, probes) {
  const { centres, points, cells, k } = index;
  const order = ordered(centres.keys(), (cell) => square(centres[cell], query));
  const steps = [{ told: `The ${centres.length} centres are measured. They say which cells are near.`, spent: centres.length, fresh: [], best: [], opened: [] }];
  for (const cell of order.slice(0, probes)) {
    const before = steps.at(-1);
    const fresh = [...points.keys()].filter((one) => cells[one] === cell);
    const best = ordered([...before.best, ...fresh], (one) => square(points[one], query)).slice(0, k);
    const opened = [...before.opened, cell];
    steps.push({ told: `Cell ${opened.length} of ${probes} is opened: its ${fresh.length} points are measured.`, spent: before.spent + fresh.length, fresh, best, opened });
  }
  return steps;
}

function descend(index, query, beam) {
  const { points, layers, entry, words, k } = index;
  const apart = (one) => square(points[one], query);
  const top = layers.length - 1;
  let at = entry;
  let hops = [];
  const steps = [{ told: `The search enters at “${words[entry]}”, in layer ${top}, the sparsest.`, spent: 1, fresh: [entry], best: [entry], layer: top, at, hops }];
  const step = (layer, told, fresh, best) => steps.push({ told, spent: steps.at(-1).spent + fresh.length, fresh, best, layer, at, hops });
  for (let layer = top; layer > 0; layer -= 1) {
    for (let moved = true; moved;) {
      const links = layers[layer].get(at);
      const next = links.reduce((best, one) => (apart(one) < apart(best) ? one : best), at);
      moved = next !== at;
      if (moved) hops = [...hops, [at, next]];
      const told = moved
        ? `Layer ${layer}: of the ${links.length} links of “${words[at]}” the best leads to “${words[next]}”.`
        : `Layer ${layer}: none of the ${links.length} links of “${words[at]}” leads nearer. Down to layer ${layer - 1}.`;
      at = next;
      step(layer, told, links, [at]);
    }
  }
  const seen = new Set([at]);
  let waiting = [at];
  let kept = [at]; // the beam, nearest first
  while (waiting.length) {
    const [next, ...rest] = ordered(waiting, apart);
    waiting = rest;
    if (kept.length >= beam && apart(next) > apart(kept.at(-1))) break;
    const fresh = layers[0].get(next).filter((one) => !seen.has(one));
    for (const one of fresh) {
      seen.add(one);
      if (kept.length >= beam && apart(one) >= apart(kept.at(-1))) continue;
      waiting.push(one);
      kept = ordered([...kept, one], apart).slice(0, beam);
    }
    if (next !== at) hops = [...hops, [at, next]];
    at = next;
    step(0, `Layer 0: “${words[next]}” is opened; ${fresh.length} of its links are new.`, fresh, kept.slice(0, k));
  }
  return steps;
}

/** The part of the rectangle [least, most] that is nearer to each centre than to any other: its corners in order. */
export function regions(centres, [left, low], [right, high]) {
  return centres.map((centre, cell) => {
    let corners = [[left, low], [right, low], [right, high], [left, high]];
    centres.forEach((other, place) => {
      if (place !== cell) corners = cut(corners, (point) => square(point, other) - square(point, centre));
    });
    return corners;
  });
}

/** What of a polygon has `side` ≥ 0, for a `side` that is linear along its edges. */
function cut(corners, side) {
  return corners.flatMap((corner, index) => {
    const next = corners[(index + 1) % corners.length];
    const [here, there] = [side(corner), side(next)];
    const kept = here >= 0 ? [corner] : [];
    if (here >= 0 === there >= 0) return kept;
    const share = here / (here - there);
    return [...kept, [corner[0] + share * (next[0] - corner[0]), corner[1] + share * (next[1] - corner[1])]];
  });
}
