// What is known of images from their pixels alone: scores that need no model, principal components, images that are the same. All of it
// in pieces of a few milliseconds, between which the explorer is drawn. No DOM.

import { PIXELS } from '../../../../maths/digit.js';
import { addVector, noMoments, principalAxes, projection } from '../../../../maths/principal.js';

/** Images from which the axes are computed, evenly from all: more change them by less than a pixel of the map. */
const AXES_FROM = 10_000;
const PIECE_MS = 6;

/** @typedef {import('./pictures.js').Pictures} Pictures */
/** @typedef {() => Promise<void>} Pause */

/**
 * Calls `work` for each number below `count`, and lets others work now and then.
 * @param {number} count
 * @param {Pause} pause
 * @param {(at: number) => void} work
 */
async function each(count, pause, work) {
  let last = performance.now();
  for (let at = 0; at < count; at++) {
    work(at);
    if (at % 16 === 0 && performance.now() - last > PIECE_MS) {
      await pause();
      last = performance.now();
    }
  }
}

/** Mean pixel of each image, 0 to 1. @param {Pictures} pictures @param {Pause} pause */
export async function inkOf({ images, count }, pause) {
  const values = new Float32Array(count);
  await each(count, pause, (at) => {
    let sum = 0;
    for (let pixel = at * PIXELS; pixel < (at + 1) * PIXELS; pixel++) sum += images[pixel];
    values[at] = sum / PIXELS / 255;
  });
  return values;
}

/** Four pixels at a time: of a digit's, most are four times nothing. */
const WORDS = PIXELS / 4;
/** @param {Uint8Array} images 784 bytes each, at the beginning of their memory */
const wordsOf = (images) => new Uint32Array(images.buffer, images.byteOffset, images.length / 4);

/**
 * Distance of each image to the mean training image of its label, pixels from 0 to 1: what `data.clean=outliers` goes by.
 * @param {Pictures} pictures
 * @param {Pause} pause
 */
export async function distancesToMean({ images, labels, count, train }, pause) {
  const words = wordsOf(images);
  const sums = Array.from({ length: 10 }, () => new Float64Array(PIXELS));
  const counts = new Uint32Array(10);
  await each(train, pause, (at) => {
    const sum = sums[labels[at]];
    const from = at * PIXELS;
    for (let word = at * WORDS; word < (at + 1) * WORDS; word++) {
      if (words[word] === 0) continue;
      for (let pixel = 4 * word; pixel < 4 * word + 4; pixel++) sum[pixel - from] += images[pixel];
    }
    counts[labels[at]] += 1;
  });
  const means = sums.map((sum, label) => sum.map((value) => value / Math.max(1, counts[label])));
  // What an image without ink would be away; each pixel of ink changes that: (x - m)^2 = m^2 + x (x - 2 m).
  const squares = means.map((mean) => mean.reduce((sum, value) => sum + value * value, 0));
  const values = new Float32Array(count);
  await each(count, pause, (at) => {
    const mean = means[labels[at]];
    const from = at * PIXELS;
    let total = squares[labels[at]];
    for (let word = at * WORDS; word < (at + 1) * WORDS; word++) {
      if (words[word] === 0) continue;
      for (let pixel = 4 * word; pixel < 4 * word + 4; pixel++) total += images[pixel] * (images[pixel] - 2 * mean[pixel - from]);
    }
    values[at] = Math.sqrt(Math.max(0, total)) / 255;
  });
  return values;
}

/**
 * Coordinates of vectors along their first principal axes.
 * @param {ArrayLike<number>} vectors one after another
 * @param {number} size  numbers in each
 * @param {number} wanted coordinates
 * @param {Pause} pause
 * @returns {Promise<Float32Array>} `wanted` numbers a vector
 */
export async function components(vectors, size, wanted, pause) {
  const count = vectors.length / size;
  const moments = noMoments(size);
  const sample = Math.min(count, AXES_FROM);
  await each(sample, pause, (at) => addVector(moments, vectors, Math.floor((at * count) / sample)));
  const axes = await principalAxes(moments, Math.min(wanted, size), pause);
  const found = new Float32Array(count * axes.axes.length);
  const write = projection(axes);
  await each(count, pause, (at) => write(vectors, at, found));
  return found;
}

/**
 * Training images that are the same, pixel for pixel, as one before them.
 * @param {Pictures} pictures
 * @param {Pause} pause
 * @returns {Promise<{index: number, of: number}[]>} of: the first of them
 */
export async function sameImages({ images, train }, pause) {
  /** @type {Map<number, number[]>} */
  const byHash = new Map();
  /** @type {{index: number, of: number}[]} */
  const found = [];
  await each(train, pause, (at) => {
    // FNV-1a; whatever it takes for the same is compared.
    let hash = 0x811c9dc5;
    for (let pixel = at * PIXELS; pixel < (at + 1) * PIXELS; pixel++) hash = Math.imul(hash ^ images[pixel], 0x01000193);
    const others = byHash.get(hash) ?? [];
    const of = others.find((other) => isSame(images, other, at));
    if (of === undefined) byHash.set(hash, [...others, at]);
    else found.push({ index: at, of });
  });
  return found;
}

/** @param {Uint8Array} images @param {number} a @param {number} b */
function isSame(images, a, b) {
  for (let pixel = 0; pixel < PIXELS; pixel++) if (images[a * PIXELS + pixel] !== images[b * PIXELS + pixel]) return false;
  return true;
}
