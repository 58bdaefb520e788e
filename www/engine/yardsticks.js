// Measures samples on a thread of its own, which is started when something is first measured, and ends when nothing has been for a while.

import * as Comlink from '../vendor/comlink.js';
import { WorkerHost } from './host.js';
import { guarded } from './listeners.js';
import { orAborted } from './or-aborted.js';
import { failure } from './worker/failure.js';

/**
 * @typedef {import('./types.d.ts').PlaygroundError} PlaygroundError
 * @typedef {import('./types.d.ts').Answer<import('./types.d.ts').Measured>} Measured
 * @typedef {import('./types.d.ts').YardstickActions} Actions
 * @typedef {object} Job
 * @property {() => Promise<import('./types.d.ts').MeasuredSamples>} draw what is to be measured
 * @property {(known: string|undefined) => Promise<import('./types.d.ts').MeasuredOn>} images what it is compared with; without the images where their id is the known one
 * @property {boolean} byDigit
 * @property {AbortSignal} [signal]
 * @property {(share: number) => void} [onProgress]
 */

/** The thread holds all images; this long it waits for the next measurement. */
const IDLE_MS = 120_000;

export class Yardsticks {
  /** @type {WorkerHost<Actions>|null} */
  #host = null;
  /** Which images the thread has. @type {string|undefined} */
  #known;
  /** The thread has one measurement at a time. @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #idle;
  /** Why nothing that was asked for before is measured any more. @type {{reason: PlaygroundError|null}} */
  #life = { reason: null };
  /** @type {(share: number) => void} */
  #onShare = () => {};
  #exact;
  #idleMs;

  /** @param {{exact: boolean, idleMs?: number}} options exact: the same bits in every browser */
  constructor({ exact, idleMs = IDLE_MS }) {
    this.#exact = exact;
    this.#idleMs = idleMs;
  }

  /**
   * The samples are those of the model that there is when it is this measurement's turn.
   * @param {Job} job
   * @returns {Promise<Measured>} ms: the thread's
   */
  measure(job) {
    const life = this.#life;
    const result = this.#last.then(async () => {
      if (life.reason) throw life.reason;
      const stop = () => this.#end(aborted());
      if (job.signal?.aborted) throw aborted();
      job.signal?.addEventListener('abort', stop);
      clearTimeout(this.#idle);
      try {
        return await orAborted(this.#measure(job, life), job.signal, aborted);
      } finally {
        job.signal?.removeEventListener('abort', stop);
        this.#onShare = () => {};
        this.#idle = setTimeout(() => this.#end(aborted()), this.#idleMs);
      }
    });
    this.#last = result.catch(() => {});
    // Also while it waits for its turn.
    return orAborted(result, job.signal, aborted);
  }

  /** Ends the thread, and what has been asked for. @param {PlaygroundError} reason */
  close(reason) {
    this.#life.reason = reason;
    this.#life = { reason: null };
    clearTimeout(this.#idle);
    this.#end(reason);
  }

  /** @param {Job} job @param {{reason: PlaygroundError|null}} life */
  async #measure({ draw, images, byDigit, signal, onProgress = () => {} }, life) {
    // The thread comes up meanwhile.
    const opening = this.#open();
    opening.catch(() => {});
    const samples = await draw();
    const { id, ...data } = await images(this.#host ? this.#known : undefined);
    if (life.reason || signal?.aborted) throw life.reason ?? aborted();
    const host = await opening;
    if (data.train) {
      await host.call('setData', handedOver(/** @type {import('./types.d.ts').RealImages} */ (data)));
      this.#known = id;
    }
    this.#onShare = (share) => guarded(onProgress, share);
    return host.call('measure', handedOver(samples), byDigit);
  }

  /** @returns {Promise<WorkerHost<Actions>>} */
  async #open() {
    if (this.#host) return this.#host;
    /** @type {WorkerHost<Actions>} */
    const host = new WorkerHost({
      script: './worker/yardsticks.js',
      onEvent: (name, { share }) => { if (name === 'share') this.#onShare(share); },
      onDeath: () => { if (this.#host === host) this.#host = null; },
    });
    this.#host = host;
    this.#known = undefined;
    try {
      await host.call('open', this.#exact);
    } catch (error) {
      if (this.#host === host) this.#end(/** @type {PlaygroundError} */ (error));
      throw error;
    }
    return host;
  }

  /** @param {PlaygroundError} reason */
  #end(reason) {
    this.#host?.close(reason);
    this.#host = null;
  }
}

const aborted = () => failure('aborted', 'The measurement was stopped.');

/** Buffers go to the thread, and are not copied. @template {object} T @param {T} values @returns {T} */
function handedOver(values) {
  const views = Object.values(values).filter((value) => ArrayBuffer.isView(value));
  return Comlink.transfer(values, views.map((view) => view.buffer));
}
