// What a critic's logits say, in counts, places and shares. Plain data, no DOM.

import { FAMILIES } from '../engine/schema.js';

const OBJECTIVES = FAMILIES.flatMap(({ objectives }) => objectives);

/**
 * The logit above which a discriminator takes an image for real. Wasserstein's critics measure a distance and have no such line.
 * @param {string} objective as in the model's settings
 * @returns {number|null}
 */
export const thresholdOf = (objective) => OBJECTIVES.find(({ word }) => word === objective)?.threshold ?? null;

/** Whether the logit is the logarithm of odds, so that it can be told as a probability. @param {string} objective */
export const isProbability = (objective) => ['non-saturating', 'minimax', 'vae-gan'].includes(objective);

/**
 * The scores of real and forged digits, counted over one axis.
 * @param {ArrayLike<number>} real
 * @param {ArrayLike<number>} fake
 * @param {number} bins
 * @param {number|null} [threshold] is on the axis too, so that it shows when a critic takes everything for real
 * @returns {{low: number, high: number, real: number[], fake: number[], most: number}} shares of each kind; most: the largest
 */
export function distributions(real, fake, bins, threshold = null) {
  const all = [...Array.from(real), ...Array.from(fake), ...(threshold === null ? [] : [threshold])].filter(Number.isFinite);
  let [low, high] = all.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  if (!(low <= high)) [low, high] = [-1, 1];
  const room = Math.max((high - low) * 0.04, 1e-3);
  low -= room;
  high += room;
  const shares = (/** @type {ArrayLike<number>} */ scores) => {
    const counts = new Array(bins).fill(0);
    for (const score of Array.from(scores)) {
      if (Number.isFinite(score)) counts[Math.min(bins - 1, Math.floor(((score - low) / (high - low)) * bins))] += 1 / scores.length;
    }
    return counts;
  };
  const [ofReal, ofFake] = [shares(real), shares(fake)];
  return { low, high, real: ofReal, fake: ofFake, most: Math.max(...ofReal, ...ofFake) };
}

/** Where a value stands on that axis, 0..1. @param {{low: number, high: number}} axis @param {number} value */
export const placeOn = ({ low, high }, value) => Math.min(1, Math.max(0, (value - low) / (high - low)));

/**
 * Which of the scored the critic believes most and least.
 * @param {ArrayLike<number>} scores
 * @param {number} count
 * @returns {{most: number[], least: number[]}} indices, the extreme one first
 */
export function extremes(scores, count) {
  const order = Array.from(scores, (_, index) => index).sort((a, b) => scores[b] - scores[a]);
  return { most: order.slice(0, count), least: order.reverse().slice(0, count) };
}

/** The share of scores below one. @param {ArrayLike<number>} scores @param {number} score */
export function shareBelow(scores, score) {
  let below = 0;
  for (const other of Array.from(scores)) if (other < score) below += 1;
  return scores.length > 0 ? below / scores.length : 0;
}

/**
 * The share of both kinds that the critic judges rightly, or null where it draws no line.
 * @param {ArrayLike<number>} real
 * @param {ArrayLike<number>} fake
 * @param {number|null} threshold
 */
export function shareRight(real, fake, threshold) {
  if (threshold === null) return null;
  const wrong = shareBelow(real, threshold) * real.length + (1 - shareBelow(fake, threshold)) * fake.length;
  return 1 - wrong / (real.length + fake.length);
}

/** A logit as a probability. @param {number} logit */
export const probability = (logit) => 1 / (1 + Math.exp(-logit));

/**
 * Images picked out of many, by index.
 * @param {Float32Array} images
 * @param {number[]} indices
 * @param {number} size values of an image
 */
export function pick(images, indices, size) {
  const picked = new Float32Array(indices.length * size);
  indices.forEach((index, place) => picked.set(images.subarray(index * size, (index + 1) * size), place * size));
  return picked;
}
