// The public interface: trains and asks a generative model that lives in a worker. Works on any page, without ours.

import { PRESETS } from './schema.js';
import { CRASHES } from './errors.js';
import { WorkerHost } from './host.js';
import { MOST_WORKERS } from './worker/crew-size.js';
import { failure } from './worker/failure.js';

/**
 * One trip to the worker trains about this long, so that pausing is immediate and other calls get their turn. On a GPU longer:
 * where a step takes a tenth of a second, the next one should be on its way before it ends.
 */
const CHUNK_MS = { cpu: 100, webgpu: 250 };
const MAX_CHUNK = 256;
/** Training time between two checkpoints: as much as a crash can cost. Making one takes about 20 ms. */
const CHECKPOINT_MS = 10_000;
/** Crashes in a row, without a step trained between them, after which a restart is no help. */
const MAX_CRASHES = 3;

/**
 * @typedef {object} Losses per image: `loss`, `recon_loss`, `kl_loss` in nats; `d_loss`, `g_loss` (and `gradient_penalty`) of
 *   a GAN. `model.losses` names those that the model has.
 * @typedef {object} TrainResult
 * @property {number} step
 * @property {number} epoch
 * @property {Losses} losses       the last step's
 * @property {Losses} meanLosses   over this call
 * @property {number} steps        trained by this call; fewer than asked only if `signal` stopped it
 * @property {number} msPerStep
 * @property {number} imagesPerSecond
 */

/**
 * @typedef {object} StepDetail one step, to look at
 * @property {number} step
 * @property {number} epoch
 * @property {'both'|'discriminator'|'generator'} part  what it updated
 * @property {Losses} losses
 * @property {{name: string, norm: number}[]} gradients the length of the gradient of each parameter that it updated
 * @property {Float32Array} images  the real batch, 784 values an image, 0..1
 * @property {Uint8Array} labels
 * @property {Float32Array} [mean]       of the batch's codes, where there is an encoder: latentDim values an image
 * @property {Float32Array} [logvar]     the logarithm of their variance
 * @property {Float32Array} [z]          the codes that were thrown around them, and decoded
 * @property {Float32Array} [rebuilt]    the batch rebuilt, where there is an encoder
 * @property {Float32Array} [fakes]      what the critic was shown beside it
 * @property {Float32Array} [realScores] the critic's logits before its update, one an image
 * @property {Float32Array} [fakeScores]
 */

/**
 * @param {object} [options]
 * @param {'auto'|'webgpu'|'cpu'} [options.device]
 * @param {Record<string, (detail: any) => void>} [options.on] listeners that hear the start too
 * @param {number|'auto'} [options.workers] threads that share training on the CPU, 1 to 8; a run is the same to the last bit only
 *   for the same number, and for 1 in every browser: more, or “auto”, use fused multiply-add where the browser has it
 * @param {boolean} [options.preload] whether the digits are fetched at once; otherwise when something first needs them
 * @returns {Promise<Playground>}
 */
export async function createPlayground({ device = 'auto', workers = 'auto', on = {}, preload = true } = {}) {
  const pg = new Playground({ preload, workers });
  for (const [type, listener] of Object.entries(on)) pg.on(type, listener);
  await pg.useDevice(device);
  return pg;
}

export class Playground {
  /** @type {{kind: 'webgpu'|'cpu', adapter: string, workers: number, reason: string, why: string, webgpu: boolean}} workers: threads that train; why: the reason as one word; webgpu: whether it could be asked for */
  device = null;
  /**
   * What `load` answered: preset, settings, parameterCount, latentDim, batchSize, stepsPerEpoch, trainSize, the names of its
   * `losses`, what it can do (`capabilities`, and of those hasEncoder, hasCritic, conditional), and its networks, layer by layer (`parts`).
   */
  model = null;
  step = 0;
  epoch = 0;
  /** What there is to load, as `{id, title, description}`. */
  presets = PRESETS.map(({ id, title, description }) => ({ id, title, description }));
  /** Whether a `train` is under way. */
  training = false;

  #listeners = new Map();
  #host = null;
  #wanted = 'auto';
  /** Settles when the current worker is ready for calls. */
  #ready = Promise.reject(failure('closed', 'The playground was closed.'));
  #checkpoint = null;
  #trainedSinceCheckpoint = 0;
  #crashes = 0;
  /** Grows with everything that makes an ongoing `train` meaningless. */
  #generation = 0;
  #lastTraining = Promise.resolve();
  #chunk = 1;
  #preload;
  #workers;

