// Measuring a model takes seconds, so it is done in parts, each a turn of its own: training, and whatever else is asked, goes on between them.

import { fetchUnpacked } from './download.js';
import { failure } from './failure.js';

/**
 * @typedef {import('../types.d.ts').Measured} Measured
 * @typedef {Pick<import('./engine.js').Engine, 'setClassifier'|'beginMeasurement'|'measure'>} Engine what is called of it
 */

/** The classifier's weights, as the site has them. */
const CLASSIFIER = new URL('../../classifier.safetensors', import.meta.url);

export class Measuring {
  /** The engine holds one measurement at a time. @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** When the engine has the classifier. @type {Promise<unknown>|null} */
  #classifier = null;
  #turns;
  #images;
  #fetchBytes;

  /**
   * @param {import('./turns.js').Turns} turns
   * @param {() => Promise<unknown>} images resolves once all images are there
   * @param {(url: URL) => Promise<Uint8Array>} [fetchBytes]
   */
  constructor(turns, images, fetchBytes = fetchUnpacked) {
    this.#turns = turns;
    this.#images = images;
    this.#fetchBytes = fetchBytes;
  }

  /**
   * The samples are those of the model that there is at its first turn.
   * @param {Engine} engine
   * @param {{count?: number, seed?: number}} options
   * @returns {Promise<import('../types.d.ts').Answer<Measured>>} ms: of all parts together
   */
  measure(engine, options) {
    const result = this.#last.then(() => this.#measure(engine, options));
    this.#last = result.catch(() => {});
    return result;
  }

  /** @param {Engine} engine @param {{count?: number, seed?: number}} options */
  async #measure(engine, options) {
    let { ms } = await this.#turns.take(() => engine.beginMeasurement(options));
    this.#classifier ??= this.#fetchClassifier(engine).catch((error) => {
      // The next measurement tries again.
      this.#classifier = null;
      throw error;
    });
    await Promise.all([this.#classifier, this.#images()]);
    for (;;) {
      const part = await this.#turns.take(() => engine.measure());
      ms += part.ms;
      if (part.value) return { value: part.value, ms };
    }
  }

  /** @param {Engine} engine */
  async #fetchClassifier(engine) {
    const bytes = await this.#fetchBytes(CLASSIFIER).catch((error) => {
      throw failure('data-failed', `The classifier that measures could not be loaded (${error.message}). Check the connection and try again.`);
    });
    return this.#turns.take(() => engine.setClassifier(bytes));
  }
}
