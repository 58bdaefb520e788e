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
 * @property {Uint32Array} there     `[size]`, room for places that are not zero
 *
 * @typedef {{mean: Float32Array, axes: Float32Array[], variances: number[]}} Axes `axes`: of length 1, the largest variance first; the
 *   largest entry of each is positive
 */

/** @param {number} size @returns {Moments} */
export const noMoments = (size) => ({ size, count: 0, sum: new Float64Array(size), products: new Float64Array(size * size), there: new Uint32Array(size) });

/**
 * Adds one vector. Zeros cost nothing: four fifths of MNIST's pixels are black.
 * @param {Moments} moments changed
 * @param {ArrayLike<number>} vectors one after another
 * @param {number} at which of them
 */
export function addVector(moments, vectors, at) {
  const { size, sum, products, there } = moments;
  const begin = at * size;
  let count = 0;
  for (let i = 0; i < size; i++) if (vectors[begin + i] !== 0) there[count++] = i;
  for (let a = 0; a < count; a++) {
    const i = there[a];
    const value = vectors[begin + i];
    sum[i] += value;
    const row = i * size;
    for (let b = a; b < count; b++) products[row + there[b]] += value * vectors[begin + there[b]];
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
 * Coordinates along the axes; zeros cost nothing here either.
 * @param {Axes} axes
 * @returns {(vectors: ArrayLike<number>, at: number, into: Float32Array) => void} writes the coordinates of one of several vectors
 *   that stand one after another, at the same place
 */
export function projection({ mean, axes }) {
  const [size, wanted] = [mean.length, axes.length];
  // What one number of a vector adds to all coordinates stands together.
  const weights = new Float32Array(size * wanted);
  axes.forEach((axis, k) => axis.forEach((value, i) => { weights[i * wanted + k] = value; }));
  const offsets = Float64Array.from(axes, (axis) => axis.reduce((total, value, i) => total + value * mean[i], 0));
  const sums = new Float64Array(wanted);
  return (vectors, at, into) => {
    for (let k = 0; k < wanted; k++) sums[k] = -offsets[k];
    for (let i = 0; i < size; i++) {
      const value = vectors[at * size + i];
      if (value !== 0) for (let k = 0, weight = i * wanted; k < wanted; k++, weight++) sums[k] += value * weights[weight];
    }
    into.set(sums, at * wanted);
  };
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