  constructor({ preload = true, workers = 'auto' } = {}) {
    this.#ready.catch(() => {});
    if (workers !== 'auto' && !(Number.isInteger(workers) && workers >= 1 && workers <= MOST_WORKERS)) {
      throw failure('bad-input', `workers is a whole number from 1 to ${MOST_WORKERS}, or “auto”, not ${workers}.`);
    }
    this.#preload = preload;
    this.#workers = workers;
  }

  /**
   * Listens to: `status` (loading, in phases), `data` (progress of the digits), `data-failed`, `loaded`, `training` (whether), `step`,
   * `event` (what was noticed while training: kind `collapsed` or `critic-wins`, step, message), `call` (action and its ms),
   * `crashed`, `recovered`, `failed`, `device`.
   * @param {string} type
   * @param {(detail: any) => void} listener
   * @returns {() => void} stops listening
   */
  on(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
    return () => this.#listeners.get(type).delete(listener);
  }

  /** Starts over on a device; the model has to be loaded again. */
  async useDevice(device) {
    if (!['auto', 'webgpu', 'cpu'].includes(device)) {
      throw failure('unknown-device', `There is no device “${device}”. Known: auto, webgpu, cpu.`);
    }
    this.#generation += 1;
    this.model = null;
    this.#checkpoint = null;
    this.#crashes = 0;
    this.#wanted = device;
    this.#emit('status', { phase: 'starting' });
    this.#becomeReady(this.#openOrRetreat(device));
    await this.#ready;
  }

  /**
   * New weights from the seed, at step 0. Training under way stops.
   * @param {string} preset
   * @param {Record<string, number|string|boolean>} [settings]
   */
  async load(preset, settings = {}) {
    this.#generation += 1;
    const model = await this.#call('load', preset, settings);
    this.#begin(model, null);
    return model;
  }

  /**
   * Trains `steps` steps. Stopping by `signal` is no error: the answer says how many were trained. Where training fails on the
   * way (`not-finite`), `step` events have told of the steps before, `step` counts them, and the weights are those after them.
   * @param {number} steps
   * @param {{onProgress?: (result: TrainResult) => void, signal?: AbortSignal}} [options]
   * @returns {Promise<TrainResult>}
   */
  async train(steps, options = {}) {
    if (!Number.isInteger(steps) || steps < 1) throw failure('bad-input', `train needs a whole number of steps, 1 or more, not ${steps}.`);
    return this.#inTurn((generation) => this.#train(steps, options, generation));
  }

  /**
   * One step, with everything that was computed on the way; it counts as any other. (`step` is the number of steps taken.)
   * @param {'both'|'discriminator'|'generator'} [part] the networks that learn from it; a model without a critic has only both
   * @returns {Promise<StepDetail>}
   */
  async oneStep(part = 'both') {
    return this.#inTurn((generation) => this.#stepInDetail(part, generation));
  }

  /**
   * `count` new digits, count*784 values in 0..1; the same seed asks for the same latent codes. Here and below, options
   * have the digit, `label`, for a model that is told it (cvae, cgan): one for all, or one an image.
   */
  sample = (count = 64, options = {}) => this.#call('sample', count, options);
  /** @param {Float32Array|number[]} images any number of 784-value images */
  encode = (images, options = {}) => this.#call('encode', images, options);
  /** @param {Float32Array|number[]} z any number of codes */
  decode = (z, options = {}) => this.#call('decode', z, options);
  reconstruct = (images, options = {}) => this.#call('reconstruct', images, options);
  /** How real the critic takes images for: a logit each, larger for more real (GANs, vae-gan). */
  judge = (images, options = {}) => this.#call('judge', images, options);
  /**
   * The first layer of each network that looks at pictures, one picture a unit:
   * `{network, name, count, height, width, values}[]`.
   */
  filters = () => this.#call('filters');
  /**
   * What comes out of every layer for one image: `{network, layers: {name, shape, values}[]}[]`, with shapes as channels, height,
   * width. The decoder draws from the image's mean code, or from the code `z` of the options; a generator needs `z`, and `image`
   * may be null then.
   * @param {Float32Array|number[]|null} image
   * @param {{label?: number, z?: Float32Array|number[]}} [options]
   */
  activations = (image, options = {}) => this.#call('activations', image ?? [], options);
  /** What other settings would make, without making it: `parameterCount`, `parts` and `latentDim`, as in `model`. */
  describe = (preset, settings = {}) => this.#call('describe', preset, settings);
  /** Losses over the test set, or over its first `limit` images. */
  evaluate = (limit) => this.#call('evaluate', limit);
  /** Real test digits and their labels. */
  testImages = (start, count) => this.#call('testImages', start, count);
  /** The whole run as safetensors: weights, optimizer state, step. */
  save = () => this.#call('save');
  /** The weights alone as safetensors, under the names and in the shapes of PyTorch's load_state_dict. */
  exportWeights = () => this.#call('exportWeights');
  /** Goes on loading digits after `data-failed`; what has arrived is kept. */
  retryData = () => this.#call('retryData');

