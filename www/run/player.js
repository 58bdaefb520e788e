// Play, pause, one step, restart: what the visitor wants of the training, kept apart from how it is shown.

import { SUPERSEDED } from '../engine/errors.js';
import { guarded } from '../engine/listeners.js';
import { coded } from '../engine/worker/failure.js';
import { rest } from './tempo.js';

/** Test digits that a GAN is checked on after an epoch: its losses are no score, so a rough figure is as good as all 10,000. */
const GAN_TEST = 1000;
/** The whole test set takes a tenth as long as a small model's epoch: it waits until it is at most this share of the time since it was last looked at. */
const TEST_SHARE = 0.02;

/**
 * @typedef {import('../engine/types.d.ts').PlaygroundError} PlaygroundError
 * @typedef {import('../engine/types.d.ts').StepPart} StepPart
 * @typedef {{step: number, limit?: number, losses: import('../engine/types.d.ts').Losses}} Evaluation
 * @typedef {import('../engine/playground.js').Playground} Playground
 */

/**
 * @typedef {object} Run what is wanted of the training
 * @property {number} [steps]       how many, or Infinity until it is paused
 * @property {StepPart[]} [parts]   single steps, and which networks each of them updates
 * @property {number|null} target   the step to stop at, once it is known where it begins
 * @property {AbortController} stop ends the call that is under way
 * @property {boolean} begun        otherwise it waits for a model
 */

export class Player {
  /** @type {Playground|null} */
  pg = null;
  /** How fast its runs go: null is as fast as they can. @type {import('./tempo.js').Tempo|null} */
  tempo = null;
  /** @type {'training'|'evaluating'|''} */
  busy = '';
  /** The run under way or wished for: a new wish is a new object, so an old loop that is still ending cannot end it. @type {Run|null} */
  run = null;
  /** @type {Promise<void>} */
  #loop = Promise.resolve();
  /** The last look at the whole test set: when it ended, and how long it took. @type {{at: number, ms: number}|null} */
  #looked = null;
  #tell;
  #now;

