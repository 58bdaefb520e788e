// Pictures of any size as images that models learn from: 28 by 28 bytes, light strokes on black. No DOM.

import { PIXELS, SIDE, areaMeans, centreDigit } from '../maths/digit.js';
import { LOOK, findDigit } from '../maths/picture/find.js';
import { sheetOf } from '../maths/picture/lay.js';
import { planesOf } from '../maths/picture/planes.js';

export { LOOK };

/** Side of the sheet that a mark which was found is laid on. */
const SHEET = 280;
/** What is weaker than this share of the strongest ink is no ink, where it is asked whether there is any. */
const FAINT = 0.15;

/** @typedef {{values: Float32Array, width: number, height: number}} Plane values: 0 (paper) to 1 (ink) */
/** @typedef {'whole'|'mark'} Fit whole: all of the picture; mark: what is drawn on it alone, as large as MNIST's digits */

/**
 * The grey tones of a picture, turned over where it is dark on light: its edge tells what is paper.
 * @param {Uint8ClampedArray|Uint8Array} rgba 4*width*height bytes
 * @param {number} width
 * @param {number} height
 * @returns {Plane}
 */
export function inkOf(rgba, width, height) {
  const { colours: [red, green, blue] } = planesOf(rgba, width, height);
  const grey = red.map((value, at) => 0.2126 * value + 0.7152 * green[at] + 0.0722 * blue[at]);
  const edge = [];
  for (let x = 0; x < width; x++) edge.push(grey[x], grey[(height - 1) * width + x]);
  for (let y = 0; y < height; y++) edge.push(grey[y * width], grey[y * width + width - 1]);
  edge.sort((a, b) => a - b);
  const isLight = edge[edge.length >> 1] > 0.5;
  return { values: isLight ? grey.map((value) => 1 - value) : grey, width, height };
}

/** All of a picture in 28 by 28, its shape kept, on paper. @param {Plane} plane @returns {Uint8Array} 784 bytes */
export function whole(plane) {
  const longest = Math.max(plane.width, plane.height);
  const box = { left: (plane.width - longest) / 2, top: (plane.height - longest) / 2, width: longest, height: longest };
  return bytesOf(areaMeans(plane, box, SIDE, SIDE));
}

/**
 * @param {Uint8ClampedArray} rgba of a picture of `LOOK` pixels a side at most
 * @param {number} width
 * @param {number} height
 * @param {Fit} fit where no mark is found, all of it
 * @returns {Uint8Array} 784 bytes
 */
export function convert(rgba, width, height, fit) {
  const found = fit === 'mark' ? findDigit(rgba, width, height) : null;
  return found ? markOf(found) : whole(inkOf(rgba, width, height));
}

/** A mark that was found, as large as a digit of MNIST. @param {import('../maths/picture/handwriting.js').Found} found @returns {Uint8Array} 784 bytes */
export const markOf = (found) => bytesOf(centreDigit(sheetOf(found, SHEET), SHEET));

/**
 * The drawings on a sheet with a grid of them, row by row; places where nothing is drawn are left out.
 * @param {Plane} sheet
 * @param {number} columns
 * @param {number} rows
 * @param {Fit} fit
 * @returns {Uint8Array[]} 784 bytes each
 */
export function cut(sheet, columns, rows, fit) {
  const strongest = sheet.values.reduce((most, value) => Math.max(most, value), 0);
  /** @type {Uint8Array[]} */
  const found = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = cropped(sheet, column / columns, row / rows, (column + 1) / columns, (row + 1) / rows);
      if (place.values.some((value) => value > FAINT * strongest && value > FAINT)) found.push(fit === 'mark' ? mark(place) : whole(place));
    }
  }
  return found;
}

/** What is drawn on a plane, as large as a digit of MNIST. @param {Plane} plane */
function mark(plane) {
  const side = Math.max(plane.width, plane.height);
  return bytesOf(centreDigit(areaMeans(plane, { left: 0, top: 0, width: side, height: side }, side, side), side));
}

/**
 * How many columns and rows of drawings a sheet seems to have: bands of ink with empty ones between them.
 * @param {Plane} sheet
 * @returns {{columns: number, rows: number}} 1 and 1 for one drawing
 */
export function gridOf({ values, width, height }) {
  const across = new Float32Array(width);
  const down = new Float32Array(height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      across[x] = Math.max(across[x], values[y * width + x]);
      down[y] = Math.max(down[y], values[y * width + x]);
    }
  }
  return { columns: Math.max(1, bands(across)), rows: Math.max(1, bands(down)) };
}

/** @param {Float32Array} line */
function bands(line) {
  const most = line.reduce((a, b) => Math.max(a, b), 0);
  let count = 0;
  line.forEach((value, at) => { if (value > FAINT * most && !(line[at - 1] > FAINT * most)) count += 1; });
  return count;
}

/** A part of a plane, its sides as shares of the whole. @param {Plane} plane @param {number} left @param {number} top @param {number} right @param {number} bottom @returns {Plane} */
function cropped({ values, width, height }, left, top, right, bottom) {
  const [x0, y0, x1, y1] = [Math.round(left * width), Math.round(top * height), Math.round(right * width), Math.round(bottom * height)];
  const part = new Float32Array((x1 - x0) * (y1 - y0));
  for (let y = y0; y < y1; y++) part.set(values.subarray(y * width + x0, y * width + x1), (y - y0) * (x1 - x0));
  return { values: part, width: x1 - x0, height: y1 - y0 };
}

/** @param {Float32Array} image 0 to 1 */
const bytesOf = (image) => Uint8Array.from(image, (value) => Math.round(255 * value));
