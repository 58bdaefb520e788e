// An image as the text that a transformer reads and writes: blocks of 2 by 2 pixels, row by row (src/model/transformer/symbols.rs).

import { SIDE as PIXELS_ACROSS } from './digit.js';

/** Blocks of a row, and rows of blocks. */
export const SIDE = 14;
export const PLACES = SIDE * SIDE;
/** Black and white blocks that there are. */
export const SYMBOLS = 16;

/** Where a block's four pixels are in an image, in the order of its symbol's bits. @param {number} place */
export function pixelsOf(place) {
  const first = Math.floor(place / SIDE) * 2 * PIXELS_ACROSS + (place % SIDE) * 2;
  return [first, first + 1, first + PIXELS_ACROSS, first + PIXELS_ACROSS + 1];
}

/** The image as it is after its first blocks: the others are empty. @param {Float32Array} image @param {number} places */
export function upTo(image, places) {
  const begun = new Float32Array(image.length);
  for (let place = 0; place < places; place++) for (const pixel of pixelsOf(place)) begun[pixel] = image[pixel];
  return begun;
}
