// What to show of the inside of a model, and how. Plain arrays, no DOM.

/**
 * Which units to show: those with the largest weights. One that was shown keeps its place as long as it is among them, so that
 * pictures do not jump about while a model learns.
 * @param {Float32Array} values one unit's weights after the other
 * @param {number} count units
 * @param {number} wanted at most
 * @param {number[]} [before] the units shown so far
 * @returns {number[]}
 */
export function strongest(values, count, wanted, before = []) {
  const size = values.length / count;
  const norms = new Float32Array(count);
  for (let unit = 0; unit < count; unit++) {
    let sum = 0;
    for (let at = unit * size; at < (unit + 1) * size; at++) sum += values[at] * values[at];
    norms[unit] = sum;
  }
  const chosen = Array.from(norms.keys()).sort((a, b) => norms[b] - norms[a]).slice(0, wanted);
  const newcomers = chosen.filter((unit) => !before.includes(unit));
  if (before.length !== chosen.length) return chosen;
  return before.map((unit) => (chosen.includes(unit) ? unit : newcomers.shift() ?? unit));
}

/** What is done to a layer's output, and is no work of its own on the way of a signal. */
const FOLLOWS = ['batch-norm', 'standardise', 'layer-norm', 'group-norm', 'modulate', 'relu', 'leaky-relu', 'tanh', 'sigmoid', 'silu', 'gelu', 'round', 'max-pool', 'position'];
/** Dropout drops nothing while one only looks, and another shape is no work. */
const UNSEEN = ['dropout', 'reshape', 'pixel-shuffle', 'pixel-unshuffle', 'upsample'];

/** @param {number[]} shape channels, height, width */
const isFlat = ([, height, width]) => height * width === 1;

/** @typedef {import('../engine/types.js').Layer} Layer */
/**
 * @typedef {object} Block
 * @property {Layer} layer  the one with weights
 * @property {Layer[]} then what is done to its output
 * @property {number[]} shape of what comes out
 * @property {number} parameters
 * @property {number} last  the index of the layer whose output is the block's
 */

/**
 * Layers as a reader thinks of them: one with weights, and what is done to its output before the next one has its turn.
 * @param {{layers: Layer[]}} part as in `model.parts`
 * @returns {Block[]}
 */
export function blocks({ layers }) {
  /** @type {Block[]} */
  const found = [];
  layers.forEach((layer, last) => {
    const { spec: { kind }, output, parameters } = layer;
    if (found.length === 0 || !(FOLLOWS.includes(kind) || UNSEEN.includes(kind))) {
      found.push({ layer, then: [], shape: output, parameters, last });
      return;
    }
    const block = found[found.length - 1];
    if (!UNSEEN.includes(kind)) block.then.push(layer);
    // Flattened pictures are drawn as they were.
    if (kind === 'reshape' && isFlat(output)) return;
    Object.assign(block, { shape: output, parameters: block.parameters + parameters, last });
  });
  return found;
}

/** Tiles a side by the side of a feature map: together they stay about as large as a digit enlarged. */
const TILES = [[20, 2], [10, 4]];
const MOST_TILES = 6;

/**
 * How to lay out a layer's output as one picture of small pictures.
 * @param {number[]} shape channels, height, width
 * @returns {{columns: number, rows: number, height: number, width: number, gap: number}} of tiles
 */
export function layout([channels, height, width]) {
  if (height * width > 1) {
    const most = TILES.find(([side]) => width >= side)?.[1] ?? MOST_TILES;
    const columns = Math.min(most, Math.ceil(Math.sqrt(channels)));
    return { columns, rows: Math.min(most, Math.ceil(channels / columns)), height, width, gap: channels > 1 ? 1 : 0 };
  }
  if (channels === 784) return { columns: 1, rows: 1, height: 28, width: 28, gap: 0 };
  const columns = Math.ceil(Math.sqrt(channels));
  return { columns, rows: Math.ceil(channels / columns), height: 1, width: 1, gap: 0 };
}

/** The largest value without its sign; 0 of nothing. @param {ArrayLike<number>} values @param {number} [from] @param {number} [to] */
export function reach(values, from = 0, to = values.length) {
  let largest = 0;
  for (let at = from; at < to; at++) {
    const size = Math.abs(values[at]);
    if (size > largest) largest = size;
  }
  return largest;
}

/** How many values are clearly not zero: a tenth of the largest or more. @param {ArrayLike<number>} values */
export function active(values) {
  const least = reach(values) / 10;
  if (least === 0) return 0;
  return Array.from(values).reduce((sum, value) => sum + (Math.abs(value) >= least ? 1 : 0), 0);
}

/**
 * A decoder's last layer gives logits, a generator's numbers from -1 to 1: both as brightness, 0 to 1.
 * @param {Float32Array} values
 * @param {string} network its name
 */
export function brightness(values, network) {
  return network === 'generator' ? values.map((value) => (value + 1) / 2) : values.map((value) => 1 / (1 + Math.exp(-value)));
}
