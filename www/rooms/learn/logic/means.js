// What the averages of real digits say. Plain arrays, no DOM.

import { PIXELS } from '../../../maths/digit.js';

const DIGITS = 10;

/**
 * All that the figure needs to know of the digits: their sum, class by class.
 * @param {Float32Array} images
 * @param {Uint8Array} labels
 * @returns {{sums: Float64Array[], counts: number[]}}
 */
export function sumsOf(images, labels) {
  const sums = Array.from({ length: DIGITS }, () => new Float64Array(PIXELS));
  const counts = new Array(DIGITS).fill(0);
  labels.forEach((label, image) => {
    const sum = sums[label];
    counts[label] += 1;
    for (let pixel = 0; pixel < PIXELS; pixel++) sum[pixel] += images[image * PIXELS + pixel];
  });
  return { sums, counts };
}

/**
 * The mean of all digits of the chosen classes.
 * @param {{sums: Float64Array[], counts: number[]}} of
 * @param {number[]} chosen digits
 * @returns {{mean: Float32Array, count: number}}
 */
export function meanOf({ sums, counts }, chosen) {
  const count = chosen.reduce((all, digit) => all + counts[digit], 0);
  const mean = new Float32Array(PIXELS);
  for (const digit of chosen) for (let pixel = 0; pixel < PIXELS; pixel++) mean[pixel] += sums[digit][pixel] / count;
  return { mean, count };
}

/**
 * How surprised someone is by each digit who knows nothing but a mean: the cross-entropy of its pixels, in nats, averaged over the
 * class. As if two more images, one blank and one full, had been averaged too: nothing is taken for impossible.
 * @param {{sums: Float64Array[], counts: number[]}} of
 * @param {{mean: Float32Array, count: number}} known
 * @returns {number[]} one a digit; NaN for a digit of which there is none
 */
export function surprises({ sums, counts }, { mean, count }) {
  const softened = mean.map((value) => (value * count + 1) / (count + 2));
  return sums.map((sum, digit) => {
    let total = 0;
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      total -= sum[pixel] * Math.log(softened[pixel]) + (counts[digit] - sum[pixel]) * Math.log(1 - softened[pixel]);
    }
    return total / counts[digit];
  });
}