  /**
   * @param {object} options
   * @param {() => void} options.onChange playing or what it is busy with has changed
   * @param {(error: PlaygroundError, run: Run) => void} options.onError it ended this run; `resume` goes on with it
   * @param {(evaluation: Evaluation) => void} options.onEpoch the whole test set, or as much as `limit` says, after an epoch
   * @param {() => number} [options.now] milliseconds
   */
  constructor({ onChange, onError, onEpoch, now = () => performance.now() }) {
    this.#now = now;
    // What goes wrong in showing a run is no reason to end it.
    this.#tell = {
      change: () => guarded(() => onChange(), undefined),
      error: (/** @type {PlaygroundError} */ error, /** @type {Run} */ run) => guarded(() => onError(error, run), undefined),
      epoch: (/** @type {Evaluation} */ evaluation) => guarded(onEpoch, evaluation),
    };
  }

  get playing() {
    return this.run !== null;
  }

  /** Whether it goes on by itself, with each step looked at closely. */
  get slow() {
    return Boolean(this.run && !this.run.parts && this.tempo?.closely);
  }

  /** From here on wishes come true; one that is made while there is no model is kept until there is one. @param {Playground} pg */
  attach(pg) {
    this.pg = pg;
    pg.on('loaded', () => {
      this.#looked = null;
      this.#start();
    });
    this.#start();
    this.#tell.change();
  }

  /** @param {number} [steps] how many, or until paused */
  play(steps = Infinity) {
    if (this.run) return;
    this.#begin({ steps, target: null });
  }

  /** Resolves once nothing moves any more. */
  async pause() {
    this.run?.stop.abort();
    this.run = null;
    this.#tell.change();
    await this.#loop;
  }

  /** After the engine was restarted: on to the step that was wanted before. @param {Run} run */
  resume(run) {
    if (this.run) return;
    this.#begin(run);
  }

  /** Holds from the next step on. @param {import('./tempo.js').Tempo|null} tempo */
  setTempo(tempo) {
    this.tempo = tempo;
    if (!this.run) return;
    // Ends the long call, or the rest, that is under way, not the run.
    const { stop } = this.run;
    this.run.stop = new AbortController();
    stop.abort();
  }

  toggle() {
    if (this.run) this.pause();
    else this.play();
  }

  /**
   * One step, and one more for each time it is asked for meanwhile; a run that plays is paused for it.
   * @param {StepPart} [part] what learns from it
   */
  async oneStep(part = 'both') {
    if (!this.run?.parts) await this.pause();
    if (!this.run) {
      this.#begin({ parts: [part], target: null });
    } else if (this.run.parts) {
      this.run.parts.push(part);
      if (this.run.target !== null) this.run.target += 1;
    }
  }

  /** Runs something that replaces the model, and plays again if it was playing; what fails leaves the run as it was. @param {() => Promise<unknown>} change */
  async during(change) {
    const { run } = this;
    await this.pause();
    try {
      await change();
    } catch (error) {
      if (run) this.resume(run);
      throw error;
    }
    if (run?.steps) this.play(run.steps);
  }

  /** @param {Omit<Run, 'stop'|'begun'>} wish */
  #begin(wish) {
    this.run = { ...wish, stop: new AbortController(), begun: false };
    this.#start();
    this.#tell.change();
  }

  #start() {
    const { run, pg } = this;
    if (!run || run.begun || !pg?.model) return;
    run.begun = true;
    this.#loop = this.#loop.then(() => this.#train(pg, run));
  }

  /** @param {Playground} pg @param {Run} run */
  async #train(pg, run) {
    // A model may be gone for a while: another device is opened.
    const wanted = () => run === this.run && pg.model !== null;
    try {
      const { parts } = run;
      run.target ??= pg.step + (run.steps ?? parts?.length ?? 0);
      if (parts) while (wanted() && parts.length > 0) await this.#takeOne(pg, run, parts);
      else while (wanted() && pg.step < run.target) await (this.tempo ? this.#takeSlowly(pg, run, this.tempo) : this.#trainToEpochEnd(pg, run, run.target));
    } catch (reason) {
      const error = coded(reason);
      if (!SUPERSEDED.includes(error.code)) this.#tell.error(error, run);
    } finally {
      this.busy = '';
      if (run === this.run) this.run = null;
      this.#tell.change();
    }
  }

  /** @param {Playground} pg @param {Run} run @param {number} target */
  async #trainToEpochEnd(pg, run, target) {
    const left = stepsToEpochEnd(pg);
    this.#setBusy('training');
    const { steps } = await pg.train(Math.min(target - pg.step, left), { signal: run.stop.signal });
    if (steps === left && run === this.run) await this.#evaluate(pg, run);
  }

  /** One step, and the time to look at it. @param {Playground} pg @param {Run} run @param {import('./tempo.js').Tempo} tempo */
  async #takeSlowly(pg, run, { ms, closely }) {
    const { signal } = run.stop;
    const last = stepsToEpochEnd(pg) === 1;
    this.#setBusy('training');
    const steps = closely ? await pg.oneStep().then(() => 1) : (await pg.train(1, { signal })).steps;
    if (last && steps === 1 && run === this.run) await this.#evaluate(pg, run);
    await rest(ms, signal);
  }

  /** @param {Playground} pg @param {Run} run @param {StepPart[]} parts */
  async #takeOne(pg, run, parts) {
    const last = stepsToEpochEnd(pg) === 1;
    this.#setBusy('training');
    await pg.oneStep(parts[0]);
    parts.shift();
    if (last && run === this.run) await this.#evaluate(pg, run);
  }

  /** After an epoch: always after the first of a model, and where a run ends. @param {Playground} pg @param {Run} run */
  async #evaluate(pg, run) {
    const { step, model } = pg;
    const since = this.#now();
    const looked = this.#looked;
    if (looked && step !== run.target && looked.ms > TEST_SHARE * (since - looked.at)) return;
    this.#setBusy('evaluating');
    const limit = model?.hasEncoder ? undefined : GAN_TEST;
    const losses = await pg.evaluate(limit);
    const at = this.#now();
    this.#looked = { at, ms: at - since };
    this.#tell.epoch({ step, limit, losses });
  }

  /** @param {'training'|'evaluating'} busy */
  #setBusy(busy) {
    this.busy = busy;
    this.#tell.change();
  }
}

/** @param {Playground} pg */
function stepsToEpochEnd({ step, model }) {
  const { stepsPerEpoch } = /** @type {import('../engine/types.d.ts').Model} */ (model);
  return stepsPerEpoch - (step % stepsPerEpoch);
}
