// Play, pause, one step, restart: what the visitor wants of the training, kept apart from how it is shown.

/** Errors after which there is nothing to report: something else took over. */
const SUPERSEDED = ['aborted', 'closed'];

export class Player {
  /**
   * @param {object} options
   * @param {() => void} options.onChange playing or what it is busy with has changed
   * @param {(error: Error, run: object) => void} options.onError it ended this run; `resume` goes on with it
   * @param {(evaluation: {step: number, losses: any}) => void} options.onEpoch the whole test set, after each epoch
   */
  constructor({ onChange, onError, onEpoch }) {
    Object.assign(this, { onChange, onError, onEpoch });
    this.pg = null;
    /** @type {'training'|'evaluating'|''} */
    this.busy = '';
    /** The run under way or wished for: a new wish is a new object, so an old loop that is still ending cannot end it. */
    this.run = null;
    this.loop = Promise.resolve();
  }

  get playing() {
    return this.run !== null;
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
    this.run = { steps, target: null, single: false, stop: new AbortController() };
    if (this.pg) this.#start(this.run);
    this.onChange();
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
    this.run = { ...run, stop: new AbortController() };
    this.#start(this.run);
    this.onChange();
  }

  toggle() {
    if (this.run) this.pause();
    else this.play();
  }

  /** One step, and one more for each time it is asked for meanwhile; a run that plays is paused for it. */
  async oneStep() {
    if (!this.run?.single) await this.pause();
    if (!this.run) {
      this.play(1);
      this.run.single = true;
    } else if (this.run.single) {
      this.run.steps += 1;
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

  #start(run) {
    this.loop = this.loop.then(() => this.#train(run));
  }

  async #train(run) {
    try {
      run.target ??= this.pg.step + run.steps;
      while (run === this.run && this.pg.step < run.target) await this.#trainToEpochEnd(run);
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
    if (steps < left || run !== this.run) return;
    this.#setBusy('evaluating');
    const { step } = pg;
    this.onEpoch({ step, losses: await pg.evaluate() });
  }

  #setBusy(busy) {
    this.busy = busy;
    this.onChange();
  }
}
