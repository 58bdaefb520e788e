// One worker's life: start it, call its actions, learn of its death.

import * as Comlink from '../vendor/comlink.js';
import { threadsBlocked } from './blocked.js';
import { sendCpuModule } from './bundle.js';
import { failure, fromData } from './worker/failure.js';

/** @typedef {import('./types.d.ts').PlaygroundError} PlaygroundError */
/**
 * @template Actions
 * @typedef {Record<keyof Actions, (...args: unknown[]) => Promise<import('./types.d.ts').Wired<any>>>} Remote
 */

/** @template {import('./types.d.ts').Table<Actions>} [Actions=import('./types.d.ts').Actions] what it can be asked */
export class WorkerHost {
  /** Why nothing can be asked any more. @type {PlaygroundError|null} */
  dead = null;
  /** @type {Set<(error: PlaygroundError) => void>} rejections of the calls under way */
  #pending = new Set();
  #onDeath;
  /** @type {Remote<Actions>} */
  #remote;

  /**
   * @param {object} options
   * @param {(name: string, detail: any) => void} options.onEvent what the worker posts on its own: status, data, data-failed
   * @param {(error: PlaygroundError) => void} options.onDeath once at most; every pending call rejects with the same error
   * @param {string} [options.script] what it runs, beside this file
   * @throws {PlaygroundError} `blocked`, `engine-failed`: there cannot be one
   */
  constructor({ onEvent, onDeath, script = './worker/worker.js' }) {
    this.#onDeath = onDeath;
    const address = new URL(script, import.meta.url);
    this.worker = started(address);
    this.#remote = /** @type {Remote<Actions>} */ (/** @type {unknown} */ (Comlink.wrap(this.worker)));
    this.worker.addEventListener('message', ({ data }) => {
      if (!data?.event) return;
      if (data.event === 'crashed') this.#die(fromData(data.error));
      else if (data.event === 'needs-module') sendCpuModule(data.part, data.port);
      else onEvent(data.event, data);
    });
    this.worker.addEventListener('error', (event) => {
      event.preventDefault();
      // Where the script itself does not arrive, the event says nothing.
      this.#die(event.message ? failure('worker-crashed', `The engine stopped unexpectedly: ${event.message}.`) : notStarted(address));
    });
    this.worker.addEventListener('messageerror', () => this.#die(failure('worker-crashed', 'The engine stopped unexpectedly: an answer of it cannot be read.')));
  }

  /**
   * @template {keyof Actions} Name
   * @param {Name} action
   * @param {import('./types.d.ts').Args<Actions[Name]>} args
   * @returns {Promise<import('./types.d.ts').Answer<import('./types.d.ts').Returned<Actions[Name]>>>}
   */
  call(action, ...args) {
    if (this.dead) return Promise.reject(this.dead);
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      this.#remote[action](...args).then(({ error, value, ms = 0 }) => {
        this.#pending.delete(reject);
        if (!error) {
          resolve({ value, ms });
          return;
        }
        reject(fromData(error));
        // The engine may learn of it before the browser tells; either way nothing works any more.
        if (error.code === 'device-lost') this.#die(fromData(error));
      }, (/** @type {Error} */ { name, message }) => {
        this.#pending.delete(reject);
        // It never left, or what came back could not be sent.
        reject(failure(name === 'DataCloneError' ? 'bad-input' : 'failed', `The call “${String(action)}” cannot go to the engine's thread (${message}).`));
      });
    });
  }

  /** Ends the worker without a death notice; pending calls reject. */
  close(error = failure('closed', 'The playground was closed.')) {
    this.dead ??= error;
    this.worker.terminate();
    for (const reject of this.#pending) reject(error);
    this.#pending.clear();
  }

  /** @param {PlaygroundError} error */
  #die(error) {
    if (this.dead) return;
    this.close(error);
    this.#onDeath(error);
  }
}

/** @param {URL} address */
function started(address) {
  const ahead = globalThis.window?.threadAhead;
  if (ahead?.address === address.href) {
    delete window.threadAhead;
    return ahead.worker;
  }
  try {
    return new Worker(address, { type: 'module', name: 'playground' });
  } catch (error) {
    throw notStarted(address, /** @type {Error} */ (error).message);
  }
}

/** @param {URL} address @param {string} [message] */
function notStarted(address, message = 'its script did not arrive') {
  const blocked = threadsBlocked(address.href);
  return blocked ? failure('blocked', blocked) : failure('engine-failed', `The engine could not be started (${message}). Check the connection and try again.`);
}
