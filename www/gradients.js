// How hard a step pulls at each layer. Plain data, no DOM.

/**
 * Weight and bias of one layer are one pull: the length of both together.
 * @param {{name: string, norm: number}[]} gradients by parameter, `encoder.0.weight` for example
 * @returns {{network: string, layers: {name: string, norm: number}[]}[]} in the order that they came
 */
export function pulls(gradients) {
  const networks = new Map();
  for (const { name, norm } of gradients) {
    const names = name.split('.');
    const network = names[0];
    const layer = names.slice(1, -1).join('.');
    if (!networks.has(network)) networks.set(network, new Map());
    const layers = networks.get(network);
    layers.set(layer, Math.hypot(layers.get(layer) ?? 0, norm));
  }
  return [...networks].map(([network, layers]) => ({ network, layers: [...layers].map(([name, norm]) => ({ name, norm })) }));
}

/**
 * Pulls differ a thousandfold from layer to layer, so a bar's length is their logarithm: full for the largest, nothing for
 * a hundred-thousandth of it.
 */
export function barOf(norm, largest) {
  if (!(norm > 0) || !(largest > 0)) return 0;
  return Math.max(0, 1 + Math.log10(norm / largest) / 5);
}
