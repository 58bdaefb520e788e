// When a contestant has warmed up.

/** After so many rounds in a row that were no faster than the best before them, ... */
const SETTLED = 3;
/** ... by this much: times shorter than any before come by chance too. */
const FASTER = 0.99;

/** @param {number[]} times of the rounds so far, in their order */
export function isWarm(times) {
  const before = times.slice(0, -SETTLED);
  return before.length > 0 && Math.min(...times.slice(-SETTLED)) >= FASTER * Math.min(...before);
}
