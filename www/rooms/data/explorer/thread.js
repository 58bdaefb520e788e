// Threads of the explorer, as the page speaks to them.

import * as Comlink from '../../../vendor/comlink.js';

/**
 * @template T
 * @typedef {object} Thread
 * @property {Comlink.Remote<T>} remote
 * @property {<R>(work: Promise<R>) => Promise<R>} or the same, or an error where the thread stops meanwhile
 * @property {() => void} end
 */

/**
 * @template T
 * @param {URL} script
 * @returns {Thread<T>}
 */
export function startThread(script) {
  const worker = new Worker(script, { type: 'module' });
  // A script that does not arrive, or memory that does not suffice, would leave the page waiting.
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'The thread has stopped.')));
  });
  failed.catch(() => {});
  return { remote: Comlink.wrap(worker), or: (work) => Promise.race([work, failed]), end: () => worker.terminate() };
}
