// Play, pause, one step, restart: what the visitor wants of the training, kept apart from how it is shown.

import { SUPERSEDED } from '../engine/errors.js';
import { rest } from './tempo.js';

/** Test digits that a GAN is checked on after an epoch: its losses are no score, so a rough figure is as good as all 10,000. */
const GAN_TEST = 1000;

export class Player {
  /**
   * @param {object} options
   * @param {() => void} options.onChange playing or what it is busy with has changed
   * @param {(error: Error, run: object) => void} options.onError it ended this run; `resume` goes on with it
   * @param {(evaluation: {step: number, limit?: number, losses: any}) => void} options.onEpoch the whole test set, or as much as
   *   `limit` says, after each epoch
   */
  constructor({ onChange, onError, onEpoch }) {
    Object.assign(this, { onChange, onError, onEpoch });
    this.pg = null;
    /** How fast its runs go: null is as fast as they can. @type {import('./tempo.js').Tempo|null} */
    this.tempo = null;
    /** @type {'training'|'evaluating'|''} */
    this.busy = '';
    /** The run under way or wished for: a new wish is a new object, so an old loop that is still ending cannot end it. */
    this.run = null;
    this.loop = Promise.resolve();
  }

  get playing() {
    return this.run !== null;
  }

  /** Whether it goes on by itself, with each step looked at closely. */
  get slow() {
    return Boolean(this.run && !this.run.parts && this.tempo?.closely);
  }

  /** From here on wishes come true; one made before is kept. */
  attach(pg) {
    this.pg = pg;
    if (this.run) this.#start(this.run);
    this.onChange();
  }

  /** @param {number} [steps] how many, or until paused */
  play(steps = Infinity) {
    if (this.run) return;
    this.#begin({ steps, target: null, stop: new AbortController() });
  }

  /** Resolves once nothing moves any more. */
  async pause() {
    this.run?.stop.abort();
    this.run = null;
    this.onChange();
    await this.loop;
  }

  /** After the engine was restarted: on to the step that was wanted before. */
  resume(run) {
    if (this.run) return;
    this.#begin({ ...run, stop: new AbortController() });
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
   * @param {'both'|'discriminator'|'generator'} [part] what learns from it
   */
  async oneStep(part = 'both') {
    if (!this.run?.parts) await this.pause();
    if (!this.run) {
      this.#begin({ parts: [part], target: null, stop: new AbortController() });
    } else if (this.run.parts) {
      this.run.parts.push(part);
      if (this.run.target !== null) this.run.target += 1;
    }
  }

  /** Runs something that replaces the model, and plays again if it was playing. */
  async during(change) {
    const steps = this.run?.steps;
    await this.pause();
    await change();
    if (steps) this.play(steps);
  }

  #begin(run) {
    this.run = run;
    if (this.pg) this.#start(run);
    this.onChange();
  }

  #start(run) {
    this.loop = this.loop.then(() => this.#train(run));
  }

  async #train(run) {
    try {
      run.target ??= this.pg.step + (run.steps ?? run.parts.length);
      if (run.parts) while (run === this.run && run.parts.length > 0) await this.#takeOne(run);
      else while (run === this.run && this.pg.step < run.target) await (this.tempo ? this.#takeSlowly(run, this.tempo) : this.#trainToEpochEnd(run));
    } catch (error) {
      if (!SUPERSEDED.includes(error.code)) this.onError(error, run);
    } finally {
      this.busy = '';
      if (run === this.run) this.run = null;
      this.onChange();
    }
  }

  async #trainToEpochEnd(run) {
    const { pg } = this;
    const { stepsPerEpoch } = pg.model;
    const left = stepsPerEpoch - (pg.step % stepsPerEpoch);
    this.#setBusy('training');
    const { steps } = await pg.train(Math.min(run.target - pg.step, left), { signal: run.stop.signal });
    if (steps === left && run === this.run) await this.#evaluate();
  }

  /** One step, and the time to look at it. */
  async #takeSlowly(run, { ms, closely }) {
    const { pg } = this;
    const { signal } = run.stop;
    this.#setBusy('training');
    await (closely ? pg.oneStep() : pg.train(1, { signal }));
    if (pg.step % pg.model.stepsPerEpoch === 0 && run === this.run) await this.#evaluate();
    await rest(ms, signal);
  }

  async #takeOne(run) {
    const { pg } = this;
    this.#setBusy('training');
    await pg.oneStep(run.parts[0]);
    run.parts.shift();
    if (pg.step % pg.model.stepsPerEpoch === 0 && run === this.run) await this.#evaluate();
  }

  async #evaluate() {
    const { pg } = this;
    this.#setBusy('evaluating');
    const { step } = pg;
    const limit = pg.model.hasEncoder ? undefined : GAN_TEST;
    this.onEpoch({ step, limit, losses: await pg.evaluate(limit) });
  }

  #setBusy(busy) {
    this.busy = busy;
    this.onChange();
  }
}
