// Draws positive and negative numbers as small pictures: one ink for above zero, one for below, the ground for zero.

import { contextOf } from './find.js';
import { channelsOf, colour, onThemeChange } from './theme.js';

/**
 * @typedef {object} Tiles
 * @property {number} columns
 * @property {number} rows
 * @property {number} height of one tile
 * @property {number} width
 * @property {number} gap
 */

/** @param {HTMLCanvasElement} canvas */
export function createSigned(canvas) {
  const context = contextOf(canvas);
  /** @type {{values: ArrayLike<number>, tiles: Tiles, scaleOf: (tile: number) => number}|null} */
  let shown = null;
  /** @type {number[][]|null} */
  let inks = null;
  /** @type {ImageData|null} */
  let picture = null;

  const readInks = () => ['--plus', '--minus', '--ground'].map((name) => channelsOf(colour(name)));

  function paint() {
    if (!shown) return;
    inks ??= readInks();
    const { values, tiles, scaleOf } = shown;
    const { columns, rows, height, width, gap } = tiles;
    const [wide, high] = [columns * (width + gap) - gap, rows * (height + gap) - gap];
    if (!picture || canvas.width !== wide || canvas.height !== high) {
      Object.assign(canvas, { width: wide, height: high });
      picture = context.createImageData(wide, high);
    }
    const { data } = picture;
    data.fill(0);
    const [plus, minus, ground] = inks;
    const size = height * width;
    for (let tile = 0; tile < columns * rows; tile++) {
      const from = tile * size;
      if (from >= values.length) break;
      const scale = scaleOf(tile) || 1;
      const left = (tile % columns) * (width + gap);
      const top = Math.floor(tile / columns) * (height + gap);
      for (let at = 0; at < size; at++) {
        const value = Math.max(-1, Math.min(1, values[from + at] / scale));
        const ink = value < 0 ? minus : plus;
        const share = Math.abs(value);
        const to = 4 * ((top + Math.floor(at / width)) * wide + left + (at % width));
        for (let channel = 0; channel < 3; channel++) data[to + channel] = ground[channel] + (ink[channel] - ground[channel]) * share;
        data[to + 3] = 255;
      }
    }
    context.putImageData(picture, 0, 0);
  }

  onThemeChange(() => { inks = null; paint(); });

  return {
    /**
     * @param {ArrayLike<number>} values tile by tile
     * @param {Tiles} tiles
     * @param {(tile: number) => number} scaleOf the value that is drawn in full ink
     */
    show(values, tiles, scaleOf) {
      shown = { values, tiles, scaleOf };
      paint();
    },
  };
}
