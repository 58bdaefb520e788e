// How many threads train a model together on the CPU.

/** More gain little: every thread sends its gradients to each of the others. */
export const MOST_WORKERS = 8;
/** By default; a visitor's machine has other things to do. */
const USUALLY = 4;
/** Fewer rows of a batch a thread are not worth the exchange. */
const LEAST_ROWS = 8;
/** Nor are fewer multiplications on the way through the model: this many take about a millisecond, there and back three. */
const LEAST_WORK = 2e7;

/**
 * How many threads may train, the engine's own included.
 * @param {number|'auto'} wanted
 * @param {{hardwareConcurrency?: number, deviceMemory?: number}} machine the browser's `navigator`; memory in GB, where it tells
 */
export function crewSize(wanted, { hardwareConcurrency = 1, deviceMemory = 8 }) {
  if (wanted !== 'auto') return wanted;
  // Each needs a copy of the model, and of what a step computes.
  return deviceMemory < 4 ? 1 : Math.min(hardwareConcurrency, USUALLY);
}

/** @typedef {Pick<import('../types.d.ts').Layer, 'parameters'|'output'>} Weighty */

/**
 * For how many of them a step is enough.
 * @param {number} size
 * @param {{batchSize: number, parts: {layers: Weighty[]}[]}} model what the engine's `load` answers
 */
export function sharers(size, { batchSize, parts }) {
  // A convolution's parameters are used at every place of its output.
  const used = (/** @type {Weighty} */ { parameters, output: [, height, width] }) => parameters * height * width;
  const work = batchSize * parts.flatMap(({ layers }) => layers).reduce((sum, layer) => sum + used(layer), 0);
  return work < LEAST_WORK ? 1 : Math.max(1, Math.min(size, Math.floor(batchSize / LEAST_ROWS)));
}
