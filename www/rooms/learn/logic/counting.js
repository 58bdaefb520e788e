// A model by counting: how often each block of 2 by 2 pixels followed what was there before it. Plain arrays, no DOM.

import { PIXELS } from '../../../maths/digit.js';
import { PLACES, SIDE, SYMBOLS, pixelsOf } from '../../../maths/blocks.js';

/** What stands where there is no block. */
const NOTHING = SYMBOLS;
/** How many looks the level before is worth: a context that was seen once counts less than this. */
const PRIOR = 4;

/** What a block may be told, each level more than the one before: blocks before it by rows up and columns to the left. */
export const LEVELS = /** @type {const} */ ([
  { name: 'nothing', told: [] },
  { name: 'before', told: [[0, 1]] },
  { name: 'above', told: [[0, 1], [1, 0]] },
  { name: 'four', told: [[0, 1], [1, 0], [1, 1], [1, -1]] },
]);

/**
 * Black and white images as texts of 196 blocks.
 * @param {Float32Array} images 0 to 1
 */
export function textsOf(images) {
  return Array.from({ length: images.length / PIXELS }, (_, image) => {
    const text = new Uint8Array(PLACES);
    for (let place = 0; place < PLACES; place++) {
      pixelsOf(place).forEach((pixel, bit) => { if (images[image * PIXELS + pixel] >= 0.5) text[place] |= 1 << bit; });
    }
    return text;
  });
}

/** @param {Uint8Array} text */
export function imageOf(text) {
  const image = new Float32Array(PIXELS);
  text.forEach((symbol, place) => pixelsOf(place).forEach((pixel, bit) => { image[pixel] = (symbol >> bit) & 1; }));
  return image;
}

/** The number of what a place is told. @param {readonly (readonly number[])[]} told @param {ArrayLike<number>} text @param {number} place */
function contextOf(told, text, place) {
  const [row, column] = [Math.floor(place / SIDE), place % SIDE];
  return told.reduce((context, [up, left]) => {
    const inside = row >= up && column >= left && column - left < SIDE;
    return context * (SYMBOLS + 1) + (inside ? text[place - up * SIDE - left] : NOTHING);
  }, 0);
}

/**
 * Counts of every level.
 * @param {Uint8Array[]} texts
 * @returns {Float32Array[]} how often each block came in each context, a level each
 */
export function countsOf(texts) {
  return LEVELS.map(({ told }) => {
    const counts = new Float32Array((SYMBOLS + 1) ** told.length * SYMBOLS);
    for (const text of texts) for (let place = 0; place < PLACES; place++) counts[contextOf(told, text, place) * SYMBOLS + text[place]] += 1;
    return counts;
  });
}

/**
 * How likely each block is at a place. Where a context was seen seldom, the level before it has most of the say (MacKay and Peto, "A
 * hierarchical Dirichlet language model", 1995); before all levels, each block is as likely.
 * @param {Float32Array[]} counts
 * @param {number} level
 * @param {ArrayLike<number>} text what is before the place
 * @param {number} place
 * @returns {Float64Array} 16 numbers with the sum 1
 */
export function likely(counts, level, text, place) {
  let found = new Float64Array(SYMBOLS).fill(1 / SYMBOLS);
  for (let at = 0; at <= level; at++) {
    const start = contextOf(LEVELS[at].told, text, place) * SYMBOLS;
    const seen = counts[at].subarray(start, start + SYMBOLS);
    const sum = seen.reduce((all, one) => all + one, 0);
    found = found.map((before, symbol) => (seen[symbol] + PRIOR * before) / (sum + PRIOR));
  }
  return found;
}

/** How much a text surprises a level, in nats. @param {Float32Array[]} counts @param {number} level @param {Uint8Array} text */
export function natsOf(counts, level, text) {
  let nats = 0;
  for (let place = 0; place < PLACES; place++) nats -= Math.log(likely(counts, level, text, place)[text[place]]);
  return nats;
}

/**
 * A text that a level writes, block by block.
 * @param {Float32Array[]} counts @param {number} level
 * @param {() => number} unit numbers of 0 to below 1
 */
export function write(counts, level, unit) {
  const text = new Uint8Array(PLACES);
  for (let place = 0; place < PLACES; place++) {
    let left = unit();
    const all = likely(counts, level, text, place);
    const at = all.findIndex((probability) => (left -= probability) < 0);
    text[place] = at < 0 ? SYMBOLS - 1 : at;
  }
  return text;
}
