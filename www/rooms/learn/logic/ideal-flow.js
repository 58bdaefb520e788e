// The flow that no network has to learn: where the data are finitely many images, what is to be expected at the end of a path has a
// closed form. Plain arrays, no DOM.

import { PIXELS } from '../../../maths/digit.js';

/** Images as flows see them, -1 to 1. @param {ArrayLike<number>} images 0 to 1 */
export const signed = (images) => Float32Array.from(images, (ink) => 2 * ink - 1);

/** And back. @param {ArrayLike<number>} states */
export const unsigned = (states) => Float32Array.from(states, (value) => Math.min(1, Math.max(0, (value + 1) / 2)));

/**
 * What is known of the data.
 * @param {Float32Array} data  -1 to 1, one image after another
 */
export function dataOf(data) {
  const squares = Float64Array.from({ length: data.length / PIXELS }, (_, image) => dot(data, image * PIXELS, data, image * PIXELS));
  return { data, squares };
}

/** @typedef {ReturnType<typeof dataOf>} Data */

/**
 * The mean of all images from which a path could have come that is at `x` at a time, each by how likely that is: with
 * x = t·image + (1 − t)·noise, the noise is normal, so an image weighs exp(−|x − t·image|² / 2(1 − t)²) (Lipman et al., "Flow Matching
 * for Generative Modeling", 2022, for finitely many data).
 * @param {Data} of
 * @param {Float32Array} x   784 values
 * @param {number} time      0, noise, to below 1
 * @returns {{mean: Float32Array, nearest: number, weight: number}} the likeliest image, and its share of the weights
 */
export function expected({ data, squares }, x, time) {
  const scale = 1 / (2 * (1 - time) ** 2);
  // What all have in common, |x|², cancels.
  const logs = squares.map((square, image) => scale * (2 * time * dot(x, 0, data, image * PIXELS) - time * time * square));
  const largest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - largest));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const mean = new Float32Array(PIXELS);
  weights.forEach((weight, image) => {
    const share = weight / sum;
    if (share < 1e-7) return;
    for (let pixel = 0; pixel < PIXELS; pixel++) mean[pixel] += share * data[image * PIXELS + pixel];
  });
  return { mean, nearest: logs.indexOf(largest), weight: 1 / sum };
}

/**
 * One step of Euler's: along the velocity towards what is expected.
 * @param {Float32Array} x @param {Float32Array} mean what is expected from there @param {number} time @param {number} length of the step
 */
export const stepped = (x, mean, time, length) => x.map((value, pixel) => value + (length / (1 - time)) * (mean[pixel] - value));

/** @param {Float32Array} a @param {number} atA @param {Float32Array} b @param {number} atB */
function dot(a, atA, b, atB) {
  let sum = 0;
  for (let pixel = 0; pixel < PIXELS; pixel++) sum += a[atA + pixel] * b[atB + pixel];
  return sum;
}
