// Many images on few large pages, each with two smaller copies, as a texture array takes them. No DOM.

import { SIDE } from '../../../../maths/digit.js';

/** Tiles along a page's side: pages of 1,008 pixels, which every machine can take. */
export const ALONG = 36;
export const A_PAGE = ALONG * ALONG;
/** The images as they are, at half their size and at a quarter: smaller tiles would else flicker. */
export const LEVELS = 3;

/** Pixels of a page's side. @param {number} level */
export const pageSide = (level) => (ALONG * SIDE) >> level;

/**
 * Some rows of tiles of a page.
 * @param {Uint8Array} images 784 bytes each
 * @param {number} page
 * @param {number} first row @param {number} end the row after the last
 * @returns {Uint8Array[]} a level each: pixels, row by row
 */
export function rowsOfPage(images, page, first, end) {
  const levels = Array.from({ length: LEVELS }, (_, level) => new Uint8Array((end - first) * (SIDE >> level) * pageSide(level)));
  const pixels = SIDE * SIDE;
  for (let row = first; row < end; row++) {
    for (let column = 0; column < ALONG; column++) {
      const from = (page * A_PAGE + row * ALONG + column) * pixels;
      if (from >= images.length) return levels;
      for (let y = 0; y < SIDE; y++) {
        levels[0].set(images.subarray(from + y * SIDE, from + (y + 1) * SIDE), ((row - first) * SIDE + y) * pageSide(0) + column * SIDE);
      }
      for (let level = 1; level < LEVELS; level++) halve(levels, level, (row - first) * (SIDE >> level), column * (SIDE >> level));
    }
  }
  return levels;
}

/** A tile of one level from that of the level before: means of four. @param {Uint8Array[]} levels @param {number} level @param {number} top @param {number} left */
function halve(levels, level, top, left) {
  const [large, small] = [levels[level - 1], levels[level]];
  const [wide, narrow] = [pageSide(level - 1), pageSide(level)];
  const side = SIDE >> level;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = 2 * (top + y) * wide + 2 * (left + x);
      small[(top + y) * narrow + left + x] = (large[at] + large[at + 1] + large[at + wide] + large[at + wide + 1] + 2) >> 2;
    }
  }
}
