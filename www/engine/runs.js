// Which model there is, and which is to come: loads that overlap, what ends a run, and what brings it back after a crash.

import { batchOf } from './batch.js';
import { recipeOf } from './recipe.js';
import { release } from './release.js';
import { failure } from './worker/failure.js';

/**
 * @typedef {import('./types.d.ts').PlaygroundError} PlaygroundError
 * @typedef {import('./types.d.ts').Model} Model
 * @typedef {import('./types.d.ts').Events} Events
 */

/** Training time between two checkpoints: as much as a crash can cost. Making one takes about 20 ms. */
const CHECKPOINT_MS = 10_000;

/** @typedef {<Type extends keyof Events>(type: Type, detail: Events[Type]) => void} Emit tells the playground's listeners */

/**
 * @typedef {object} Run one model, from the load to the next
 * @property {number} id
 * @property {PlaygroundError|null} ended why it cannot be trained any more
 * @property {number} chunk steps of its next trip to the worker
 */

export class Runs {
  /** What `load` answered. @type {Model|null} */
  model = null;
  step = 0;
  epoch = 0;
  #lastId = 0;
  /** @type {Run} */
  #run = { id: 0, ended: null, chunk: 1 };
  /** What loads and restores under way are for. @type {Set<Run>} */
  #coming = new Set();
  /** @type {Promise<Run>} */
  #latest = Promise.resolve(this.#run);
  /** What makes the model once more; null: its settings. @type {Uint8Array|null} */
  #checkpoint = null;
  #trainedSinceCheckpoint = 0;
  #supervisor;
  #emit;

  /**
   * @param {object} parts
   * @param {import('./supervisor.js').Supervisor} parts.supervisor
   * @param {Emit} parts.emit
   */
  constructor({ supervisor, emit }) {
    this.#supervisor = supervisor;
    this.#emit = emit;
  }

  /** The run that there is, once loads and restores under way are answered. */
  get latest() {
    return this.#latest;
  }

  /**
   * Puts another model in place of the one there is.
   * @param {(run: number) => Promise<Model>} load
   * @param {Uint8Array|null} checkpoint what makes it once more, nobody else's; null: the same settings
   */
  async replace(load, checkpoint) {
    const run = this.#newRun();
    this.#coming.add(run);
    const done = load(run.id).then((model) => {
      if (run.ended) throw run.ended;
      this.#run.ended ??= failure('aborted', 'Training stopped because another model was loaded.');
      // How long its steps take is not known: as long as those of the last one, for a first trip.
      run.chunk = this.#run.chunk;
      this.#run = run;
      this.#keep(checkpoint);
      this.#trainedSinceCheckpoint = 0;
      this.#supervisor.trained();
      this.#hold(model);
      this.#emit('loaded', model);
      return model;
    }).finally(() => this.#coming.delete(run));
    this.#follow(run, done);
    return done;
  }

  /**
   * Other images: there is no model afterwards, until one is loaded.
   * @template T
   * @param {(run: number) => Promise<T>} setData
   * @param {(facts: T) => void} tell once there are others
   */
  async replaceData(setData, tell) {
    const run = this.#newRun();
    const others = this.#all();
    const done = setData(run.id).then((facts) => {
      for (const other of others) other.ended ??= failure('aborted', 'Training stopped because it is to learn from other images.');
      this.#empty(run);
      tell(facts);
      return facts;
    });
    this.#follow(run, done);
    return done;
  }

  /** Nothing that is under way goes on. @param {PlaygroundError} reason */
  end(reason) {
    for (const run of this.#all()) run.ended ??= reason;
  }

  /** A run without a model, for whatever is loaded next. */
  emptied() {
    this.#empty(this.#newRun());
    this.#latest = Promise.resolve(this.#run);
  }

  /** Steps were taken. @param {{step: number, epoch: number}} report */
  stepped({ step, epoch }) {
    Object.assign(this, { step, epoch });
    this.#supervisor.trained();
  }

  /** @param {number} ms of training */
  trained(ms) {
    this.#trainedSinceCheckpoint += ms;
  }

  get checkpointIsDue() {
    return this.#trainedSinceCheckpoint >= CHECKPOINT_MS;
  }

  /** When it is time for one. @param {Run} run */
  async makeCheckpoint(run) {
    if (!this.checkpointIsDue || run.ended) return;
    this.#trainedSinceCheckpoint = 0;
    // Where it cannot be made, training goes on, and the next one may come.
    const made = await this.#supervisor.call('save').catch(() => null);
    if (run !== this.#run || run.ended) return release(made);
    if (made) this.#keep(made);
  }

  /** @param {PlaygroundError} error @param {boolean} restarting */
  crashed(error, restarting) {
    this.end(error);
    const { step } = this;
    // The same model, which comes back; training that is asked for meanwhile is about it.
    this.#run = this.#newRun();
    this.#latest = Promise.resolve(this.#run);
    if (error.code === 'out-of-memory') this.emptied();
    this.#emit('crashed', { code: error.code, message: error.message, step, restarting });
  }

  /** The last checkpoint, or the first step. @param {import('./host.js').WorkerHost} host */
  async bringBack(host) {
    const { model, step: crashedAt } = this;
    const run = this.#run;
    if (model) {
      const { preset, ...settings } = model.settings;
      let { value } = await host.call('load', run.id, preset, { ...settings, ...recipeOf(model) }, batchOf(preset, settings));
      // This run was accepted before, on whatever data.
      if (this.#checkpoint) ({ value } = await host.call('restore', run.id, this.#checkpoint, { otherData: true }));
      if (run.ended) throw run.ended;
      this.#hold(value);
    }
    this.#emit('recovered', { step: this.step, lost: crashedAt - this.step });
  }

  /** @returns {Run} */
  #newRun() {
    return { id: ++this.#lastId, ended: null, chunk: 1 };
  }

  /** The one there is, and those to come. */
  #all() {
    return [this.#run, ...this.#coming];
  }

  /** It is the latest unless it is refused. @param {Run} run @param {Promise<unknown>} done */
  #follow(run, done) {
    const before = this.#latest;
    this.#latest = done.then(() => run, () => before);
  }

  /** There is no model any more. @param {Run} run without one */
  #empty(run) {
    this.#run = run;
    Object.assign(this, { model: null, step: 0, epoch: 0 });
    this.#keep(null);
  }

  /** @param {Uint8Array|null} checkpoint in place of the one there is, which is nobody else's */
  #keep(checkpoint) {
    release(this.#checkpoint);
    this.#checkpoint = checkpoint;
  }

  /** @param {Model} model */
  #hold(model) {
    this.model = model;
    this.step = model.step;
    this.epoch = model.epoch;
  }
}
