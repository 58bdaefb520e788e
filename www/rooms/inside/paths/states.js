// Which of the states on a path belongs to a time: states are evenly apart, noise first. No DOM.

/** The number of the last state. @param {{length: number}} values of all states @param {number} each values of one */
export const lastOf = (values, each) => values.length / each - 1;

/** The nearest state. @param {number} time 0, noise, to 1 @param {number} last the number of the last state */
export const stateAt = (time, last) => Math.round(Math.min(1, Math.max(0, time)) * last);

/**
 * Where paths are between two states, on a straight line from one to the next.
 * @param {Float32Array} states  of all paths, noise first
 * @param {number} each          values of one state of all paths
 * @param {number} time          0, noise, to 1
 */
export function between(states, each, time) {
  const last = lastOf(states, each);
  const at = Math.min(1, Math.max(0, time)) * last;
  const before = Math.min(last, Math.floor(at));
  const after = Math.min(last, before + 1);
  return states.slice(before * each, (before + 1) * each).map((value, index) => value + (at - before) * (states[after * each + index] - value));
}

/**
 * States as a square of points, row by row, x and y each: where a plane's arrows begin.
 * @param {number} side   points of a row
 * @param {number} reach  the plane goes from minus this to this, both ways
 */
export function gridOf(side, reach) {
  const along = (/** @type {number} */ at) => reach * ((2 * at + 1) / side - 1);
  return Float32Array.from({ length: 2 * side * side }, (_, at) => along(at % 2 ? Math.floor((at >> 1) / side) : (at >> 1) % side));
}
