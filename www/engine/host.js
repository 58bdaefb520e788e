// One worker's life: start it, call its actions, learn of its death.

import { sendCpuModule } from './bundle.js';
import * as Comlink from '../vendor/comlink.js';
import { failure, fromData } from './worker/failure.js';

export class WorkerHost {
  /**
   * @param {object} options
   * @param {(name: string, detail: any) => void} options.onEvent what the worker posts on its own: status, data, data-failed
   * @param {(error: Error) => void} options.onDeath once at most; every pending call rejects with the same error
   * @param {string} [options.script] what it runs, beside this file
   */
  constructor({ onEvent, onDeath, script = './worker/worker.js' }) {
    this.onDeath = onDeath;
    this.dead = null;
    /** @type {Set<(error: Error) => void>} */
    this.pending = new Set();
    this.worker = new Worker(new URL(script, import.meta.url), { type: 'module', name: 'playground' });
    this.remote = Comlink.wrap(this.worker);
    this.worker.addEventListener('message', ({ data }) => {
      if (!data?.event) return;
      if (data.event === 'crashed') this.#die(fromData(data.error));
      else if (data.event === 'needs-module') sendCpuModule(data.port);
      else onEvent(data.event, data);
    });
    // Also fires where the script itself cannot be loaded.
    this.worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#die(failure('worker-crashed', `The engine stopped unexpectedly: ${event.message || 'its thread could not be started'}.`));
    });
  }

  /**
   * @param {string} action
   * @param {...any} args
   * @returns {Promise<{value: any, ms: number}>} ms: the time it took in the worker
   */
  call(action, ...args) {
    if (this.dead) return Promise.reject(this.dead);
    return new Promise((resolve, reject) => {
      this.pending.add(reject);
      this.remote[action](...args).then((answer) => {
        this.pending.delete(reject);
        if (!answer.error) return resolve(answer);
        reject(fromData(answer.error));
        // The engine may learn of it before the browser tells; either way nothing works any more.
        if (answer.error.code === 'device-lost') this.#die(fromData(answer.error));
      }, reject);
    });
  }

  /** Ends the worker without a death notice; pending calls reject. */
  close(error = failure('closed', 'The playground was closed.')) {
    this.dead ??= error;
    this.worker.terminate();
    for (const reject of this.pending) reject(error);
    this.pending.clear();
  }

  #die(error) {
    if (this.dead) return;
    this.close(error);
    this.onDeath(error);
  }
}
