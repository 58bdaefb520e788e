// Which digit a picture looks like, by the simplest judge there is: the mean digit that it surprises least. Plain arrays, no DOM.

import { PIXELS } from '../../../maths/digit.js';
import { rebuildingLoss } from './bound.js';
import { meanOf } from './means.js';

/**
 * A judge that knows nothing but the mean of each digit, softened as in `surprises`.
 * @param {{sums: Float64Array[], counts: number[]}} of  real digits
 * @returns {(images: Float32Array) => Uint8Array} the digit that each image looks like
 */
export function createJudge(of) {
  const means = of.counts.map((count, digit) => meanOf(of, [digit]).mean.map((value) => (value * count + 1) / (count + 2)));
  return (images) => Uint8Array.from({ length: images.length / PIXELS }, (_, at) => {
    const image = images.subarray(at * PIXELS, (at + 1) * PIXELS);
    const costs = means.map((mean) => rebuildingLoss(image, mean));
    return costs.indexOf(Math.min(...costs));
  });
}

/**
 * The share of images that look like the digit that they should be.
 * @param {Uint8Array} seen  which they look like
 * @param {Uint8Array} wanted
 * @param {number} [digit]  only of those that should be this one
 */
export function rightShare(seen, wanted, digit) {
  const which = [...wanted.keys()].filter((at) => digit === undefined || wanted[at] === digit);
  return which.filter((at) => seen[at] === wanted[at]).length / which.length;
}
