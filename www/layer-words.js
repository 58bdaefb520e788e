// What the engine calls a network's parts and layers, in the language of the page.

import { t } from './i18n.js';

const NETWORKS = ['encoder', 'mean', 'logvar', 'decoder', 'generator', 'discriminator'];

/** @param {string} network as in `model.parts`; one that the page does not know keeps its name */
export const networkName = (network) => (NETWORKS.includes(network) ? t(`page.network.${network}`) : network);

/** Where there is little room. */
export const shortNetworkName = (network) => (NETWORKS.includes(network) ? t(`page.short-network.${network}`) : network);

const NUMBER = '(\\d+(?:\\.\\d+)?)';
/** How the engine describes its layers (`LayerSpec::describe`), and the text for each; the figures are {a}, {b}, ... */
const LAYERS = [
  [`Linear ${NUMBER}`, 'linear'],
  [`Conv (\\d+x\\d+), ${NUMBER} channels`, 'conv'],
  [`Conv (\\d+x\\d+), ${NUMBER} channels, stride ${NUMBER}`, 'conv-stride'],
  [`Transposed conv (\\d+x\\d+), ${NUMBER} channels`, 'transposed'],
  [`Transposed conv (\\d+x\\d+), ${NUMBER} channels, stride ${NUMBER}`, 'transposed-stride'],
  ['Batch norm', 'batch-norm'],
  [`Dropout ${NUMBER}`, 'dropout'],
  ['Max pool (\\d+x\\d+)', 'max-pool'],
  [`Flatten to ${NUMBER}`, 'flatten'],
  ['Reshape to (.+)', 'reshape'],
].map(([pattern, key]) => [new RegExp(`^${pattern}$`), key]);

/** @param {string} name as in `model.parts[].layers`; ReLU, tanh and other names of functions stay what they are */
export function layerName(name) {
  for (const [pattern, key] of LAYERS) {
    const found = pattern.exec(name);
    if (found) return t(`page.layer.${key}`, { a: found[1], b: found[2], c: found[3] });
  }
  return name;
}
