// Images where a map of them says: two numbers each, in whatever unit, as places in tiles. No DOM.

/** Tiles that would lie side by side along the map, beside those of a square without gaps. */
const LOOSE = 1.7;
/** What lies further out does not decide on the scale. */
const ENDS = 0.005;

/**
 * @param {Float32Array} coordinates x and y of each image in turn, y upwards; NaN for one without a place
 * @returns {import('./by-label.js').Placing}
 */
export function placeByMap(coordinates) {
  const axis = (/** @type {0|1} */ which) => {
    const values = new Float32Array(coordinates.length / 2);
    let there = 0;
    for (let at = which; at < coordinates.length; at += 2) if (!Number.isNaN(coordinates[at])) values[there++] = coordinates[at];
    const sorted = values.subarray(0, there).sort();
    const share = (/** @type {number} */ part) => sorted[Math.round(part * (there - 1))];
    return { count: there, middle: (share(ENDS) + share(1 - ENDS)) / 2, reach: (share(1 - ENDS) - share(ENDS)) / 2 };
  };
  const [across, up] = [axis(0), axis(1)];
  const half = (LOOSE * Math.sqrt(across.count)) / 2;
  const scale = half / (Math.max(across.reach, up.reach) || 1);
  const places = new Float32Array(coordinates.length);
  for (let at = 0; at < coordinates.length; at += 2) {
    places[at] = (coordinates[at] - across.middle) * scale;
    places[at + 1] = (up.middle - coordinates[at + 1]) * scale;
  }
  const [wide, high] = [across.reach * scale + 1, up.reach * scale + 1];
  return { places, names: [], bounds: { left: -wide, top: -high, right: wide, bottom: high }, kind: 'map' };
}
