/** Names beside their marks on a picture, clear of marks and of one another. Pure. */

const LETTER = 7.2; // CSS pixels, about, of a letter of a label
const SPOTS = [[9, 4, "start"], [-9, 4, "end"], [0, -11, "middle"], [0, 20, "middle"]];
const ANCHOR = { start: 0, middle: 0.5, end: 1 };

/**
 * @param marks [{text, at: [x, y], must, reach}] the most important first; `must` is named even where there is no room, and `reach`
 *   is half the side of the box around a mark that names stay clear of, if not 6 CSS pixels
 * @param kept boxes to stay clear of, besides the marks themselves
 * @returns [{mark, x, y}] where to begin writing, for those that are named
 */
export function labelled(marks, width, height, kept = []) {
  const taken = [...kept, ...marks.map(({ at, reach = 6 }) => around(at, reach))];
  return marks.flatMap((mark) => {
    const [x, y] = mark.at;
    const wide = mark.text.length * LETTER;
    const spots = SPOTS.map(([dx, dy, anchor]) => ({
      left: Math.min(width - wide, Math.max(0, x + dx - ANCHOR[anchor] * wide)),
      top: Math.min(height - 3, Math.max(12, y + dy)) - 11, width: wide, height: 14,
    }));
    const free = spots.find((spot) => !taken.some((other) => overlap(spot, other)));
    if (!free && !mark.must) return [];
    const spot = free ?? spots[0];
    taken.push(spot);
    return [{ mark, x: spot.left, y: spot.top + 11 }];
  });
}

/** The box that reaches so far from a place to each side. */
export const around = ([x, y], reach) => ({ left: x - reach, top: y - reach, width: 2 * reach, height: 2 * reach });
const overlap = (a, b) => a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
