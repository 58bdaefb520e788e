// What networks are called on the page, and in whose colour they stand.

import { t } from '../words/i18n.js';

/** @type {Record<string, string>} by the engine's name of a network, a class of the style sheet */
export const ROLES = {
  encoder: 'real', mean: 'code-role', logvar: 'code-role', standardise: 'code-role', time: 'code-role', label: 'code-role', flow: 'model', quantise: 'code-role', prior: 'model',
  decoder: 'model', generator: 'model', discriminator: 'critic-role',
};

/** @param {string} network as the engine names it */
export const networkName = (network) => (network in ROLES ? t(`inside.network.${network}`) : network);

/** “64 × 7 × 7”, or “400” for a flat layer. @param {number[]} shape channels, height, width @param {(channels: number) => string} count in words */
export const shapeText = ([channels, height, width], count) => (height * width === 1 ? count(channels) : `${channels} × ${height} × ${width}`);
