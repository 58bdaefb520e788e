// What the decoder draws at every place: a square of pictures, each for an equal share of all random codes.

import { SIDE } from '../../../maths/digit.js';
import { createDigits } from '../../../kit/digits.js';
import { quantileGrid, quantiles, shareSmaller } from '../../../maths/places.js';

/** @typedef {import('./plane-canvas.js').Place} Place */

/** Pictures a row, and a column. */
export const TILES = 15;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} mark lies over it
 * @param {{onChoose: (place: Place) => void, onLook: (place: Place|null) => void}} events
 */
export function createManifold(canvas, mark, { onChoose, onLook }) {
  const pictures = createDigits(canvas, { columns: TILES, rows: TILES, framed: false });
  const steps = quantiles(TILES);

  /** @param {MouseEvent} event */
  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    /** Which tile. @param {number} part of the way across */
    const at = (part) => Math.min(TILES - 1, Math.max(0, Math.floor(part * TILES)));
    return { x: steps[at((event.clientX - box.left) / box.width)], y: steps[TILES - 1 - at((event.clientY - box.top) / box.height)] };
  }

  canvas.addEventListener('click', (event) => onChoose(placeOf(event)));
  canvas.addEventListener('pointermove', (event) => { if (event.pointerType !== 'touch') onLook(placeOf(event)); });
  canvas.addEventListener('pointerleave', () => onLook(null));

  return {
    /** What to decode, row by row. */
    codes: quantileGrid(TILES),
    count: TILES * TILES,
    size: SIDE * SIDE * TILES * TILES,
    /** @param {Float32Array|null} images */
    show: (images) => pictures.show(images),
    /** @param {Place} point */
    mark({ x, y }) {
      mark.style.left = `${(100 * shareSmaller(x)).toFixed(2)}%`;
      mark.style.top = `${(100 * (1 - shareSmaller(y))).toFixed(2)}%`;
    },
  };
}
