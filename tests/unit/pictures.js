// Pictures of digits as people take them, made by code: strokes on paper, in a light, with dust, on a desk.

import { brush } from '../../www/maths/digit.js';
import { randomness } from './randomness.js';

/** Digits as strokes of points, x and y from 0 to 1. */
export const STROKES = {
  0: [[[0.5, 0.1], [0.25, 0.25], [0.2, 0.5], [0.25, 0.75], [0.5, 0.9], [0.75, 0.75], [0.8, 0.5], [0.75, 0.25], [0.5, 0.1]]],
  1: [[[0.5, 0.1], [0.48, 0.9]]],
  2: [[[0.22, 0.3], [0.35, 0.12], [0.6, 0.1], [0.75, 0.3], [0.6, 0.55], [0.22, 0.88], [0.8, 0.86]]],
  3: [[[0.25, 0.15], [0.6, 0.1], [0.7, 0.3], [0.45, 0.48], [0.75, 0.65], [0.6, 0.88], [0.22, 0.85]]],
  4: [[[0.3, 0.1], [0.25, 0.55], [0.8, 0.55]], [[0.65, 0.3], [0.65, 0.92]]],
  5: [[[0.28, 0.12], [0.26, 0.45], [0.6, 0.42], [0.75, 0.65], [0.6, 0.88], [0.22, 0.85]], [[0.3, 0.12], [0.75, 0.1]]],
  7: [[[0.2, 0.12], [0.8, 0.12], [0.45, 0.9]]],
  8: [[[0.5, 0.5], [0.25, 0.3], [0.5, 0.1], [0.75, 0.3], [0.5, 0.5], [0.22, 0.72], [0.5, 0.9], [0.78, 0.72], [0.5, 0.5]]],
};

/**
 * @typedef {[number, number, number]} Colour 0 to 255
 * @typedef {object} Scene
 * @property {number} [width]
 * @property {number} [height]
 * @property {string} [digit]
 * @property {{left: number, top: number, size: number}} [place] of the square that the digit is drawn in, in pixels
 * @property {number} [pen]   half the width of its line, in pixels
 * @property {Colour} [ink]
 * @property {(x: number, y: number) => Colour} [paper] x and y from 0 to 1
 * @property {(x: number, y: number) => number} [light] what share of it reaches the place
 * @property {number} [noise] the largest change of a pixel, 0 to 255
 * @property {number} [dust]  specks of ink
 */

/**
 * A picture, and the ink of its digit alone.
 * @param {Scene} scene
 */
export function photograph({
  width = 200, height = 200, digit = '2', place = { left: 0.2 * width, top: 0.15 * height, size: 0.6 * Math.min(width, height) }, pen = place.size / 20,
  ink = [30, 30, 40], paper = () => [236, 232, 224], light = () => 1, noise = 0, dust = 0,
}) {
  const random = randomness(11);
  const side = Math.max(width, height);
  const strokes = new Float32Array(side * side);
  const at = ([x, y]) => ({ x: place.left + x * place.size, y: place.top + y * place.size });
  for (const points of STROKES[digit] ?? []) {
    for (let i = 1; i < points.length; i++) brush(strokes, side, at(points[i - 1]), at(points[i]), pen);
  }
  const marks = strokes.slice();
  for (let speck = 0; speck < dust; speck++) {
    const spot = { x: random.unit() * width, y: random.unit() * height };
    brush(marks, side, spot, spot, 0.5 + random.unit());
  }
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ground = paper((x + 0.5) / width, (y + 0.5) / height);
      const share = marks[y * side + x];
      const lit = light((x + 0.5) / width, (y + 0.5) / height);
      const grain = noise * (2 * random.unit() - 1);
      ground.forEach((value, channel) => { rgba[4 * (y * width + x) + channel] = (value + (ink[channel] - value) * share) * lit + grain; });
      rgba[4 * (y * width + x) + 3] = 255;
    }
  }
  return { rgba, width, height, strokes, side };
}