  /**
   * @param {Uint8Array|ArrayBuffer} bytes from `save`
   * @param {{otherData?: boolean}} [options] otherData: go on although the run was trained on other data than these
   */
  async restore(bytes, options) {
    this.#generation += 1;
    const model = await this.#call('restore', bytes, options);
    this.#begin(model, bytes);
    return model;
  }

  /** Ends the worker. Nothing can be called afterwards, except `useDevice`. */
  close() {
    this.#generation += 1;
    this.#host?.close();
  }

  /** For tests of what happens when things break. */
  debug = { panic: () => this.#call('panicForTest'), loseDevice: () => this.#call('loseDeviceForTest') };

  /** Two trainings at once would count each other's steps, so a second one waits for the first. */
  #inTurn(work) {
    const generation = this.#generation;
    const result = this.#lastTraining.then(() => work(generation));
    this.#lastTraining = result.catch(() => {}).then(() => this.#setTraining(false));
    return result;
  }

  async #stepInDetail(part, generation) {
    this.#setTraining(true);
    this.#checkGeneration(generation);
    const { value, ms } = await this.#timedCall('step', part);
    this.#checkGeneration(generation);
    Object.assign(this, { step: value.step, epoch: value.epoch });
    const { step, losses } = value;
    const result = this.#tally({ steps: 0, ms: 0, sums: {} }, { ...value, meanLosses: losses }, 1, ms);
    this.#emit('step', { ...result, history: [{ step, losses }], gradients: value.gradients, chunk: { steps: 1, ms, meanLosses: losses }, detail: value });
    await this.#countTowardsCheckpoint(ms);
    return value;
  }

  async #train(steps, { onProgress = () => {}, signal }, generation) {
    this.#setTraining(true);
    const total = { steps: 0, ms: 0, sums: {} };
    let result = null;
    const report = (value, ms) => {
      const chunk = value.history.length;
      Object.assign(this, { step: value.step, epoch: value.epoch });
      result = this.#tally(total, value, chunk, ms);
      this.#emit('step', { ...result, history: value.history, gradients: value.gradients, chunk: { steps: chunk, ms, meanLosses: value.meanLosses } });
      for (const event of value.events) this.#emit('event', event);
      onProgress(result);
      return chunk;
    };
    while (total.steps < steps && !signal?.aborted) {
      this.#checkGeneration(generation);
      const { value, ms } = await this.#timedCall('train', Math.min(this.#chunk, steps - total.steps)).catch((error) => {
        // Steps that were taken before something went wrong count.
        if (error.report && generation === this.#generation) report(error.report, error.ms);
        throw error;
      });
      this.#checkGeneration(generation);
      const chunk = report(value, ms);
      await this.#afterChunk(chunk, ms);
    }
    return result ?? { step: this.step, epoch: this.epoch, losses: null, meanLosses: null, steps: 0, msPerStep: 0, imagesPerSecond: 0 };
  }

  #setTraining(training) {
    this.training = training;
    this.#emit('training', training);
  }

  #tally(total, value, chunk, ms) {
    total.steps += chunk;
    total.ms += ms;
    for (const [name, mean] of Object.entries(value.meanLosses)) total.sums[name] = (total.sums[name] ?? 0) + mean * chunk;
    const meanLosses = Object.fromEntries(Object.entries(total.sums).map(([name, sum]) => [name, sum / total.steps]));
    const msPerStep = total.ms / total.steps;
    return {
      step: value.step, epoch: value.epoch, losses: value.losses, meanLosses, steps: total.steps, msPerStep,
      imagesPerSecond: (1000 * this.model.batchSize) / msPerStep,
    };
  }

  async #afterChunk(steps, ms) {
    // Growing by doubling only: the first step compiles shaders and says nothing about the next.
    this.#chunk = Math.max(1, Math.min(Math.round((CHUNK_MS[this.device.kind] * steps) / Math.max(ms, 1)), steps * 2, MAX_CHUNK));
    await this.#countTowardsCheckpoint(ms);
  }

  async #countTowardsCheckpoint(ms) {
    this.#crashes = 0;
    this.#trainedSinceCheckpoint += ms;
    if (this.#trainedSinceCheckpoint < CHECKPOINT_MS) return;
    this.#trainedSinceCheckpoint = 0;
    this.#checkpoint = await this.#call('save');
  }

  #checkGeneration(generation) {
    if (generation !== this.#generation) throw failure('aborted', 'Training stopped because another model was loaded.');
  }

  #begin(model, checkpoint) {
    this.model = model;
    this.step = model.step;
    this.epoch = model.epoch;
    this.#checkpoint = checkpoint;
    this.#trainedSinceCheckpoint = 0;
    this.#emit('loaded', model);
  }

  /** Where the choice is ours, a device that fails to start is no reason to stop. */
  async #openOrRetreat(device) {
    try {
      await this.#open(device);
    } catch (error) {
      if (device !== 'auto' || !CRASHES.includes(error.code)) throw error;
      await this.#open('cpu', { why: 'not-started', reason: `The first choice of device did not start. ${error.message} So training runs on the CPU.` });
    }
  }

  /** @param {Promise<void>} ready calls wait for it */
  #becomeReady(ready) {
    this.#ready = ready;
    ready.catch(() => {});
  }

  /** @param {{why: string, reason: string}} [because] where this is not the first choice */
  async #open(device, because) {
    this.#host?.close();
    let opened = false;
    const host = new WorkerHost({
      onEvent: (name, detail) => { if (host === this.#host) this.#emit(name, detail.status ?? detail.progress ?? detail.error); },
      // A worker that never opened has nothing to go back to; whoever opened it learns why.
      onDeath: (error) => { if (host === this.#host && opened) this.#recover(error); },
    });
    this.#host = host;
    this.#chunk = 1;
    const { value } = await host.call('open', device, this.#preload, this.#workers);
    opened = true;
    this.device = { ...value.device, ...because };
    this.#emit('device', this.device);
  }

  async #call(action, ...args) {
    return (await this.#timedCall(action, ...args)).value;
  }

  async #timedCall(action, ...args) {
    await this.#ready;
    const answer = await this.#host.call(action, ...args);
    this.#emit('call', { action, ms: answer.ms });
    return answer;
  }

  /** After a crash: a new worker, the same model, and the last checkpoint or the first step. */
  async #recover(error) {
    this.#generation += 1;
    this.#crashes += 1;
    const { model, step: crashedAt } = this;
    const giveUp = this.#crashes >= MAX_CRASHES;
    this.#emit('crashed', { code: error.code, message: error.message, step: crashedAt, restarting: !giveUp });
    // Calls made meanwhile wait until the model is back, so `ready` spans all of it.
    const ready = giveUp
      ? Promise.reject(failure(error.code, `${error.message} It stopped ${MAX_CRASHES} times in a row; another device may do better.`))
      : this.#reopen().then(() => this.#reload(this.#host, model));
    this.#becomeReady(ready);
    try {
      await ready;
      this.#emit('recovered', { step: this.step, lost: crashedAt - this.step });
    } catch (reason) {
      // Not where someone has chosen another device meanwhile, or this worker has crashed in turn.
      if (this.#ready === ready) this.#emit('failed', reason);
    }
  }

  /** A GPU that failed twice in a row is not tried a third time where the choice was ours. */
  #reopen() {
    const retreat = this.#wanted === 'auto' && this.device.kind === 'webgpu' && this.#crashes > 1;
    return retreat ? this.#open('cpu', { why: 'failed-twice', reason: 'The GPU failed twice, so training went on on the CPU.' }) : this.#openOrRetreat(this.#wanted);
  }

  async #reload(host, model) {
    if (!model) return;
    const { preset, ...settings } = model.settings;
    let { value } = await host.call('load', preset, settings);
    // This run was accepted before, on whatever data.
    if (this.#checkpoint) ({ value } = await host.call('restore', this.#checkpoint, { otherData: true }));
    this.model = value;
    this.step = value.step;
    this.epoch = value.epoch;
  }

  #emit(type, detail) {
    for (const listener of this.#listeners.get(type) ?? []) listener(detail);
  }
}
