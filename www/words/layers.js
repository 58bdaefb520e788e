// What the engine calls a network's parts and layers, in the language of the page.

import { hasText, t } from './i18n.js';

const NETWORKS = ['encoder', 'mean', 'logvar', 'decoder', 'generator', 'discriminator'];

/** @param {string} network as in `model.parts`; one that the page does not know keeps its name */
export const networkName = (network) => (NETWORKS.includes(network) ? t(`page.network.${network}`) : network);

/** Where there is little room. */
export const shortNetworkName = (network) => (NETWORKS.includes(network) ? t(`page.short-network.${network}`) : network);

/** What a layer's text says beside the fields of its spec, where the kind alone does not choose the text. */
const SPECIAL = {
  reshape: ({ shape: [values, height, width] }) => (height * width === 1 ? ['flatten', { values }] : ['reshape', { values: [values, height, width].join(' x ') }]),
  'self-attention': (spec) => [spec.causal ? 'causal-attention' : 'self-attention', spec],
  residual: ({ layers }) => ['residual', { count: layers.length }],
  skip: ({ layers }) => ['skip', { count: layers.length }],
};

/**
 * @param {{name: string, spec?: {kind: string}}} layer as in `model.parts[].layers`; a kind that the page does not know keeps the
 *   engine's name
 */
export function layerName({ name, spec }) {
  if (!spec) return name;
  const [kind, fields] = SPECIAL[spec.kind]?.(spec) ?? [spec.kind, spec];
  if (!hasText(`page.layer.${kind}`)) return name;
  const layer = t(`page.layer.${kind}`, fields);
  return spec.stride > 1 ? t('page.layer.stride', { layer, stride: spec.stride }) : layer;
}

/**
 * The layer that a gradient belongs to, in words: “Linear 400”, or for one within a layer “Residual, 4 layers: Linear 256”.
 * @param {{layers: any[]}|undefined} part of `model.parts`
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
