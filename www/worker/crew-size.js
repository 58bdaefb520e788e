// How many threads train a model together on the CPU.

/** More gain little: every thread sends its gradients to each of the others. */
export const MOST_WORKERS = 8;
/** By default; a visitor's machine has other things to do. */
const USUALLY = 4;
/** Less a thread is not worth the exchange. */
const LEAST_ROWS = 8;

/**
 * How many threads may train, the engine's own included.
 * @param {number|'auto'} wanted
 * @param {{hardwareConcurrency?: number, deviceMemory?: number}} machine the browser's `navigator`; memory in GB, where it tells
 */
export function crewSize(wanted, { hardwareConcurrency = 1, deviceMemory = 8 }) {
  if (wanted !== 'auto') return wanted;
  // Each needs a copy of the digits and of the model.
  return deviceMemory < 4 ? 1 : Math.min(hardwareConcurrency, USUALLY);
}

/** For how many of them a batch is enough. */
export const sharers = (size, batch) => Math.max(1, Math.min(size, Math.floor(batch / LEAST_ROWS)));
