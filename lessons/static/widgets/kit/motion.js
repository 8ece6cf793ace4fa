const LONGEST = 220; // ms

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Call `step` with a share going from 0 to 1 (eased out) over some frames; at once with 1 where motion is unwanted.
 * @returns a function that ends the motion where it is
 */
export function move(step, duration = LONGEST) {
  if (still() || document.hidden) {
    step(1);
    return () => {};
  }
  const begun = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    const share = Math.min(1, Math.max(0, now - begun) / duration);
    step(1 - (1 - share) ** 3);
    if (share < 1) frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}
