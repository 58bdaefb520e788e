// Which pixels of a digit are missing. No DOM.

import { PIXELS, SIDE } from '../../maths/digit.js';

/** The brush's radius, in pixels of a digit. */
export const RADIUS = 2.2;

/** A square of missing pixels in the middle. @param {number} size @returns {Float32Array} 1 where a pixel is missing */
export function squareHole(size) {
  const start = Math.floor((SIDE - size) / 2);
  const inside = (/** @type {number} */ at) => at >= start && at < start + size;
  return Float32Array.from({ length: PIXELS }, (_, at) => Number(inside(Math.floor(at / SIDE)) && inside(at % SIDE)));
}

/** Takes pixels around a place away. @param {Float32Array} hole @param {{x: number, y: number}} place */
export function paintHole(hole, { x, y }) {
  for (let at = 0; at < PIXELS; at++) {
    if (Math.hypot((at % SIDE) + 0.5 - x, Math.floor(at / SIDE) + 0.5 - y) < RADIUS) hole[at] = 1;
  }
}
