// What networks are called on the page, and in whose colour they stand.

import { t } from '../words/i18n.js';

/** In the order in which a signal meets them. @type {Record<string, string>} by the engine's name of a network, a class of the style sheet */
export const ROLES = {
  encoder: 'real', mean: 'code-role', logvar: 'code-role', quantise: 'code-role', standardise: 'code-role', time: 'code-role', label: 'code-role',
  embedding: 'code-role', flow: 'model', transformer: 'model', prior: 'model', decoder: 'model', generator: 'model', discriminator: 'critic-role',
};
const ORDER = Object.keys(ROLES);

/**
 * A model's networks in the order in which a signal meets them; those that are not known here come last.
 * @template {{name: string}} Part
 * @param {Part[]} parts
 * @returns {Part[]}
 */
export const inOrder = (parts) => {
  const place = (/** @type {Part} */ { name }) => (name in ROLES ? ORDER.indexOf(name) : ORDER.length);
  return [...parts].sort((a, b) => place(a) - place(b));
};

/** @param {string} network as the engine names it */
export const networkName = (network) => (network in ROLES ? t(`inside.network.${network}`) : network);

/** “64 × 7 × 7”, or “400” for a flat layer. @param {number[]} shape channels, height, width @param {(channels: number) => string} count in words */
export const shapeText = ([channels, height, width], count) => (height * width === 1 ? count(channels) : `${channels} × ${height} × ${width}`);
