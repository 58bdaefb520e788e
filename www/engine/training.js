// Training in short trips to the worker: how long each is, what several of them amount to, and one training after another.

import { guarded } from './listeners.js';

/**
 * @typedef {import('./types.d.ts').Losses} Losses
 * @typedef {import('./types.d.ts').PlaygroundError} PlaygroundError
 * @typedef {import('./types.d.ts').StepDetail} StepDetail
 * @typedef {import('./types.d.ts').TrainReport} TrainReport
 * @typedef {import('./types.d.ts').TrainResult} TrainResult
 * @typedef {import('./runs.js').Run} Run
 */

/**
 * One trip to the worker trains about this long, so that pausing is immediate and other calls get their turn. The next trip is on its
 * way before it ends: whatever the page's thread is doing then, nobody waits for it.
 */
const CHUNK_MS = { cpu: 100, webgpu: 125 };
const MAX_CHUNK = 256;

/**
 * Steps of the next trip.
 * @param {number} steps of the last one
 * @param {number} ms that it took
 * @param {import('./types.d.ts').DeviceKind} kind
 */
export function nextChunk(steps, ms, kind) {
  // Growing by doubling only: the first step compiles shaders and says nothing about the next.
  return Math.max(1, Math.min(Math.round((CHUNK_MS[kind] * steps) / Math.max(ms, 1)), steps * 2, MAX_CHUNK));
}

/** What the trips of one call amount to. */
export class Tally {
  steps = 0;
  #ms = 0;
  /** @type {Losses} over all steps */
  #sums = {};

  /**
   * @param {{step: number, epoch: number, losses: Losses, meanLosses: Losses}} report on a trip
   * @param {number} steps of it
   * @param {number} ms
   * @param {number} batchSize
   * @returns {TrainResult} what the call would answer now
   */
  add({ step, epoch, losses, meanLosses: means }, steps, ms, batchSize) {
    this.steps += steps;
    this.#ms += ms;
    for (const [name, mean] of Object.entries(means)) this.#sums[name] = (this.#sums[name] ?? 0) + mean * steps;
    const meanLosses = Object.fromEntries(Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.steps]));
    const msPerStep = this.#ms / this.steps;
    return { step, epoch, losses, meanLosses, steps: this.steps, msPerStep, imagesPerSecond: (1000 * batchSize) / msPerStep };
  }
}

export class Training {
  /** Whether one is under way. */
  active = false;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #runs;
  #supervisor;
  #emit;

  /**
   * @param {object} parts
   * @param {import('./runs.js').Runs} parts.runs
   * @param {import('./supervisor.js').Supervisor} parts.supervisor
   * @param {import('./runs.js').Emit} parts.emit
   */
  constructor({ runs, supervisor, emit }) {
    this.#runs = runs;
    this.#supervisor = supervisor;
    this.#emit = emit;
  }

  /**
   * @param {number} steps
   * @param {{onProgress?: (result: TrainResult) => void, signal?: AbortSignal}} options
   */
  train(steps, options) {
    return this.#inTurn((run) => this.#train(steps, options, run));
  }

  /** @param {string} part the networks that learn from the step */
  oneStep(part) {
    return this.#inTurn((run) => this.#oneStep(part, run));
  }

  /**
   * Two trainings at once would count each other's steps, so a second one waits for the first. It is about the model that was there,
   * or asked for, when it was called.
   * @template T
   * @param {(run: Run) => Promise<T>} work
   * @returns {Promise<T>}
   */
  #inTurn(work) {
    const { latest } = this.#runs;
    const result = this.#last.then(async () => {
      const run = await latest;
      this.#setActive(true);
      if (run.ended) throw run.ended;
      return work(run);
    });
    this.#last = result.catch(() => {}).then(() => this.#setActive(false));
    return result;
  }

  /** @param {boolean} active */
  #setActive(active) {
    this.active = active;
    this.#emit('training', active);
  }

  /** @param {string} part @param {Run} run */
  async #oneStep(part, run) {
    const { value, ms } = await this.#supervisor.timedCall('step', run.id, part);
    if (run.ended) throw run.ended;
    const { step, losses, gradients } = value;
    this.#told(new Tally(), { ...value, meanLosses: losses, history: [{ step, losses }], gradients, events: [] }, ms, value);
    this.#runs.trained(ms);
    await this.#runs.makeCheckpoint(run);
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
    const { step, epoch } = this.#runs;
    /** @type {TrainResult} */
    let result = { step, epoch, losses: {}, meanLosses: {}, steps: 0, msPerStep: 0, imagesPerSecond: 0 };
    /** @param {TrainReport} report @param {number} ms */
    const tell = (report, ms) => {
      result = this.#told(tally, report, ms);
      for (const event of report.events) this.#emit('event', event);
      guarded(onProgress, result);
    };
    let asked = 0;
    const trip = () => {
      const count = Math.min(run.chunk, steps - asked);
      asked += count;
      const answer = this.#supervisor.timedCall('train', run.id, count);
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
      const save = this.#runs.checkpointIsDue;
      ahead = asked < steps && !first && !save && !signal?.aborted ? trip() : null;
      try {
        const { value, ms } = await current.answer;
        if (run.ended) throw run.ended;
        tell(value, ms);
        // A trip may take fewer steps than it was asked for: a run's first ones are a trip of their own.
        asked -= current.count - value.history.length;
        run.chunk = nextChunk(value.history.length, ms, /** @type {import('./types.d.ts').Device} */ (this.#supervisor.device).kind);
        this.#runs.trained(ms);
        if (!ahead) await this.#runs.makeCheckpoint(run);
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
   * @param {Tally} tally
   * @param {TrainReport} report
   * @param {number} ms
   * @param {StepDetail} [detail]
   */
  #told(tally, { history, gradients, heldUp, ...report }, ms, detail) {
    this.#runs.stepped(report);
    const result = tally.add(report, history.length, ms, this.#runs.model?.batchSize ?? 0);
    this.#emit('step', { ...result, history, gradients, chunk: { steps: history.length, ms, meanLosses: report.meanLosses }, ...(heldUp && { heldUp }), ...(detail && { detail }) });
    return result;
  }
}
