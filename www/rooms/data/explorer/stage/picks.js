// Which images are under a point, in a rectangle or within a line drawn around them. Going through all 70,000 takes less than a
// millisecond, so there is no index of places. No DOM.

/**
 * The one whose middle is nearest to a place, or -1.
 * @param {Float32Array} places x and y in turn
 * @param {(index: number) => boolean} counts whether one is shown
 * @param {number} x @param {number} y
 * @param {number} reach how far away its middle may be along either axis
 */
export function nearestTo(places, counts, x, y, reach) {
  let best = -1;
  let least = Infinity;
  for (let i = 0; 2 * i < places.length; i++) {
    const distance = Math.max(Math.abs(places[2 * i] - x), Math.abs(places[2 * i + 1] - y));
    // Of two at the same place the later one is drawn above.
    if (distance <= reach && distance <= least && counts(i)) [best, least] = [i, distance];
  }
  return best;
}

/**
 * Those whose middle is within a line.
 * @param {Float32Array} places
 * @param {(index: number) => boolean} counts
 * @param {number[]} line x and y in turn; two corners are a rectangle, more are a line that is closed
 * @returns {number[]} in order
 */
export function within(places, counts, line) {
  const xs = line.filter((_, at) => at % 2 === 0);
  const ys = line.filter((_, at) => at % 2 === 1);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const found = [];
  for (let i = 0; 2 * i < places.length; i++) {
    const [x, y] = [places[2 * i], places[2 * i + 1]];
    // What has no place (NaN) is nowhere.
    if (!(x >= left && x <= right && y >= top && y <= bottom) || !counts(i)) continue;
    if (xs.length <= 2 || isWithin(xs, ys, x, y)) found.push(i);
  }
  return found;
}

/** Whether a ray to the right crosses the line an odd number of times. @param {number[]} xs @param {number[]} ys @param {number} x @param {number} y */
function isWithin(xs, ys, x, y) {
  let inside = false;
  for (let a = 0, b = xs.length - 1; a < xs.length; b = a, a++) {
    if ((ys[a] > y) !== (ys[b] > y) && x < ((xs[b] - xs[a]) * (y - ys[a])) / (ys[b] - ys[a]) + xs[a]) inside = !inside;
  }
  return inside;
}

/**
 * What a canvas shows.
 * @param {Float32Array} places
 * @param {(index: number) => boolean} counts
 * @param {{left: number, top: number, right: number, bottom: number}} area
 * @param {Uint32Array} into which; changed
 * @returns {number} how many: as many as there is room for
 */
export function inArea(places, counts, { left, top, right, bottom }, into) {
  let found = 0;
  for (let i = 0; 2 * i < places.length && found < into.length; i++) {
    const [x, y] = [places[2 * i], places[2 * i + 1]];
    if (x >= left && x <= right && y >= top && y <= bottom && counts(i)) {
      into[found] = i;
      found += 1;
    }
  }
  return found;
}
