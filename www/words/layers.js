// What the engine calls a network's parts and layers, in the language of the page.

import { hasText, t } from './i18n.js';

const NETWORKS = ['encoder', 'mean', 'logvar', 'standardise', 'time', 'label', 'flow', 'quantise', 'prior', 'decoder', 'generator', 'discriminator', 'embedding', 'transformer'];

/** @param {string} network as in `model.parts`; one that the page does not know keeps its name */
export const networkName = (network) => (NETWORKS.includes(network) ? t(`page.network.${network}`) : network);

/** Where there is little room. @param {string} network */
export const shortNetworkName = (network) => (NETWORKS.includes(network) ? t(`page.short-network.${network}`) : network);

/**
 * Which text `page.layer.…` tells of a layer, and what stands in it: most often its kind, and the fields of its spec.
 * @param {import('../engine/types.d.ts').LayerSpec} spec
 * @returns {[kind: string, fields: Record<string, unknown>]}
 */
function wordsOf(spec) {
  switch (spec.kind) {
    case 'reshape': {
      const [values, height, width] = spec.shape;
      return height * width === 1 ? ['flatten', { values }] : ['reshape', { values: spec.shape.join(' x ') }];
    }
    case 'self-attention': return [spec.causal ? 'causal-attention' : spec.kind, { ...spec }];
    case 'residual':
    case 'skip': return [spec.kind, { count: spec.layers.length }];
    default: return [spec.kind, { ...spec }];
  }
}

/**
 * @param {{name: string, spec?: import('../engine/types.d.ts').LayerSpec}} layer of `model.parts`; one of a kind that the page does not
 *   know keeps the engine's name
 */
export function layerName({ name, spec }) {
  if (!spec) return name;
  const [kind, fields] = wordsOf(spec);
  if (!hasText(`page.layer.${kind}`)) return name;
  const layer = t(`page.layer.${kind}`, fields);
  return 'stride' in spec && spec.stride > 1 ? t('page.layer.stride', { layer, stride: spec.stride }) : layer;
}

/**
 * The layer that a gradient belongs to, in words: “Linear 400”, or for one within a layer “Residual, 4 layers: Linear 256”.
 * @param {Pick<import('../engine/types.d.ts').Part, 'layers'>|undefined} part of `model.parts`
 * @param {string} path what stands between the part's name and the tensor's, “2.layers.0” for example
 */
export function layerAt(part, path) {
  const names = [];
  let layers = part?.layers;
  const steps = path.split('.');
  for (let at = 0; at < steps.length; at += 2) {
    const layer = layers?.[Number(steps[at])];
    if (!layer) break;
    names.push(layerName(layer));
    layers = layer.branches?.find(({ name }) => name === steps[at + 1])?.layers;
  }
  return names.join(': ') || path;
}
