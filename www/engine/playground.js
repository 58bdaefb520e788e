// The public interface: trains and asks a generative model that lives in a worker. Works on any page, without ours.

import { batchOf } from './batch.js';
import { EVENTS } from './events.js';
import { gzipped } from './gzip.js';
import * as input from './input.js';
import { Listeners, guarded } from './listeners.js';
import { orAborted } from './or-aborted.js';
import { recipeOf } from './recipe.js';
import { PRESETS, SCENES } from './schema.js';
import { Supervisor } from './supervisor.js';
import { Tally, nextChunk } from './training.js';
import { MOST_WORKERS } from './worker/crew-size.js';
import { failure } from './worker/failure.js';
import { Yardsticks } from './yardsticks.js';

/**
 * @typedef {import('./types.d.ts').Actions} Actions
 * @typedef {import('./types.d.ts').PlaygroundError} PlaygroundError
 * @typedef {import('./types.d.ts').Events} Events
 * @typedef {import('./types.d.ts').Model} Model
 * @typedef {import('./types.d.ts').Values} Values
 * @typedef {import('./types.d.ts').StepPart} StepPart
 * @typedef {Partial<Record<import('./schema.d.ts').SettingKey, import('./schema.d.ts').Value>>} Settings
 * @typedef {import('./types.d.ts').StepDetail} StepDetail
 * @typedef {import('./types.d.ts').TrainResult} TrainResult
 * @typedef {import('./types.d.ts').WantedDevice} WantedDevice
 * @typedef {{label?: number|ArrayLike<number>|null}} ToldOptions `label`: the digit, for a model that is told it (cvae, cgan): one for all, or one an image
 */

/** Training time between two checkpoints: as much as a crash can cost. Making one takes about 20 ms. */
const CHECKPOINT_MS = 10_000;

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

/**
 * @typedef {object} Run one model, from the load to the next
 * @property {number} id
 * @property {PlaygroundError|null} ended why it cannot be trained any more
 */

export class Playground {
  /** What `load` answered. @type {Model|null} */
  model = null;
  step = 0;
  epoch = 0;
  /** What there is to load, as `{id, title, description}`. */
  presets = PRESETS.map(({ id, title, description }) => ({ id, title, description }));
  /** One's own images, where these are learnt from in place of MNIST's. @type {import('./types.d.ts').OwnData|null} */
  data = null;
  /** Whether a `train` is under way. */
  training = false;

  /** @type {Listeners<Events>} */
  #listeners = new Listeners(EVENTS);
  #supervisor;
  #yardsticks;
  #lastId = 0;
  #lastScene = 0;
  /** @type {Run} */
  #run = { id: 0, ended: null };
  /** What loads and restores under way are for. @type {Set<Run>} */
  #coming = new Set();
  /** The run that there is once those that are under way have succeeded, or been refused. @type {Promise<Run>} */
  #latest = Promise.resolve(this.#run);
  /** @type {Promise<unknown>} */
  #lastTraining = Promise.resolve();
  /** @type {Promise<unknown>} */
  #lastScores = Promise.resolve();
  /** @type {Uint8Array|null} */
  #checkpoint = null;
  /** @type {import('./recipe.js').Recipe} */
  #recipe = {};
  #trainedSinceCheckpoint = 0;
  #chunk = 1;

