// Keeps an engine running: opens a worker on a device, and after a crash another one with the model that was there.

import { CRASHES } from './errors.js';
import { WorkerHost } from './host.js';
import { failure } from './worker/failure.js';

/**
 * @typedef {import('./types.d.ts').PlaygroundError} PlaygroundError
 * @typedef {import('./types.d.ts').Device} Device
 * @typedef {import('./types.d.ts').WantedDevice} WantedDevice
 * @typedef {import('./types.d.ts').Actions} Actions
 */

/** Crashes in a row, without a step trained between them, after which a restart is no help. */
const MAX_CRASHES = 3;

const closed = () => failure('closed', 'The playground was closed.');

/**
 * @typedef {object} Life from the choice of a device to the next, or to the end, with as many workers as it takes
 * @property {PlaygroundError|null} ended  why nothing can be asked of it any more
 * @property {WorkerHost|null} host    the worker that is there now
 * @property {Promise<void>} ready     settles when that worker can be asked; calls wait for it
 * @property {WantedDevice} wanted
 * @property {number} crashes          in a row
 */

export class Supervisor {
  /** What was opened last. @type {Device|null} */
  device = null;
  /** @type {Life} */
  #life = { ended: closed(), host: null, ready: Promise.resolve(), wanted: 'auto', crashes: 0 };
  #options;

  /**
   * @param {object} options
   * @param {boolean} options.preload whether the digits are fetched at once
   * @param {number|'auto'} options.workers threads that share training
   * @param {(type: any, detail: any) => void} options.emit tells the playground's listeners
   * @param {(error: PlaygroundError, restarting: boolean) => void} options.onCrash before another worker starts; at that point the model is gone
   * @param {(host: WorkerHost) => Promise<void>} options.prepare gives a new worker the images that are learnt from
   * @param {(host: WorkerHost) => Promise<void>} options.bringBack loads the model into a new worker
   */
  constructor(options) {
    this.#options = options;
  }

  /** Starts over on a device. @param {WantedDevice} wanted */
  async open(wanted) {
    this.#end(failure('aborted', 'The engine was started again on another device.'));
    /** @type {Life} */
    const life = { ended: null, host: null, ready: Promise.resolve(), wanted, crashes: 0 };
    this.#life = life;
    const ready = this.#becomeReady(life, () => this.#openOrRetreat(life, wanted));
    this.#options.emit('status', { phase: 'starting' });
    await ready;
  }

  /** @param {PlaygroundError} [reason] */
  close(reason = closed()) {
    this.#end(reason);
  }

  /** All is well: crashes after this are not in a row with those before. */
  trained() {
    this.#life.crashes = 0;
  }

  /**
   * Calls the worker once it is ready, and tells the listeners how long that took.
   * @template {keyof Actions} Name
   * @param {Name} action
   * @param {import('./types.d.ts').Args<Actions[Name]>} args
   */
  async call(action, ...args) {
    return (await this.timedCall(action, ...args)).value;
  }

  /**
   * The same with the time it took.
   * @template {keyof Actions} Name
   * @param {Name} action
   * @param {import('./types.d.ts').Args<Actions[Name]>} args
   */
  async timedCall(action, ...args) {
    const life = this.#life;
    if (life.ended) throw life.ended;
    await life.ready;
    // In the meantime it may have been closed.
    if (life.ended || !life.host) throw life.ended ?? closed();
    const answer = await life.host.call(action, ...args);
    this.#options.emit('call', { action, ms: answer.ms });
    return answer;
  }

  /** @param {PlaygroundError} reason */
  #end(reason) {
    this.#life.ended ??= reason;
    this.#life.host?.close(reason);
  }

  /**
   * Calls wait for this from now on. It begins once whoever listens has been told of what led to it: a listener may call, or close.
   * @param {Life} life
   * @param {() => Promise<void>} work
   */
  #becomeReady(life, work) {
    const ready = Promise.resolve().then(work);
    life.ready = ready;
    // Whoever calls learns of it.
    ready.catch(() => {});
    return ready;
  }

  /**
   * Where the choice is ours, a device that fails to start is no reason to stop.
   * @param {Life} life
   * @param {WantedDevice} wanted
   */
  async #openOrRetreat(life, wanted) {
    try {
      await this.#openWorker(life, wanted);
    } catch (error) {
      const { code, message } = /** @type {PlaygroundError} */ (error);
      if (life.ended || wanted !== 'auto' || !CRASHES.includes(code)) throw error;
      await this.#openWorker(life, 'cpu', { why: 'not-started', reason: `The first choice of device did not start. ${message} So training runs on the CPU.` });
    }
  }

  /**
   * @param {Life} life
   * @param {WantedDevice} wanted
   * @param {{why: string, reason: string}} [because] where this is not the first choice
   */
  async #openWorker(life, wanted, because) {
    // A listener may have closed the playground just now.
    if (life.ended) throw life.ended;
    const { preload, workers, emit, prepare } = this.#options;
    let opened = false;
    const host = new WorkerHost({
      onEvent: (name, detail) => { if (host === life.host && !life.ended) this.#hear(name, detail); },
      // A worker that never opened has nothing to go back to; whoever opened it learns why.
      onDeath: (error) => { if (host === life.host && !life.ended && opened) this.#recover(life, error); },
    });
    life.host = host;
    try {
      const { value } = await host.call('open', wanted, preload, workers);
      await prepare(host);
      opened = true;
      if (life.ended) throw life.ended;
      this.device = { ...value.device, ...because };
    } catch (error) {
      host.close();
      throw error;
    }
    emit('device', this.device);
    if (life.ended) throw life.ended;
  }

  /** @param {string} name @param {any} detail of what the worker tells by itself */
  #hear(name, detail) {
    const { emit } = this.#options;
    if (name === 'webgpu' && this.device) {
      // The browser's answer came after the device had been opened.
      this.device = { ...this.device, webgpu: detail.webgpu };
      emit('device', this.device);
    } else {
      emit(name, detail.status ?? detail.progress ?? detail.error);
    }
  }

  /**
   * After a crash: a new worker with the same model. Where memory ran out, the same model would crash again: without it.
   * @param {Life} life
   * @param {PlaygroundError} error
   */
  async #recover(life, error) {
    const { emit, onCrash, bringBack } = this.#options;
    life.crashes += 1;
    const tooLarge = error.code === 'out-of-memory';
    const giveUp = life.crashes >= MAX_CRASHES && !tooLarge;
    const ready = this.#becomeReady(life, async () => {
      if (giveUp) throw failure(error.code, `${error.message} It stopped ${MAX_CRASHES} times in a row; another device may do better.`);
      await this.#reopen(life);
      if (!tooLarge && life.host) await bringBack(life.host);
      if (life.ended) throw life.ended;
    });
    onCrash(error, !giveUp && !tooLarge);
    try {
      await ready;
      if (tooLarge) emit('failed', error);
    } catch (reason) {
      // Not where someone has chosen another device meanwhile, or this worker has crashed in turn.
      if (life.ready === ready && !life.ended) emit('failed', reason);
    }
  }

  /** A GPU that failed twice in a row is not tried a third time where the choice was ours. @param {Life} life */
  #reopen(life) {
    const retreat = life.wanted === 'auto' && this.device?.kind === 'webgpu' && life.crashes > 1;
    return retreat ? this.#openWorker(life, 'cpu', { why: 'failed-twice', reason: 'The GPU failed twice, so training went on on the CPU.' }) : this.#openOrRetreat(life, life.wanted);
  }
}
