// A film as an animated GIF, one picture a slice, so that the page stays quick.

import { GIFEncoder } from '../../../vendor/gifenc.js';
import { createGrid, shadesBetween } from './paint.js';
import { breathe } from '../../../kit/breathe.js';

const SCALE = 2;
/** Shades between paper and ink: enough for handwriting, and small files. */
const BITS = 5;

/**
 * @param {import('./film.js').Film} film
 * @param {{paper: number[], ink: number[]}} colours
 * @param {{onProgress: (share: number) => void, signal: AbortSignal}} options
 * @returns {Promise<Blob>}
 */
export async function encodeGif(film, colours, { onProgress, signal }) {
  const grid = createGrid(film, SCALE);
  const gif = GIFEncoder();
  const index = new Uint8Array(grid.width * grid.height);
  // Without a palette of its own, a picture takes the first one's.
  /** @type {{palette?: number[][], repeat?: number}} */
  let first = { palette: shadesBetween(colours, 2 ** BITS), repeat: 0 };
  for (const [at, { bytes, ms }] of film.pictures.entries()) {
    signal.throwIfAborted();
    const shades = grid.lay(bytes);
    for (let pixel = 0; pixel < index.length; pixel++) index[pixel] = shades[pixel] >> (8 - BITS);
    gif.writeFrame(index, grid.width, grid.height, { ...first, delay: ms });
    first = {};
    onProgress((at + 1) / film.pictures.length);
    await breathe();
  }
  gif.finish();
  return new Blob([gif.bytes()], { type: 'image/gif' });
}
