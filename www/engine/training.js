// Training in short trips to the worker: how long each is, and what several of them amount to.

/** @typedef {import('./types.d.ts').Losses} Losses */

/**
 * One trip to the worker trains about this long, so that pausing is immediate and other calls get their turn. The next trip is on its
 * way before it ends: whatever the page's thread is doing then, nobody waits for it.
 */
const CHUNK_MS = { cpu: 100, webgpu: 125 };
const MAX_CHUNK = 256;

/**
 * Steps of the next trip.
 * @param {number} steps of the last one
 * @param {number} ms that it took
 * @param {import('./types.d.ts').DeviceKind} kind
 */
export function nextChunk(steps, ms, kind) {
  // Growing by doubling only: the first step compiles shaders and says nothing about the next.
  return Math.max(1, Math.min(Math.round((CHUNK_MS[kind] * steps) / Math.max(ms, 1)), steps * 2, MAX_CHUNK));
}

/** What the trips of one call amount to. */
export class Tally {
  steps = 0;
  #ms = 0;
  /** @type {Losses} over all steps */
  #sums = {};

  /**
   * @param {{step: number, epoch: number, losses: Losses, meanLosses: Losses}} report on a trip
   * @param {number} steps of it
   * @param {number} ms
   * @param {number} batchSize
   * @returns {import('./types.d.ts').TrainResult} what the call would answer now
   */
  add({ step, epoch, losses, meanLosses: means }, steps, ms, batchSize) {
    this.steps += steps;
    this.#ms += ms;
    for (const [name, mean] of Object.entries(means)) this.#sums[name] = (this.#sums[name] ?? 0) + mean * steps;
    const meanLosses = Object.fromEntries(Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.steps]));
    const msPerStep = this.#ms / this.steps;
    return { step, epoch, losses, meanLosses, steps: this.steps, msPerStep, imagesPerSecond: (1000 * batchSize) / msPerStep };
  }
}
