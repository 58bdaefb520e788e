// A set of images as it is kept, and as it is learnt from. No DOM.

/** @typedef {import('./read.js').Set} Set */

/** In a kept set: an image without a label, among some that have one. */
export const NO_LABEL = 255;

/**
 * What the engine takes of a kept set: labels only where every image has one, and there are two kinds at least.
 * @param {Set} set
 * @returns {Set}
 */
export function learnable(set) {
  const { labels } = set;
  const told = labels && !labels.includes(NO_LABEL) && labels.some((label) => label !== labels[0]);
  return { ...set, labels: told ? labels : null };
}
