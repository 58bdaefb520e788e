// What an engine is asked beside training: new images, images and latents, measurements, scenes, scores of the data, the inside of a
// model, the data, files.

import { batchOf } from './batch.js';
import * as input from './input.js';
import { guarded } from './listeners.js';
import { Scenes } from './scenes.js';
import { Scores } from './scores.js';
import { failure } from './worker/failure.js';

/**
 * @typedef {import('./types.d.ts').Actions} Actions
 * @typedef {import('./types.d.ts').Values} Values
 * @typedef {Partial<Record<import('./schema.d.ts').SettingKey, import('./schema.d.ts').Value>>} Settings
 * @typedef {{label?: number|ArrayLike<number>|null}} ToldOptions `label`: the digit, for a model that is told it (cvae, cgan): one for all, or one an image
 */

export class Questions {
  #supervisor;
  #yardsticks;
  #listeners;
  #scenes;
  #scores;

  /**
   * @param {object} parts
   * @param {import('./supervisor.js').Supervisor} parts.supervisor
   * @param {import('./yardsticks.js').Yardsticks} parts.yardsticks
   * @param {import('./listeners.js').Listeners<import('./types.d.ts').Events>} parts.listeners
   */
  constructor({ supervisor, yardsticks, listeners }) {
    this.#supervisor = supervisor;
    this.#yardsticks = yardsticks;
    this.#listeners = listeners;
    this.#scores = new Scores(supervisor);
    this.#scenes = new Scenes({
      supervisor, listeners,
      // The thread keeps what it is given.
      measure: async (images, options) => (await this.#measured(async () => ({ pixels: images.slice() }), options)).value,
    });
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
   * real images under `real`. The engine draws in parts, and a thread of its own measures: training goes on; the first time takes longest.
   * @param {{count?: number, seed?: number, byDigit?: boolean, signal?: AbortSignal, onProgress?: (share: number) => void}} [options]
   *   the same seed draws the same samples; byDigit: also of each digit, under `by_digit`; signal: stops it (`aborted`); onProgress: is
   *   told how much has been done, 0 to 1
   * @returns {Promise<import('./types.d.ts').Measured>}
   */
  measure = async (options = {}) => {
    const { byDigit = false, signal, onProgress, ...samples } = input.reading(() => input.options(options, {
      count: (value) => input.number(value, 'count'), seed: input.seed, byDigit: Boolean, signal: input.signal, onProgress: input.progress,
    }));
    const tell = (/** @type {number} */ share) => { if (onProgress) guarded(onProgress, share); };
    const draw = () => this.#drawn(samples, signal, (share) => tell(share / 2));
    const { value, ms } = await this.#measured(draw, { byDigit, signal, onProgress: (share) => tell(0.5 + share / 2) });
    this.#listeners.emit('call', { action: 'measure', ms });
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
  scene = async (name, options = {}) => this.#scenes.play(name, options);
  /**
   * A score of each image of the data, which says how odd it is: `self-confidence` (labels that are likely to be wrong come with it),
   * `nearest`, `learning-confidence`, `learning-variability`, or `reconstruction` under the model. It is computed in parts, between
   * which training goes on. What a part of the data was asked about before is kept until the data are others.
   * @param {string} name
   * @param {import('./types.d.ts').ScoreOptions & {onProgress?: (done: number) => void}} [options] done: 0 to 1
   * @returns {Promise<import('./types.d.ts').Scores>}
   */
  scores = async (name, options = {}) => {
    const { onProgress = () => {}, ...given } = input.reading(() => input.options(options, {
      part: (value) => input.text(value, 'part', '“test”'), recipe: input.recipe, seed: input.seed, onProgress: input.progress,
    }));
    return this.#scores.of(input.text(name, 'score', '“nearest”'), /** @type {import('./types.d.ts').ScoreOptions} */ (given), onProgress);
  };
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
   * The images of the data as they are, 784 bytes each, whatever the recipe makes of them: as many of those from `start` on as there are.
   * Waits until these are there. @param {'train'|'test'} part @param {number} start @param {number} count
   */
  images = async (part, start, count) => this.#ask('images', () => [input.text(part, 'part', '“train”'), input.number(start, 'start'), input.number(count, 'count')]);
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
   * Calls the engine with arguments that are read from what a caller handed in.
   * @template {keyof Actions} Name
   * @param {Name} action
   * @param {() => import('./types.d.ts').Args<Actions[Name]>} read
   */
  async #ask(action, read) {
    return this.#supervisor.call(action, ...input.reading(read));
  }

  /**
   * Samples that are to be measured, a part at a time.
   * @param {import('./types.d.ts').MeasureOptions} options
   * @param {AbortSignal|undefined} signal no more is drawn once it has come
   * @param {(share: number) => void} onProgress
   * @returns {Promise<import('./types.d.ts').MeasuredSamples>}
   */
  async #drawn(options, signal, onProgress) {
    for (let begin = true; ; begin = false) {
      signal?.throwIfAborted();
      const { progress, pixels, labels } = await this.#supervisor.call('drawMeasured', { ...options, begin });
      onProgress(progress);
      if (pixels) return { pixels, labels };
    }
  }

  /**
   * Samples before the yardsticks, beside the images that they are compared with.
   * @param {() => Promise<import('./types.d.ts').MeasuredSamples>} draw
   * @param {{byDigit?: boolean, signal?: AbortSignal, onProgress?: (share: number) => void}} options
   */
  #measured(draw, { byDigit = false, ...options }) {
    return this.#yardsticks.measure({ draw, images: (known) => this.#supervisor.call('measuredOn', known), byDigit, ...options });
  }
}

/**
 * A model as `load` and `describe` of the engine take it.
 * @param {unknown} preset
 * @param {unknown} settings
 * @returns {[string, Record<string, import('./schema.d.ts').Value>, import('./types.d.ts').Batch]}
 */
export function whatModel(preset, settings) {
  const plain = input.settings(settings);
  const name = input.text(preset, 'preset', '“vae”');
  return [name, plain, batchOf(name, plain)];
}

/** @param {unknown} options */
const told = (options) => input.options(options, { label: input.label });
