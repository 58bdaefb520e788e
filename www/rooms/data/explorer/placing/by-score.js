// Images along an axis, from the lowest score to the highest: a histogram of tiles. No DOM.

/** Bars of the histogram. */
const BARS = 60;
/** What lies beyond is in the first bar or the last: a few far values would leave the others no room. */
const ENDS = 0.002;
/** Numbers on the axis. */
const TICKS = 5;

/**
 * @param {Float32Array} scores NaN where there is none: such an image has no place
 * @param {number} aspect width of the canvas divided by its height
 * @param {(value: number) => string} inWords
 * @returns {import('./by-label.js').Placing}
 */
export function placeByScore(scores, aspect, inWords) {
  const order = orderOf(scores);
  const places = new Float32Array(2 * scores.length).fill(NaN);
  if (order.length === 0) return { places, names: [], bounds: { left: 0, top: 0, right: 1, bottom: 1 }, kind: 'grid' };
  const at = (/** @type {number} */ share) => scores[order[Math.round(share * (order.length - 1))]];
  const [low, high] = [at(ENDS), at(1 - ENDS)];
  const step = (high - low) / BARS || 1;
  const barOf = (/** @type {number} */ score) => Math.max(0, Math.min(BARS - 1, Math.floor((score - low) / step)));
  const heights = new Uint32Array(BARS);
  for (const image of order) heights[barOf(scores[image])] += 1;
  // As wide as makes the whole as wide as the canvas.
  const width = Math.max(1, Math.round(Math.sqrt((Math.max(...heights) * aspect) / BARS)));
  heights.fill(0);
  for (const image of order) {
    const bar = barOf(scores[image]);
    places[2 * image] = bar * width + (heights[bar] % width) + 0.5;
    places[2 * image + 1] = -Math.floor(heights[bar] / width) - 0.5;
    heights[bar] += 1;
  }
  const top = -Math.ceil(Math.max(...heights) / width);
  const names = Array.from({ length: TICKS }, (_, tick) => {
    const share = tick / (TICKS - 1);
    const sign = share === 0 && scores[order[0]] < low ? '≤ ' : share === 1 && scores[order[order.length - 1]] > high ? '≥ ' : '';
    return { text: sign + inWords(low + share * (high - low)), x: share * BARS * width, y: below(top) };
  });
  return { places, names, bounds: { left: 0, top, right: BARS * width, bottom: below(top) }, kind: 'grid' };
}

/** Room for the axis's numbers. @param {number} top */
const below = (top) => Math.max(2, -top * 0.08);

/** Images with a score, the lowest first. @param {Float32Array} scores */
export function orderOf(scores) {
  const order = new Uint32Array(scores.length);
  let there = 0;
  for (let at = 0; at < scores.length; at++) if (!Number.isNaN(scores[at])) order[there++] = at;
  return order.subarray(0, there).sort((a, b) => scores[a] - scores[b] || a - b);
}