  /** @param {{preload?: boolean, workers?: number|'auto'}} [options] as `createPlayground` takes them; nothing is opened yet */
  constructor({ preload = true, workers = 'auto' } = {}) {
    if (workers !== 'auto' && !(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) {
      throw failure('bad-input', `workers is a whole number from 1 to ${MOST_WORKERS}, or “auto”, not ${input.kindOf(workers)}.`);
    }
    this.#yardsticks = new Yardsticks({ exact: workers === 1 });
    this.#supervisor = new Supervisor({
      preload, workers,
      emit: (type, detail) => this.#emit(type, detail),
      onCrash: (error, restarting) => this.#crashed(error, restarting),
      prepare: async (host) => { if (this.data) await host.call('setData', 0, this.data); },
      bringBack: (host) => this.#bringBack(host),
    });
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
    this.#end(reason);
    this.#yardsticks.close(reason);
    this.#emptied();
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
      await this.#call('describe', ...whatModel(PRESETS[0].id, plain));
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
    const run = this.#newRun();
    const before = this.#latest;
    const others = [this.#run, ...this.#coming];
    const done = this.#call('setData', run.id, own).then((facts) => {
      for (const other of others) other.ended ??= failure('aborted', 'Training stopped because it is to learn from other images.');
      this.data = own && facts && { ...own, ...facts };
      this.#empty(run);
      this.#emit('dataset', this.data);
      return facts;
    });
    this.#latest = done.then(() => run, () => before);
    return done;
  }

  /**
   * New weights from the seed, at step 0. Training under way stops; where the settings are refused, it goes on, with the model there is.
   * @param {string} preset
   * @param {Settings} [settings] `data.` ones too
   * @returns {Promise<Model>}
   */
  async load(preset, settings) {
    const plain = input.reading(() => whatModel(preset, { ...this.#recipe, ...input.settings(settings) }));
    return this.#replace((run) => this.#call('load', run.id, ...plain), null);
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
    return this.#inTurn((run) => this.#train(steps, plain, run));
  }

  /**
   * One step, with everything that was computed on the way; it counts as any other. (`step` is the number of steps taken.)
   * @param {StepPart} [part] the networks that learn from it; a model without a discriminator has only both
   * @returns {Promise<StepDetail>}
   */
  async oneStep(part = 'both') {
    const name = input.text(part, 'part', '“both”');
    return this.#inTurn((run) => this.#stepInDetail(name, run));
  }

  /**
   * `count` new digits, count*784 values in 0..1; the same seed asks for the same latent codes.
   * @param {number} [count]
   * @param {ToldOptions & {seed?: number}} [options]
   */
  sample = async (count = 64, options = {}) => this.#ask('sample', () => [input.number(count, 'number of samples'), input.options(options, { label: input.label, seed: input.seed })]);
  /**
   * The states on the way from noise to `count` digits, of a model with `flows`: states*count*784 values in 0..1, noise first, and last
   * what `sample` answers.
   * @param {number} [count]
   * @param {ToldOptions & {seed?: number}} [options]
   */
  samplePath = async (count = 16, options = {}) => this.#ask('samplePath', () => [input.number(count, 'number of samples'), input.options(options, { label: input.label, seed: input.seed })]);
  /**
   * The same with more of it: the states themselves, `states` (as the flow knows them, of a latent flow `latentDim` values each), the
   * images that they would be, `images`, and those that the flow expects at the end from each, `predicted`.
   * @param {number} [count]
   * @param {ToldOptions & {seed?: number, steps?: number, solver?: string, ends?: boolean}} [options] steps, solver: in place of the
   *   settings `sample_steps` and `solver`; ends: only the last states
   */
  paths = async (count = 16, options = {}) => this.#ask('paths', () => [input.number(count, 'number of samples'), input.options(options, {
    label: input.label, seed: input.seed, steps: (value) => input.number(value, 'steps'), solver: (value) => input.text(value, 'solver', '“euler”'), ends: Boolean,
  })]);
  /**
   * How fast, and where to, paths go that are at these states (of `paths`) at a time from 0, noise, to below 1.
   * @param {Values} states any number of them
   * @param {ToldOptions & {time?: number}} [options] time: 0 by default
   */
  velocity = async (states, options = {}) => this.#ask('velocity', () => [
    input.numbers(states, 'states'), input.options(options, { label: input.label, time: (value) => input.real(value, 'time') }),
  ]);
  /**
   * Digits that begin as an image does, of a model that draws piece by piece (`autoregressive`): its first rows stay, or those pixels
   * that `mask` names, and the rest is drawn. The image is seen black and white.
   * @param {Values} image 784 values
   * @param {ToldOptions & {rows?: number, mask?: Values, count?: number, seed?: number, temperature?: number, top_p?: number}} [options]
   *   rows: that stay, 14 by default; mask: 784 values, not 0 where a pixel stays; temperature, top_p: in place of the settings
   */
  continueImage = async (image, options = {}) => this.#ask('continueImage', () => {
    const whole = (/** @type {string} */ name) => (/** @type {unknown} */ value) => input.number(value, name);
    const real = (/** @type {string} */ name) => (/** @type {unknown} */ value) => input.real(value, name);
    const { rows = 14, mask, ...more } = input.options(options, {
      rows: whole('rows'), mask: (value) => input.some(value, 'mask'), count: whole('count'), label: input.label, seed: input.seed,
      temperature: real('temperature'), top_p: real('top_p'),
    });
    if (!(Number.isInteger(rows) && rows >= 0 && rows <= 28)) throw failure('bad-input', `The rows must be a whole number from 0 to 28, not ${rows}.`);
    return [input.numbers(image, 'image'), { ...more, known: mask ?? Float32Array.from({ length: 784 }, (_, pixel) => Number(pixel < rows * 28)) }];
  });
  /**
   * How little each block of 2 by 2 pixels was to be expected from those before it, row by row: nats, 14 by 14 an image, whose sum is the
   * image's. Of a model that draws piece by piece. @param {Values} images @param {ToldOptions} [options]
   */
  surprise = async (images, options = {}) => this.#ask('surprise', () => [input.numbers(images, 'images'), told(options)]);
  /**
   * How much each block of an image looks at those up to it, of a model that draws piece by piece: `weights` by layer, head, block that
   * looks and block that is looked at, layers*heads*196*196 values. @param {Values} image 784 values @param {ToldOptions} [options]
   */
  attention = async (image, options = {}) => this.#ask('attention', () => [input.numbers(image, 'image'), told(options)]);
  /** @param {Values} images any number of 784-value images @param {ToldOptions} [options] */
  encode = async (images, options = {}) => this.#ask('encode', () => [input.numbers(images, 'images'), told(options)]);
  /** @param {Values} z any number of codes @param {ToldOptions} [options] */
  decode = async (z, options = {}) => this.#ask('decode', () => [input.numbers(z, 'z'), told(options)]);
  /** @param {Values} images @param {ToldOptions} [options] */
  reconstruct = async (images, options = {}) => this.#ask('reconstruct', () => [input.numbers(images, 'images'), told(options)]);
  /** How real the discriminator takes images for: a logit each, larger for more real (GANs, vae-gan). @param {Values} images @param {ToldOptions} [options] */
  judge = async (images, options = {}) => this.#ask('judge', () => [input.numbers(images, 'images'), told(options)]);
  /**
   * Metrics of `count` samples (2,000 by default) of the model as it is now, by the names that `playground judge` prints, those of
   * real images under `real`. A thread of its own computes them, and training goes on; the first time takes longest.
   * @param {{count?: number, seed?: number, byDigit?: boolean, signal?: AbortSignal, onProgress?: (share: number) => void}} [options]
   *   the same seed draws the same samples; byDigit: also of each digit, under `by_digit`; signal: stops it (`aborted`); onProgress: is
   *   told how much has been done, 0 to 1
   * @returns {Promise<import('./types.d.ts').Measured>}
   */
  measure = async (options = {}) => {
    const { byDigit = false, signal, onProgress, ...samples } = input.reading(() => input.options(options, {
      count: (value) => input.number(value, 'count'), seed: input.seed, byDigit: Boolean, signal: input.signal, onProgress: input.progress,
    }));
    const { value, ms } = await this.#yardsticks.measure({
      draw: () => this.#call('drawMeasured', samples), images: (known) => this.#call('measuredOn', known), byDigit, signal, onProgress,
    });
    this.#emit('call', { action: 'measure', ms });
    return value;
  };
  /**
   * Plays a scene, `repair` for example, with the model as it is now, in parts between which training goes on: images, or test digits
   * (`count` from `start`), of which the model answers what is missing, beside methods without a model. The scene's own options
   * (`SCENES` of schema.js) stand beside the others: `{ image, noise: 0.5 }`. Stopped by `signal`, it rejects (`aborted`).
   * @param {string} name
   * @param {import('./input.js').SceneOptions} [options]
   * @returns {Promise<import('./types.d.ts').Played>}
   */
  async scene(name, options = {}) {
    const { onProgress, signal, ...request } = input.reading(() => input.scene(options));
    const id = ++this.#lastScene;
    // Samples are drawn first, and then looked at by the yardsticks, which takes about as long.
    const judge = SCENES.find((scene) => scene.name === name)?.judge;
    const isJudged = judge === 'yardsticks';
    const tell = (/** @type {import('./types.d.ts').SceneProgress} */ progress) => { if (onProgress) guarded(onProgress, progress); };
    const off = this.on('scene', (progress) => { if (progress.id === id) tell(isJudged ? { ...progress, share: progress.share / 2 } : progress); });
    const stop = () => { this.#call('stopScene', id).catch(() => {}); };
    const stopped = () => failure('aborted', 'The scene was stopped.');
    signal?.addEventListener('abort', stop);
    try {
      if (signal?.aborted) throw stopped();
      const asked = this.#ask('scene', () => [id, input.text(name, 'scene', '“repair”'), judge === 'classifier' ? { ...request, judge } : request]);
      const found = await played(await orAborted(asked, signal, stopped));
      return isJudged ? await this.#judged(found, (share) => tell({ id, share: 0.5 + share / 2, preview: new Float32Array() }), signal) : found;
    } finally {
      off();
      signal?.removeEventListener('abort', stop);
    }
  }
  /**
   * The same, where the pictures of each method are samples, with what the yardsticks say of them.
   * @param {import('./types.d.ts').Played} found @param {(share: number) => void} tell @param {AbortSignal} [signal]
   */
  async #judged(found, tell, signal) {
    const answers = [[found.numbers, found.images], ...[found.plain, ...found.others].map((one) => [one, one.images])];
    for (const [at, [numbers, images]] of /** @type {[import('./types.d.ts').SceneNumbers, Float32Array][]} */ (answers).entries()) {
      const { value: { real, by_digit: digits, ...values } } = await this.#yardsticks.measure({
        // The thread keeps what it is given.
        draw: async () => ({ pixels: images.slice() }), images: (known) => this.#call('measuredOn', known), byDigit: false, signal,
        onProgress: (share) => tell((at + share) / answers.length),
      });
      Object.assign(numbers, Object.fromEntries(Object.entries(values).filter(([name, one]) => typeof one === 'number' && !['count', 'real_count'].includes(name))));
    }
    return found;
  }

  /**
   * A score of each image of the data, which says how odd it is: `self-confidence` (labels that are likely to be wrong come with it),
   * `nearest`, `learning-confidence`, `learning-variability`, or `reconstruction` under the model. It is computed in parts, between
   * which training goes on. What a part of the data was asked about before is kept until the data are others.
   * @param {string} name
   * @param {import('./types.d.ts').ScoreOptions & {onProgress?: (done: number) => void}} [options] done: 0 to 1
   * @returns {Promise<import('./types.d.ts').Scores>}
   */
  async scores(name, options) {
    const { onProgress = () => {}, ...given } = input.reading(() => input.options(options, {
      part: (value) => input.text(value, 'part', '“test”'), recipe: input.recipe, seed: input.seed, onProgress: input.progress,
    }));
    const score = input.text(name, 'score', '“nearest”');
    // Two with different recipes would each have the other's work thrown away.
    const done = this.#lastScores.then(() => this.#scores(score, /** @type {import('./types.d.ts').ScoreOptions} */ (given), onProgress));
    this.#lastScores = done.catch(() => {});
    return done;
  }

  /** The first layer of each network that looks at pictures, one picture a unit. */
  filters = async () => this.#ask('filters', () => []);
  /**
   * What comes out of every layer for one image, with shapes as channels, height, width. The decoder draws from the image's mean
   * code, or from the code `z` of the options; a generator needs `z`, and `image` may be null then.
   * @param {Values|null} image
   * @param {ToldOptions & {z?: Values}} [options]
   */
  activations = async (image, options = {}) => this.#ask('activations', () => [
    input.numbers(image ?? [], 'image'), input.options(options, { label: input.label, z: (value) => input.some(value, 'z') }),
  ]);
  /** What other settings would make, without making it. @param {string} preset @param {Settings} [settings] */
  describe = async (preset, settings) => this.#ask('describe', () => whatModel(preset, settings));
  /** Losses over the test set, or over its first `limit` images. @param {number} [limit] */
  evaluate = async (limit) => this.#ask('evaluate', () => [limit === undefined || limit === null ? undefined : input.number(limit, 'limit')]);
  /** Real test images and their labels. @param {number} start @param {number} count */
  testImages = async (start, count) => this.#ask('testImages', () => [input.number(start, 'start'), input.number(count, 'count')]);
  /**
   * What a recipe makes of the training images, `data.` settings as for `setDataset`: how many each step leaves, and some before and after.
   * Waits until all images are there.
   * @param {import('./recipe.js').Recipe} recipe
   * @param {import('./types.d.ts').PreviewOptions} [options]
   * @returns {Promise<import('./types.d.ts').DataPreview>}
   */
  previewData = async (recipe, options = {}) => this.#ask('previewData', () => [
    input.recipe(recipe), input.options(options, { seed: input.seed, epoch: (value) => input.number(value, 'epoch'), count: (value) => input.number(value, 'count') }),
  ]);
  /** The whole run as safetensors: weights, optimizer state, step. */
  save = async () => this.#ask('save', () => []);
  /** The weights alone as safetensors, under the names and in the shapes of PyTorch's load_state_dict. */
  exportWeights = async () => this.#ask('exportWeights', () => []);
  /** Goes on loading digits after `data-failed`; what has arrived is kept. */
  retryData = async () => this.#ask('retryData', () => []);

  /**
   * A saved run, in place of the model there is; where it is refused, that one stays, and goes on training.
   * @param {Uint8Array|ArrayBuffer} bytes from `save`
   * @param {{otherData?: boolean}} [options] otherData: go on although the run was trained on other data than these
   * @returns {Promise<Model>}
   */
  async restore(bytes, options) {
    const own = input.reading(() => input.bytes(bytes));
    const plain = input.reading(() => input.options(options, { otherData: Boolean }));
    return this.#replace((run) => this.#call('restore', run.id, own, plain), own);
  }

  /** Ends the worker. Nothing can be called afterwards, except `useDevice`. */
  close() {
    const reason = failure('closed', 'The playground was closed.');
    this.#end(reason);
    this.#yardsticks.close(reason);
    this.#supervisor.close(reason);
  }

  /** For tests of what happens when things break. */
  debug = { panic: () => this.#call('panicForTest'), loseDevice: () => this.#call('loseDeviceForTest') };

  /**
   * Puts another model in place of the one there is.
   * @param {(run: Run) => Promise<Model>} load
   * @param {Uint8Array|null} checkpoint what makes it once more; null: the same settings
   */
  async #replace(load, checkpoint) {
    const run = this.#newRun();
    const before = this.#latest;
    this.#coming.add(run);
    const done = load(run).then((model) => {
      if (run.ended) throw run.ended;
      this.#run.ended ??= failure('aborted', 'Training stopped because another model was loaded.');
      this.#run = run;
      this.#checkpoint = checkpoint;
      this.#trainedSinceCheckpoint = 0;
      this.#supervisor.trained();
      this.#hold(model);
      this.#emit('loaded', model);
      return model;
    }).finally(() => this.#coming.delete(run));
    this.#latest = done.then(() => run, () => before);
    return done;
  }

  /** @returns {Run} */
  #newRun() {
    return { id: ++this.#lastId, ended: null };
  }

  /** Nothing that is under way goes on. @param {PlaygroundError} reason */
  #end(reason) {
    for (const run of [this.#run, ...this.#coming]) run.ended ??= reason;
  }

  /** A run without a model, for whatever is loaded next. */
  #emptied() {
    this.#empty(this.#newRun());
    this.#latest = Promise.resolve(this.#run);
  }

  /** There is no model any more. @param {Run} run without one */
  #empty(run) {
    this.#run = run;
    Object.assign(this, { model: null, step: 0, epoch: 0 });
    this.#checkpoint = null;
    this.#chunk = 1;
  }

  /** @param {Model} model */
  #hold(model) {
    this.model = model;
    this.step = model.step;
    this.epoch = model.epoch;
  }

  /**
   * Two trainings at once would count each other's steps, so a second one waits for the first. It is about the model that was there,
   * or asked for, when it was called.
   * @template T
   * @param {(run: Run) => Promise<T>} work
   * @returns {Promise<T>}
   */
  #inTurn(work) {
    const latest = this.#latest;
    const result = this.#lastTraining.then(async () => {
      const run = await latest;
      this.#setTraining(true);
      if (run.ended) throw run.ended;
      return work(run);
    });
    this.#lastTraining = result.catch(() => {}).then(() => this.#setTraining(false));
    return result;
  }

  /** @param {string} part @param {Run} run */
  async #stepInDetail(part, run) {
    const { value, ms } = await this.#timedCall('step', run.id, part);
    if (run.ended) throw run.ended;
    const { step, losses, gradients } = value;
    this.#told(run, new Tally(), { ...value, meanLosses: losses, history: [{ step, losses }], gradients, events: [] }, ms, value);
    this.#trainedSinceCheckpoint += ms;
    await this.#makeCheckpoint(run);
    return value;
  }

  /**
   * @param {number} steps
   * @param {{onProgress?: (result: TrainResult) => void, signal?: AbortSignal}} options
   * @param {Run} run
   * @returns {Promise<TrainResult>}
   */
  async #train(steps, { onProgress = () => {}, signal }, run) {
    const tally = new Tally();
    /** @type {TrainResult} */
    let result = { step: this.step, epoch: this.epoch, losses: {}, meanLosses: {}, steps: 0, msPerStep: 0, imagesPerSecond: 0 };
    /** @param {import('./types.d.ts').TrainReport} report @param {number} ms */
    const tell = (report, ms) => {
      result = this.#told(run, tally, report, ms);
      for (const event of report.events) this.#emit('event', event);
      guarded(onProgress, result);
    };
    let asked = 0;
    const trip = () => {
      const count = Math.min(this.#chunk, steps - asked);
      asked += count;
      const answer = this.#timedCall('train', run.id, count);
      // Looked at when it is its turn.
      answer.catch(() => {});
      return { answer, count };
    };
    /** @type {ReturnType<typeof trip>|null} */
    let ahead = null;
    while (tally.steps < steps && (ahead || !signal?.aborted)) {
      if (run.ended) throw run.ended;
      // How long the first takes is what the next ones' length comes from.
      const first = asked === 0;
      const current = ahead ?? trip();
      // A checkpoint is that of the step which is known here.
      const save = this.#trainedSinceCheckpoint >= CHECKPOINT_MS;
      ahead = asked < steps && !first && !save && !signal?.aborted ? trip() : null;
      try {
        const { value, ms } = await current.answer;
        if (run.ended) throw run.ended;
        tell(value, ms);
        // A trip may take fewer steps than it was asked for: a run's first ones are a trip of their own.
        asked -= current.count - value.history.length;
        this.#chunk = nextChunk(value.history.length, ms, this.device.kind);
        this.#trainedSinceCheckpoint += ms;
        if (!ahead) await this.#makeCheckpoint(run);
      } catch (reason) {
        const error = /** @type {PlaygroundError} */ (reason);
        // Steps that were taken before something went wrong count, and those of a trip that was on its way.
        if (error.report && !run.ended) tell(error.report, error.ms ?? 0);
        const late = await ahead?.answer.catch((/** @type {PlaygroundError} */ { report, ms = 0 }) => report && { value: report, ms });
        if (late && !run.ended) tell(late.value, late.ms);
        throw ['aborted', 'not-loaded'].includes(error.code) && run.ended ? run.ended : error;
      }
    }
    return result;
  }

  /**
   * Counts steps that were taken, and tells of them.
   * @param {Run} run
   * @param {Tally} tally
   * @param {import('./types.d.ts').TrainReport} report
   * @param {number} ms
   * @param {StepDetail} [detail]
   */
  #told(run, tally, { history, gradients, ...report }, ms, detail) {
    const { step, epoch, meanLosses } = report;
    Object.assign(this, { step, epoch });
    this.#supervisor.trained();
    const result = tally.add(report, history.length, ms, this.model?.batchSize ?? 0);
    this.#emit('step', { ...result, history, gradients, chunk: { steps: history.length, ms, meanLosses }, ...(detail && { detail }) });
    return result;
  }

  /**
   * @param {string} name
   * @param {import('./types.d.ts').ScoreOptions} options
   * @param {(done: number) => void} onProgress
   * @returns {Promise<import('./types.d.ts').Scores>}
   */
  async #scores(name, options, onProgress) {
    for (let again = true; ; again = false) {
      const { progress, values, ...found } = await this.#call('scores', name, { ...options, again });
      guarded(onProgress, progress);
      if (values) return { name, part: options.part ?? 'train', values, ...found };
    }
  }

  /** @param {boolean} training */
  #setTraining(training) {
    this.training = training;
    this.#emit('training', training);
  }

  /** When it is time for one. @param {Run} run */
  async #makeCheckpoint(run) {
    if (this.#trainedSinceCheckpoint < CHECKPOINT_MS || run.ended) return;
    this.#trainedSinceCheckpoint = 0;
    // Where it cannot be made, training goes on, and the next one may come.
    const checkpoint = await this.#call('save').catch(() => this.#checkpoint);
    if (run === this.#run && !run.ended) this.#checkpoint = checkpoint;
  }

  /** @param {PlaygroundError} error @param {boolean} restarting */
  #crashed(error, restarting) {
    this.#end(error);
    const { step } = this;
    // The same model, which comes back; training that is asked for meanwhile is about it.
    this.#run = this.#newRun();
    this.#latest = Promise.resolve(this.#run);
    this.#chunk = 1;
    if (error.code === 'out-of-memory') this.#emptied();
    this.#emit('crashed', { code: error.code, message: error.message, step, restarting });
  }

  /** The last checkpoint, or the first step. @param {import('./host.js').WorkerHost} host */
  async #bringBack(host) {
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

  /**
   * @template {keyof Actions} Name
   * @param {Name} action
   * @param {() => import('./types.d.ts').Args<Actions[Name]>} read
   */
  async #ask(action, read) {
    return this.#call(action, ...input.reading(read));
  }

  /**
   * @template {keyof Actions} Name
   * @param {Name} action
   * @param {import('./types.d.ts').Args<Actions[Name]>} args
   */
  async #call(action, ...args) {
    return (await this.#timedCall(action, ...args)).value;
  }

  /**
   * @template {keyof Actions} Name
   * @param {Name} action
   * @param {import('./types.d.ts').Args<Actions[Name]>} args
   */
  async #timedCall(action, ...args) {
    const answer = await this.#supervisor.call(action, ...args);
    this.#emit('call', { action, ms: answer.ms });
    return answer;
  }

  /**
   * @template {keyof Events} Type
   * @param {Type} type
   * @param {Events[Type]} detail
   */
  #emit(type, detail) {
    this.#listeners.emit(type, detail);
  }
}

/** @param {unknown} preset @param {unknown} settings @returns {[string, Record<string, import('./schema.d.ts').Value>, import('./types.d.ts').Batch]} */
function whatModel(preset, settings) {
  const plain = input.settings(settings);
  const name = input.text(preset, 'preset', '“vae”');
  return [name, plain, batchOf(name, plain)];
}

/**
 * Pictures to their numbers, and what the page itself has beside the model.
 * @param {import('./types.d.ts').EnginePlayed} answer
 * @returns {Promise<import('./types.d.ts').Played>}
 */
async function played({ numbers: { plain, others, ...numbers }, answers, pictures: [truth, seen, images, best = new Float32Array(), ...rest], file }) {
  const beside = plain ?? await gzipped(truth);
  return { images, answers, truth, seen, numbers, plain: { ...beside, images: best }, others: others.map((one, at) => ({ ...one, images: rest[at] })), file };
}

/** @param {unknown} options */
const told = (options) => input.options(options, { label: input.label });
