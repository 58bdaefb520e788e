// What is timed and in which order: each model on each device in turn, round by round, because a machine's speed drifts. No DOM.

import { messageOf } from '../engine/thrown.js';
import { failure } from '../engine/worker/failure.js';
import { median } from '../maths/statistics.js';

/**
 * As docs/benchmarks.md has them, which compares with other libraries: without dropout and without the generator's running mean.
 * A test keeps them the same.
 * @type {Record<string, {batch_size: number, dropout?: number, ema?: number}>} by the preset's id
 */
export const MODELS = {
  vae: { batch_size: 128 },
  gan: { batch_size: 128, dropout: 0, ema: 0 },
  dcgan: { batch_size: 32, dropout: 0, ema: 0 },
};
/** @type {import('../engine/types.d.ts').DeviceKind[]} */
export const DEVICES = ['cpu', 'webgpu'];
/** How often each takes its turn, and how long about. @type {Record<string, Plan>} */
export const PLANS = { short: { rounds: 3, ms: 500 }, long: { rounds: 5, ms: 3000 } };
export const SAMPLES = 256;
export const JUDGED = 1000;
/** Steps of one turn at most. */
const MOST = 2000;

/**
 * @typedef {object} Row milliseconds, `null` where nothing was measured
 * @property {string} model
 * @property {import('../engine/types.d.ts').DeviceKind} device
 * @property {number|null} first  the first step, with all that it prepares
 * @property {number|null} step
 * @property {number|null} drawn  for SAMPLES digits
 * @property {number|null} judged for JUDGED test digits
 * @property {string} [error]
 *
 * @typedef {{rounds: number, ms: number}} Plan
 * @typedef {(device: Row['device']) => Promise<import('../engine/playground.js').Playground>} Open an engine, with all digits there
 */

/**
 * @param {object} options
 * @param {string[]} options.models
 * @param {Row['device'][]} options.devices
 * @param {Plan} options.plan
 * @param {Open} options.open
 * @param {() => number} [options.now]
 * @param {(progress: {model: string, device: Row['device'], round: number, share: number, rows: Row[]}) => void} options.onProgress round 0 is getting ready
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Row[]>}
 */
export async function benchmark({ models, devices, plan, open, now = () => performance.now(), onProgress, signal }) {
  /** @type {Row[]} */
  const rows = [];
  const turns = models.length * devices.length * (plan.rounds + 1);
  let done = 0;
  for (const model of models) {
    const runners = devices.map((device) => new Runner(model, device, { plan, open, now }));
    try {
      for (let round = 0; round <= plan.rounds; round++) {
        for (const runner of runners) {
          if (signal?.aborted) throw failure('aborted', 'The benchmark was stopped.');
          onProgress({ model, device: runner.device, round, share: done++ / turns, rows: [...rows, ...runners.flatMap((one) => one.row() ?? [])] });
          await (round === 0 ? runner.prepare() : runner.turn());
        }
      }
    } finally {
      for (const runner of runners) runner.close();
    }
    rows.push(...runners.flatMap((runner) => runner.row() ?? []));
  }
  return rows;
}

class Runner {
  #options;
  /** @type {import('../engine/playground.js').Playground|null} */
  #pg = null;
  #steps = 1;
  /** @type {number|null} */
  #first = null;
  /** @type {string|null} */
  #error = null;
  /** @type {{step: number[], drawn: number[], judged: number[]}} */
  #times = { step: [], drawn: [], judged: [] };

  /** @param {string} model @param {Row['device']} device @param {{plan: Plan, open: Open, now: () => number}} options */
  constructor(model, device, options) {
    this.model = model;
    this.device = device;
    this.#options = options;
  }

  prepare() {
    return this.#careful(async () => {
      const pg = await this.#options.open(this.device);
      this.#pg = pg;
      await pg.load(this.model, { seed: 0, ...MODELS[this.model] });
      this.#first = await this.#time(() => pg.train(1));
      // The next ones still warm up: pipelines, compilers, memory; on the CPU one thread takes the first eight alone.
      for (const steps of [1, 8]) {
        const ms = await this.#time(() => pg.train(steps)) / steps;
        this.#steps = Math.max(1, Math.min(MOST, Math.round(this.#options.plan.ms / ms)));
        if (this.#steps < 8 && this.device !== 'cpu') break;
      }
    });
  }

  /** Nothing where it could not be opened. */
  async turn() {
    const pg = this.#pg;
    if (!pg) return;
    await this.#careful(async () => {
      this.#times.step.push(await this.#time(() => pg.train(this.#steps)) / this.#steps);
      // With a step that is longer than a turn, once has to do.
      if (this.#steps === 1 && this.#times.drawn.length > 0) return;
      this.#times.drawn.push(await this.#time(() => pg.sample(SAMPLES, { seed: 1 })));
      this.#times.judged.push(await this.#time(() => pg.evaluate(JUDGED)));
    });
  }

  /** @returns {Row|null} nothing before there is anything */
  row() {
    if (this.#first === null && this.#error === null) return null;
    /** @param {number[]} values */
    const middle = (values) => (values.length > 0 ? median(values) : null);
    const { step, drawn, judged } = this.#times;
    const row = { model: this.model, device: this.device, first: this.#first, step: middle(step), drawn: middle(drawn), judged: middle(judged) };
    return this.#error === null ? row : { ...row, error: this.#error };
  }

  close() {
    this.#pg?.close();
  }

  /** What fails on one device is a result too. @param {() => Promise<void>} work */
  async #careful(work) {
    if (this.#error !== null) return;
    try {
      await work();
    } catch (error) {
      this.#error = messageOf(error);
    }
  }

  /** @param {() => Promise<unknown>} work */
  async #time(work) {
    const start = this.#options.now();
    await work();
    return this.#options.now() - start;
  }
}
