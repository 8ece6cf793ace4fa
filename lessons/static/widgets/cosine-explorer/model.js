/** Two arrows from one origin, and three ways to compare them. Pure; an arrow is {length, angle} with the angle in degrees. */

export const LONGEST = 12;
const SHORTEST = 0.15; // a tip dropped closer to the origin than this means the zero vector
const ROOM = 1.3; // the picture's radius is the longer arrow and this much room to drag it out

const radians = (degrees) => (degrees * Math.PI) / 180;

export const tip = ({ length, angle }) => [length * Math.cos(radians(angle)), length * Math.sin(radians(angle))];

/** The angle between two arrows, 0 to 180 degrees. */
export function between(a, b) {
  const turn = Math.abs(a.angle - b.angle) % 360;
  return turn > 180 ? 360 - turn : turn;
}

export const dot = (a, b) => a.length * b.length * Math.cos(radians(between(a, b)));

export function distance(a, b) {
  const [[ax, ay], [bx, by]] = [tip(a), tip(b)];
  return Math.hypot(ax - bx, ay - by);
}

/** Dot product over the product of lengths; null where an arrow has no length, hence no direction. */
export const cosine = (a, b) => (a.length && b.length ? dot(a, b) / (a.length * b.length) : null);

export const measures = (a, b) => ({ cosine: cosine(a, b), dot: dot(a, b), distance: distance(a, b) });

/** How far along b the shadow of a reaches (negative: backwards); 0 where b has no direction. */
export const shadow = (a, b) => (b.length ? dot(a, b) / b.length : 0);

/**
 * One measure while a is stretched (`sweep` "length") or turned ("angle"), as points [x, value].
 * @param most the end of the stretch
 */
export function swept(measure, sweep, a, b, most, steps = 48) {
  return Array.from({ length: steps + 1 }, (_, index) => {
    const x = ((sweep === "angle" ? 180 : most) * index) / steps;
    const changed = sweep === "angle" ? { length: a.length, angle: b.angle + x } : { length: x, angle: a.angle };
    return [x, measures(changed, b)[measure]];
  }).filter(([, value]) => value !== null);
}

/** Where the tip of an arrow is when a pointer is at (x, y); a drag that hardly turns (or hardly stretches) does not at all. */
export function dragged([x, y], start, loose, most) {
  const length = Math.hypot(x, y);
  const angle = length ? (Math.atan2(y, x) * 180) / Math.PI : start.angle;
  const turned = loose.turn || (between({ angle }, start) > 7 && length > SHORTEST * 3);
  const stretched = loose.stretch || Math.abs(length - start.length) > 0.06 * most;
  return {
    arrow: arrow(stretched ? Math.min(length, most) : start.length, turned ? angle : start.angle),
    loose: { turn: turned, stretch: stretched },
  };
}

/** A sound arrow: length 0 or from SHORTEST to LONGEST, angle from 0 to below 360. */
export function arrow(length, angle) {
  const kept = Math.min(LONGEST, length);
  return { length: kept < SHORTEST ? 0 : kept, angle: ((angle % 360) + 360) % 360 };
}

/** The radius of the picture in which both arrows fit. */
export const rim = (a, b) => Math.min(LONGEST, Math.max(1.4, ROOM * Math.max(a.length, b.length)));

/** Two words as arrows with their true lengths and true angle, laid out evenly about the vertical. */
export function words(data, first, second) {
  const degrees = (Math.acos(wordCosine(data, first, second)) * 180) / Math.PI;
  return [arrow(data.lengths[first], 90 + degrees / 2), arrow(data.lengths[second], 90 - degrees / 2)];
}

export function wordCosine(data, first, second) {
  if (first === second) return 1;
  return data.cosines[Math.max(first, second)][Math.min(first, second)];
}
