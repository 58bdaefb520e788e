// The public interface: trains and asks a generative model that lives in a worker. Works on any page, without ours. The model and
// how it comes and goes: runs.js. Training: training.js. What it is asked, from sample to exportWeights: questions.js.

import { EVENTS } from './events.js';
import * as input from './input.js';
import { Listeners } from './listeners.js';
import { Questions, whatModel } from './questions.js';
import { Runs } from './runs.js';
import { PRESETS } from './schema.js';
import { Supervisor } from './supervisor.js';
import { Training } from './training.js';
import { MOST_WORKERS } from './worker/crew-size.js';
import { failure } from './worker/failure.js';
import { Yardsticks } from './yardsticks.js';

/**
 * @typedef {import('./types.d.ts').Events} Events
 * @typedef {import('./types.d.ts').Model} Model
 * @typedef {import('./types.d.ts').StepDetail} StepDetail
 * @typedef {import('./types.d.ts').TrainResult} TrainResult
 * @typedef {import('./types.d.ts').WantedDevice} WantedDevice
 * @typedef {import('./questions.js').Settings} Settings
 */

const DEVICES = ['auto', 'webgpu', 'cpu'];

/**
 * @param {object} [options]
 * @param {WantedDevice} [options.device]
 * @param {{[Type in keyof Events]?: (detail: Events[Type]) => void}} [options.on] listeners that hear the start too
 * @param {number|'auto'} [options.workers] threads that share training on the CPU, 1 to 8; a run is the same to the last bit only
 *   for the same number, and for 1 in every browser: more, or “auto”, use fused multiply-add where the browser has it
 * @param {boolean} [options.preload] whether the digits are fetched at once; otherwise when something first needs them
 * @returns {Promise<Playground>}
 */
export async function createPlayground(options) {
  const given = input.reading(() => input.options(options, { device: same, workers: same, on: listenersOf, preload: Boolean }));
  const { device = 'auto', on = [] } = given;
  const pg = new Playground(/** @type {ConstructorParameters<typeof Playground>[0]} */ (given));
  for (const [type, listener] of on) pg.on(type, listener);
  try {
    await pg.useDevice(/** @type {WantedDevice} */ (device));
  } catch (error) {
    // Nobody else has it, to close it.
    pg.close();
    throw error;
  }
  return pg;
}

/** @param {unknown} value */
const same = (value) => value;
/** @param {unknown} value */
const listenersOf = (value) => /** @type {[keyof Events, (detail: any) => void][]} */ (Object.entries(input.object(value, 'listeners', '{ step: () => {} }')));

export class Playground extends Questions {
  /** What there is to load, as `{id, title, description}`. */
  presets = PRESETS.map(({ id, title, description }) => ({ id, title, description }));
  /** One's own images, where these are learnt from in place of MNIST's. @type {import('./types.d.ts').OwnData|null} */
  data = null;

  #listeners;
  #supervisor;
  #yardsticks;
  #runs;
  #training;
  /** @type {import('./recipe.js').Recipe} */
  #recipe = {};

