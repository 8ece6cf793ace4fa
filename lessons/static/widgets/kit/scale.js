/** Scales: where a number of the data lies on the picture. Pure. */

export const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

/** A function from [d0, d1] to [r0, r1], with `.back` for the way back (pixels to data). */
export function linear([d0, d1], [r0, r1]) {
  const slope = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  const scale = (value) => r0 + (value - d0) * slope;
  scale.back = (place) => (slope === 0 ? d0 : d0 + (place - r0) / slope);
  return scale;
}

/** Round numbers that divide [least, most] into about `count` parts. */
export function ticks(least, most, count = 5) {
  if (!(most > least)) return [least];
  const rough = (most - least) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** A number for the reader: fixed digits and a true minus sign; what rounds to zero has no sign. */
export function number(value, digits = 2) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
