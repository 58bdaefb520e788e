// Pictures as files show them: larger than on the page's canvases, and without transparency.

import { SIDE } from '../../../maths/digit.js';

const GAP = 2;
/** How dark a tile is where nothing is drawn, as on the page. */
const TILE = 0.045;

/** @typedef {{columns: number, rows: number}} Layout */

/**
 * Lays pictures out as a grid, each pixel `scale` pixels wide.
 * @param {Layout} layout
 * @param {number} scale
 */
export function createGrid({ columns, rows }, scale) {
  const width = (columns * (SIDE + GAP) + GAP) * scale;
  const height = (rows * (SIDE + GAP) + GAP) * scale;
  const shades = new Uint8Array(width * height);
  const shadeOf = Uint8Array.from({ length: 256 }, (_, value) => Math.round(255 * TILE + (1 - TILE) * value));
  return {
    width,
    height,
    /**
     * @param {Uint8Array} bytes 784 a picture, 255 is ink
     * @returns {Uint8Array} a shade a pixel, 0 is paper; the same array every time
     */
    lay(bytes) {
      for (let tile = 0; tile < columns * rows; tile++) {
        const left = GAP + (tile % columns) * (SIDE + GAP);
        const top = GAP + Math.floor(tile / columns) * (SIDE + GAP);
        for (let y = 0; y < SIDE; y++) {
          const line = (top + y) * scale * width;
          for (let x = 0; x < SIDE; x++) {
            const shade = shadeOf[bytes[(tile * SIDE + y) * SIDE + x] ?? 0];
            const start = line + (left + x) * scale;
            shades.fill(shade, start, start + scale);
          }
          for (let more = 1; more < scale; more++) shades.copyWithin(line + more * width, line, line + width);
        }
      }
      return shades;
    },
  };
}

/**
 * Colours between paper and ink.
 * @param {{paper: number[], ink: number[]}} colours red, green and blue
 * @param {number} count
 * @returns {number[][]}
 */
export const shadesBetween = ({ paper, ink }, count) => (
  Array.from({ length: count }, (_, at) => paper.map((from, channel) => Math.round(from + ((ink[channel] - from) * at) / (count - 1))))
);

/**
 * Draws what a grid has laid out.
 * @param {Uint8Array} shades
 * @param {ImageData} picture
 * @param {number[][]} palette 256 colours
 */
export function colourIn(shades, { data }, palette) {
  for (let at = 0; at < shades.length; at++) {
    const [red, green, blue] = palette[shades[at]];
    data[4 * at] = red;
    data[4 * at + 1] = green;
    data[4 * at + 2] = blue;
    data[4 * at + 3] = 255;
  }
}
