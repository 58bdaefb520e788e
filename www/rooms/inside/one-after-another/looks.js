// How a place's attention looks over the picture. No DOM.

import { PLACES, SIDE, pixelsOf } from '../../../maths/blocks.js';

/** How strong the digit's own ink is below. */
const DIGIT = 0.35;

/**
 * How much one head's place looks at each place up to it: 196 weights with the sum 1.
 * @param {{heads: number, weights: Float32Array}} attention  as `pg.attention` answers it
 * @param {number} layer @param {number} head @param {number} place
 */
export function looksOf({ heads, weights }, layer, head, place) {
  const start = ((layer * heads + head) * PLACES + place) * PLACES;
  return weights.subarray(start, start + PLACES);
}

/**
 * A digit in faint ink, and upon it what is looked at, as strong as the strongest look; the place that looks is filled.
 * @param {Float32Array|null} image  784 values
 * @param {ArrayLike<number>} looks
 * @param {number} place
 * @param {Record<'digit'|'look'|'here', number[]>} inks  red, green and blue, 0 to 255
 * @returns {Uint8ClampedArray<ArrayBuffer>} red, green, blue and alpha of 28 by 28 pixels
 */
export function overlay(image, looks, place, inks) {
  const picture = new Uint8ClampedArray(4 * 4 * PLACES);
  const strongest = Math.max(...Array.from(looks), 1e-9);
  for (let at = 0; at < PLACES; at++) {
    const look = looks[at] / strongest;
    for (const pixel of pixelsOf(at)) {
      if (at === place) picture.set([...inks.here, 255], 4 * pixel);
      else {
        const below = DIGIT * (image?.[pixel] ?? 0);
        // One ink over the other.
        const alpha = look + below * (1 - look);
        const mixed = inks.look.map((channel, index) => (alpha > 0 ? (look * channel + (1 - look) * below * inks.digit[index]) / alpha : 0));
        picture.set([...mixed, 255 * alpha], 4 * pixel);
      }
    }
  }
  return picture;
}

/** @typedef {{offsetX: number, offsetY: number}} Point @typedef {{clientWidth: number, clientHeight: number}} Box */

/** The place under a pointer. @param {Point} point @param {Box} box */
export const placeAt = (point, box) => tileAt(point, box, SIDE, SIDE);

/** The map under a pointer, of a grid of heads by layers. @param {Point} point @param {Box} box @param {{layers: number, heads: number}} grid */
export const headAt = (point, box, { layers, heads }) => tileAt(point, box, heads, layers);

/** @param {Point} point @param {Box} box @param {number} columns @param {number} rows */
function tileAt({ offsetX, offsetY }, { clientWidth, clientHeight }, columns, rows) {
  const along = (/** @type {number} */ at, /** @type {number} */ length, /** @type {number} */ count) => Math.min(count - 1, Math.max(0, Math.floor((at / length) * count)));
  return along(offsetY, clientHeight, rows) * columns + along(offsetX, clientWidth, columns);
}
