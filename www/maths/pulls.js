// How hard a step pulls at each layer. Plain data, no DOM.

import { History } from '../run/history.js';
import { median } from './statistics.js';

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
 * @param {number} norm
 * @param {number} largest
 * @returns {number} 0 to 1
 */
export function barOf(norm, largest) {
  if (!(norm > 0) || !(largest > 0)) return 0;
  return Math.max(0, 1 + Math.log10(norm / largest) / 5);
}

/** A network is pulled unevenly when its weakest layer gets less than this share of the strongest one's pull. */
const UNEVEN = 1e-3;
/** All of a network's layers together: below this nothing moves any more. */
const NOTHING = 1e-5;
/** A pull above this, or so many times its usual one and well above 1, throws the weights about. One that was weak and grows is no harm. */
const HUGE = 1e3;
const JUMP = 50;
const HARMLESS = 10;

/** Gradient norms over a run, layer by layer. */
export class GradientHistory {
  constructor() {
    /** @type {Map<string, {network: string, layer: string, line: History, norm: number}>} */
    this.lines = new Map();
  }

  /**
   * @param {number} step
   * @param {{name: string, norm: number}[]} gradients of the parameters that this step updated
   */
  add(step, gradients) {
    for (const { network, layers } of pulls(gradients)) {
      for (const { name, norm } of layers) {
        const key = `${network}.${name}`;
        const entry = this.lines.get(key) ?? { network, layer: name, line: new History(240), norm };
        this.lines.set(key, entry);
        entry.norm = norm;
        // Orders of magnitude: an average of norms would be that of the largest.
        entry.line.push(step, Math.log10(Math.max(norm, 1e-12)));
      }
    }
  }

  /** The run went back to this step. @param {number} step */
  truncate(step) {
    for (const { line } of this.lines.values()) line.truncate(step);
  }

  /** @returns {{network: string, layers: {layer: string, line: History, norm: number}[]}[]} */
  networks() {
    const found = new Map();
    for (const entry of this.lines.values()) found.set(entry.network, [...(found.get(entry.network) ?? []), entry]);
    return [...found].map(([network, layers]) => ({ network, layers }));
  }
}

/**
 * What there is to say about a network's pulls. The first that holds: `exploding`, `nothing`, `vanishing`, `even`.
 * @param {{layers: {layer: string, line: History, norm: number}[]}} network with at least one layer
 * @returns {{kind: 'exploding'|'nothing'|'vanishing'|'even', layer: string, ratio: number}}
 */
export function diagnose({ layers }) {
  const sorted = layers.toSorted((a, b) => a.norm - b.norm);
  const [weakest, strongest] = [sorted[0], sorted[sorted.length - 1]];
  const ratio = strongest.norm / Math.max(weakest.norm, 1e-12);
  const jumped = layers.find(({ norm, line }) => norm > HUGE || (line.values.length >= 8 && norm > Math.max(HARMLESS, JUMP * 10 ** median(line.values))));
  if (jumped) return { kind: 'exploding', layer: jumped.layer, ratio: jumped.norm };
  if (Math.hypot(...layers.map(({ norm }) => norm)) < NOTHING) return { kind: 'nothing', layer: strongest.layer, ratio };
  return { kind: weakest.norm < UNEVEN * strongest.norm ? 'vanishing' : 'even', layer: weakest.layer, ratio };
}
