// Scores of the data's images, asked for until they are there.

import { guarded } from './listeners.js';

/**
 * @typedef {import('./types.d.ts').ScoreOptions} ScoreOptions
 * @typedef {import('./types.d.ts').Scores} Found
 */

export class Scores {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #supervisor;

  /** @param {import('./supervisor.js').Supervisor} supervisor */
  constructor(supervisor) {
    this.#supervisor = supervisor;
  }

  /**
   * One after another: two with different recipes would each have the other's work thrown away.
   * @param {string} name
   * @param {ScoreOptions} options
   * @param {(done: number) => void} onProgress
   * @returns {Promise<Found>}
   */
  of(name, options, onProgress) {
    const done = this.#last.then(() => this.#computed(name, options, onProgress));
    this.#last = done.catch(() => {});
    return done;
  }

  /**
   * @param {string} name
   * @param {ScoreOptions} options
   * @param {(done: number) => void} onProgress
   * @returns {Promise<Found>}
   */
  async #computed(name, options, onProgress) {
    for (let again = true; ; again = false) {
      const { progress, values, ...found } = await this.#supervisor.call('scores', name, { ...options, again });
      guarded(onProgress, progress);
      if (values) return { name, part: options.part ?? 'train', values, ...found };
    }
  }
}