  /** @param {{preload?: boolean, workers?: number|'auto'}} [options] as `createPlayground` takes them; nothing is opened yet */
  constructor({ preload = true, workers = 'auto' } = {}) {
    if (workers !== 'auto' && !(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) {
      throw failure('bad-input', `workers is a whole number from 1 to ${MOST_WORKERS}, or “auto”, not ${input.kindOf(workers)}.`);
    }
    /** @type {Listeners<Events>} */
    const listeners = new Listeners(EVENTS);
    const emit = /** @type {import('./runs.js').Emit} */ ((type, detail) => listeners.emit(type, detail));
    const yardsticks = new Yardsticks({ exact: workers === 1 });
    const supervisor = new Supervisor({
      preload, workers, emit,
      onCrash: (error, restarting) => this.#runs.crashed(error, restarting),
      prepare: async (host) => { if (this.data) await host.call('setData', 0, this.data); },
      bringBack: (host) => this.#runs.bringBack(host),
    });
    super({ supervisor, yardsticks, listeners });
    this.#listeners = listeners;
    this.#yardsticks = yardsticks;
    this.#supervisor = supervisor;
    this.#runs = new Runs({ supervisor, emit });
    this.#training = new Training({ runs: this.#runs, supervisor, emit });
  }

  /** What `load` answered; null where there is no model. @returns {Model|null} */
  get model() {
    return this.#runs.model;
  }

  get step() {
    return this.#runs.step;
  }

  get epoch() {
    return this.#runs.epoch;
  }

  /** Whether a `train` is under way. */
  get training() {
    return this.#training.active;
  }

  /** Which device was chosen, and why. (Before `createPlayground` has answered there is none.) */
  get device() {
    return /** @type {import('./types.d.ts').Device} */ (this.#supervisor.device);
  }

  /**
   * Listens to: `status` (loading, in phases), `data` (progress of the digits), `data-failed`, `loaded`, `training` (whether), `step`,
   * `event` (what was noticed while training: kind `collapsed` or `critic-wins`, step, message), `call` (action and its ms),
   * `crashed`, `recovered`, `failed`, `device`. An error that a listener throws is reported as an error of the page, and changes nothing.
   * @template {keyof Events} Type
   * @param {Type} type
   * @param {(detail: Events[Type]) => void} listener
   * @returns {() => void} stops listening
   */
  on(type, listener) {
    return this.#listeners.on(type, listener);
  }

  /**
   * Starts over on a device; the model has to be loaded again.
   * @param {WantedDevice} device
   */
  async useDevice(device) {
    if (!DEVICES.includes(device)) throw failure('unknown-device', `There is no such device: ${input.kindOf(device)}. Known: ${DEVICES.join(', ')}.`);
    const reason = failure('aborted', 'The engine was started again on another device.');
    this.#runs.end(reason);
    this.#yardsticks.close(reason);
    this.#runs.emptied();
    await this.#supervisor.open(device);
  }

  /**
   * What is done with the training images from the next `load` on, by the keys `data.limit`, `data.mislabel` and so on; a `load` that
   * names some itself goes before. `{}`: the images as they are. One that is refused changes nothing.
   * @param {import('./recipe.js').Recipe} recipe
   */
  async setDataset(recipe) {
    const plain = input.reading(() => input.recipe(recipe));
    const before = this.#recipe;
    // A load may follow without waiting.
    this.#recipe = plain;
    try {
      // The engine knows what each value may be.
      await this.#supervisor.call('describe', ...whatModel(PRESETS[0].id, plain));
    } catch (error) {
      if (this.#recipe === plain) this.#recipe = before;
      throw error;
    }
  }

  /**
   * Learns from these images in place of MNIST's: 784 bytes each, 0 (paper) to 255 (ink), and a label each, 0 to 9, or none. Two at
   * least, 100,000 at most; they are mixed, and a tenth are test images. `null`: MNIST again. There is no model afterwards: load
   * one. Images that are refused change nothing.
   * @param {{name?: string, images: Uint8Array, labels?: Uint8Array|null}|null} data
   * @returns {Promise<import('./types.d.ts').DataFacts|null>} what is known of them; null for MNIST
   */
  async setData(data) {
    const own = input.reading(() => input.ownImages(data));
    return this.#runs.replaceData((run) => this.#supervisor.call('setData', run, own), (facts) => {
      this.data = own && facts && { ...own, ...facts };
      this.#listeners.emit('dataset', this.data);
    });
  }

  /**
   * New weights from the seed, at step 0. Training under way stops; where the settings are refused, it goes on, with the model there is.
   * @param {string} preset
   * @param {Settings} [settings] `data.` ones too
   * @returns {Promise<Model>}
   */
  async load(preset, settings) {
    const plain = input.reading(() => whatModel(preset, { ...this.#recipe, ...input.settings(settings) }));
    return this.#runs.replace((run) => this.#supervisor.call('load', run, ...plain), null);
  }

  /**
   * Trains `steps` steps. Stopping by `signal` is no error: the answer says how many were trained. Where training fails on the
   * way (`not-finite`), `step` events have told of the steps before, `step` counts them, and the weights are those after them.
   * @param {number} steps
   * @param {{onProgress?: (result: TrainResult) => void, signal?: AbortSignal}} [options]
   * @returns {Promise<TrainResult>}
   */
  async train(steps, options) {
    if (!Number.isInteger(steps) || steps < 1) throw failure('bad-input', `train needs a whole number of steps, 1 or more, not ${input.kindOf(steps)}.`);
    const plain = input.reading(() => input.options(options, { onProgress: input.progress, signal: (value) => input.signal(value, false) }));
    return this.#training.train(steps, plain);
  }

  /**
   * One step, with everything that was computed on the way; it counts as any other. (`step` is the number of steps taken.)
   * @param {import('./types.d.ts').StepPart} [part] the networks that learn from it; a model without a discriminator has only both
   * @returns {Promise<StepDetail>}
   */
  async oneStep(part = 'both') {
    return this.#training.oneStep(input.text(part, 'part', '“both”'));
  }

  /**
   * A saved run, in place of the model there is; where it is refused, that one stays, and goes on training.
   * @param {Uint8Array|ArrayBuffer} bytes from `save`
   * @param {{otherData?: boolean}} [options] otherData: go on although the run was trained on other data than these
   * @returns {Promise<Model>}
   */
  async restore(bytes, options) {
    const own = input.reading(() => input.bytes(bytes));
    const plain = input.reading(() => input.options(options, { otherData: Boolean }));
    return this.#runs.replace((run) => this.#supervisor.call('restore', run, own, plain), own);
  }

  /** Ends the worker. Nothing can be called afterwards, except `useDevice`. */
  close() {
    const reason = failure('closed', 'The playground was closed.');
    this.#runs.end(reason);
    this.#yardsticks.close(reason);
    this.#supervisor.close(reason);
  }

  /** For tests of what happens when things break. */
  debug = { panic: () => this.#supervisor.call('panicForTest'), loseDevice: () => this.#supervisor.call('loseDeviceForTest') };
}
