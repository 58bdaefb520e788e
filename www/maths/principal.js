// Principal component analysis (Pearson 1901, Hotelling 1933) of many short vectors of bytes or numbers: the directions in which they
// differ most. Sums may be collected piece by piece, so that whoever asks stays responsive. No DOM.

import { normalCodes } from './noise.js';

/** Rounds of the subspace iteration: on MNIST the first two axes are then exact to six digits. */
const ROUNDS = 40;

/**
 * @typedef {object} Moments what the covariance is made of
 * @property {number} size  numbers in a vector
 * @property {number} count vectors so far
 * @property {Float64Array} sum      `[size]`
 * @property {Float64Array} products `[size, size]`, the upper triangle
 *
 * @typedef {{mean: Float32Array, axes: Float32Array[], variances: number[]}} Axes `axes`: of length 1, the largest variance first; the
 *   largest entry of each is positive
 */

/** @param {number} size @returns {Moments} */
export const noMoments = (size) => ({ size, count: 0, sum: new Float64Array(size), products: new Float64Array(size * size) });

/**
 * Adds one vector. Zeros cost nothing: four fifths of MNIST's pixels are black.
 * @param {Moments} moments changed
 * @param {ArrayLike<number>} vectors one after another
 * @param {number} at which of them
 */
export function addVector(moments, vectors, at) {
  const { size, sum, products } = moments;
  const begin = at * size;
  /** @type {number[]} */
  const there = [];
  for (let i = 0; i < size; i++) if (vectors[begin + i] !== 0) there.push(i);
  for (let a = 0; a < there.length; a++) {
    const i = there[a];
    const value = vectors[begin + i];
    sum[i] += value;
    for (let b = a; b < there.length; b++) products[i * size + there[b]] += value * vectors[begin + there[b]];
  }
  moments.count += 1;
}

/**
 * The first axes, by subspace iteration on the covariance.
 * @param {Moments} moments of two vectors or more
 * @param {number} wanted axes, at most `size`
 * @param {() => Promise<void>} [pause] between two rounds
 * @returns {Promise<Axes>}
 */
export async function principalAxes({ size, count, sum, products }, wanted, pause = async () => {}) {
  const mean = Float32Array.from(sum, (one) => one / count);
  const covariance = new Float32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const value = products[i * size + j] / count - (sum[i] / count) * (sum[j] / count);
      covariance[i * size + j] = value;
      covariance[j * size + i] = value;
    }
  }
  // A few more than are wanted: the last ones settle slowly.
  const block = Math.min(size, wanted + 4);
  let axes = Array.from({ length: block }, (_, k) => normalCodes(1, size, k + 1));
  /** @type {number[]} */
  let variances = [];
  orthonormal(axes);
  for (let round = 0; round < ROUNDS; round++) {
    axes = axes.map((axis) => product(covariance, axis));
    variances = orthonormal(axes);
    await pause();
  }
  for (const axis of axes) {
    const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    if (largest < 0) for (let i = 0; i < size; i++) axis[i] = -axis[i];
  }
  return { mean, axes: axes.slice(0, wanted), variances: variances.slice(0, wanted) };
}

/**
 * Coordinates along the axes.
 * @param {Axes} axes
 * @param {ArrayLike<number>} vectors one after another
 * @param {number} from the first of them
 * @param {number} to   the one after the last
 * @param {Float32Array} into `axes.length` numbers a vector, at the same places; changed
 */
export function project({ mean, axes }, vectors, from, to, into) {
  const size = mean.length;
  const offsets = axes.map((axis) => axis.reduce((total, value, i) => total + value * mean[i], 0));
  for (let at = from; at < to; at++) {
    for (let k = 0; k < axes.length; k++) {
      const axis = axes[k];
      let total = -offsets[k];
      for (let i = 0, place = at * size; i < size; i++, place++) total += axis[i] * vectors[place];
      into[at * axes.length + k] = total;
    }
  }
}

/** @param {Float32Array} matrix square, symmetric @param {Float32Array} vector */
function product(matrix, vector) {
  const size = vector.length;
  const result = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let total = 0;
    for (let j = 0, at = i * size; j < size; j++, at++) total += matrix[at] * vector[j];
    result[i] = total;
  }
  return result;
}

/** Gram and Schmidt, in place; answers how long each was without what the ones before it have of it. @param {Float32Array[]} vectors */
function orthonormal(vectors) {
  return vectors.map((vector, k) => {
    for (let other = 0; other < k; other++) {
      const along = dot(vector, vectors[other]);
      for (let i = 0; i < vector.length; i++) vector[i] -= along * vectors[other][i];
    }
    const length = Math.sqrt(dot(vector, vector));
    // Data that differ in fewer directions than are asked for leave nothing.
    for (let i = 0; i < vector.length; i++) vector[i] = length > 1e-12 ? vector[i] / length : 0;
    return length;
  });
}

/** @param {Float32Array} a @param {Float32Array} b */
const dot = (a, b) => a.reduce((total, value, i) => total + value * b[i], 0);
