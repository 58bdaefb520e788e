// Places on the plane of two-number codes: the normal distribution's quantiles, what lies near, how far to look.

import { median } from './statistics.js';

/**
 * The standard normal distribution: the share of random numbers that are smaller (Abramowitz and Stegun 26.2.17, to 1e-7).
 * @param {number} z
 */
export function shareSmaller(z) {
  const k = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI))
    * k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}

/**
 * Its inverse, found by halving: a few dozen are needed once.
 * @param {number} share between 0 and 1, both excluded
 */
export function quantile(share) {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (shareSmaller(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The middles of `side` equal shares of the normal distribution. @param {number} side */
export const quantiles = (side) => Float32Array.from({ length: side }, (_, i) => quantile((i + 0.5) / side));

/**
 * Codes of a square of pictures, row by row from the top left: every one stands for an equal share of all random codes, as in
 * figure 4 of Kingma and Welling (2014). The first number grows to the right, the second upwards.
 * @param {number} side
 */
export function quantileGrid(side) {
  const steps = quantiles(side);
  const codes = new Float32Array(2 * side * side);
  for (let tile = 0; tile < side * side; tile++) {
    codes[2 * tile] = steps[tile % side];
    codes[2 * tile + 1] = steps[side - 1 - Math.floor(tile / side)];
  }
  return codes;
}

/**
 * Which of the places is nearest, or -1 where there is none.
 * @param {ArrayLike<number>} places x and y in turn; places that are not known yet are NaN
 * @param {number} x
 * @param {number} y
 * @param {(index: number) => boolean} [counts] whether a place may be chosen
 */
export function nearest(places, x, y, counts = () => true) {
  let best = -1;
  let least = Infinity;
  for (let i = 0; 2 * i < places.length; i++) {
    const distance = (places[2 * i] - x) ** 2 + (places[2 * i + 1] - y) ** 2;
    if (distance < least && counts(i)) [best, least] = [i, distance];
  }
  return best;
}

/**
 * How far from zero the plane should reach, so that all but a few stray codes are on it. It grows at once and shrinks only
 * when much of it is empty, so that it stands still most of the time.
 * @param {ArrayLike<number>} places
 * @param {number} before
 * @param {number} [least] the prior's circles need as much
 */
export function reachOf(places, before, least = 3.4) {
  const far = Array.from(places, Math.abs).filter(Number.isFinite).sort((a, b) => a - b);
  const wanted = Math.max(least, Math.ceil(2.1 * (far[Math.floor(0.995 * far.length)] ?? 0)) / 2);
  return wanted > before || wanted < 0.7 * before ? wanted : Math.max(before, least);
}

/**
 * Where the middle of each kind lies: the median, which stray ones do not move. Kinds with fewer than `few` are left out.
 * @param {ArrayLike<number>} places
 * @param {ArrayLike<number>} labels
 * @param {number} [few]
 * @returns {{label: number, x: number, y: number}[]}
 */
export function middles(places, labels, few = 5) {
  const kinds = Array.from({ length: 10 }, () => ({ x: /** @type {number[]} */ ([]), y: /** @type {number[]} */ ([]) }));
  for (let i = 0; i < labels.length; i++) {
    if (!Number.isFinite(places[2 * i])) continue;
    kinds[labels[i]].x.push(places[2 * i]);
    kinds[labels[i]].y.push(places[2 * i + 1]);
  }
  return kinds.flatMap(({ x, y }, label) => (x.length < few ? [] : [{ label, x: median(x), y: median(y) }]));
}
