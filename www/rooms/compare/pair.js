// Two runs in step: the same number of steps for each in turn. What ends one does not end the other.

import { CRASHES } from '../../engine/errors.js';
import { codeOf, messageOf } from '../../engine/thrown.js';
import { failure } from '../../engine/worker/failure.js';

/** Training time of one turn of both: short, so that pausing is immediate and both stay level. */
const TURN_MS = 300;
const MAX_TURN = 200;
/** Looking at both costs time that training could use, so it waits at least this long. */
const LOOK_MS = 400;
/** After these an engine is of no use any more. */
const FATAL = [...CRASHES, 'engine-failed', 'no-webgpu'];

/**
 * @typedef {import('../../engine/playground.js').Playground} Playground
 * @typedef {'closed'|'opening'|'paused'|'playing'|'pausing'|'measuring'} Phase
 *
 * @typedef {object} Side
 * @property {Playground|null} pg  while there is one
 * @property {import('../../engine/types.d.ts').Model|null} model
 * @property {Error|null} error  what ended it
 * @property {number} step
 * @property {number} msPerStep  of its latest turn
 */

/** How many steps the next turn has. @param {number} steps @param {number} ms that a turn of `steps` took for both */
export const nextTurn = (steps, ms) => Math.max(1, Math.min(Math.round((TURN_MS * steps) / Math.max(ms, 1)), 2 * steps, MAX_TURN));

export class Pair {
  /**
   * @param {object} options
   * @param {() => Promise<Playground>} options.open  for one side
   * @param {(side: Side, index: number) => Promise<void>} options.look  asks a side what it has learnt, and shows it
   * @param {() => void} options.onChange      phase, steps or errors
   * @param {() => number} [options.now]
   */
  constructor({ open, look, onChange, now = () => performance.now() }) {
    this.open = open;
    this.look = look;
    this.onChange = onChange;
    this.now = now;
    /** @type {Phase} */
    this.phase = 'closed';
    /** @type {Side[]} */
    this.sides = [blank(), blank()];
    /** Grows with every load and close; work of an older one stops. */
    this.round = 0;
    /** How many steps the next turn has. */
    this.turn = 1;
    this.work = Promise.resolve();
  }

  /** The sides that still train. */
  get alive() {
    return this.sides.filter(({ model, error }) => model && !error);
  }

  /** The step at which both are, or the one that is left. */
  get step() {
    return Math.max(0, ...this.alive.map(({ step }) => step));
  }

  /**
   * Both from step 0. Engines that are open already are used again.
   * @param {string} preset
   * @param {import('../../run/settings.js').Values[]} settings of the two
   * @param {(Uint8Array|null)[]} [saved]  what `suspend` answered: they go on from there instead of from step 0
   */
  async load(preset, settings, saved = []) {
    const round = ++this.round;
    await this.pause();
    if (round !== this.round) return;
    this.turn = 1;
    this.#be('opening');
    for (const [index, side] of this.sides.entries()) {
      Object.assign(side, blank(), { pg: side.pg });
      // One after the other: what the first has fetched, the second finds in the browser's cache.
      await this.#guarded(side, round, async () => {
        const pg = side.pg ?? await this.#opened(round);
        side.pg = pg;
        const file = saved[index];
        const model = file ? await pg.restore(file) : await pg.load(preset, settings[index]);
        side.model = model;
        side.step = model.step ?? 0;
      });
      if (round !== this.round) return;
    }
    await this.#lookAtAll(round);
    if (round === this.round) this.#be('paused');
  }

  play() {
    if (this.phase !== 'paused') return;
    const { round } = this;
    this.#be('playing');
    this.work = this.#run(round);
  }

  /** Resolves once both stand still, at the same step. */
  async pause() {
    if (this.phase === 'playing') this.#be('pausing');
    await this.work;
  }

  /** One step of both. */
  async oneStep() {
    await this.pause();
    if (this.phase !== 'paused') return;
    const { round } = this;
    this.work = this.#takeTurn(1, round).then(() => this.#lookAtAll(round));
    await this.work;
  }

  /**
   * Asks both at once something that takes a while; they stand still at the same step meanwhile.
   * @template T
   * @param {(pg: Playground) => Promise<T>} question
   * @returns {Promise<(T|null)[]|null>} null of a side that had ended, or ended of it; null where both were closed or begun anew meanwhile
   */
  async ask(question) {
    await this.pause();
    if (this.phase !== 'paused') return null;
    const { round } = this;
    this.#be('measuring');
    /** @type {(T|null)[]} */
    const answers = [null, null];
    await Promise.all(this.sides.map(async (side, index) => {
      const { pg } = side;
      if (pg && side.model && !side.error) await this.#guarded(side, round, async () => { answers[index] = await question(pg); });
    }));
    if (round !== this.round) return null;
    this.#be('paused');
    return answers;
  }

  /**
   * Ends both engines, and keeps what they have learnt so far.
   * @returns {Promise<(Uint8Array|null)[]>} for `load`; null of a side that had ended
   */
  async suspend() {
    const { round } = this;
    await this.pause();
    const saved = await Promise.all(this.sides.map(({ pg, model, error }) => (pg && model && !error ? pg.save().catch(() => null) : null)));
    if (round === this.round) this.close();
    return saved;
  }

  /** Ends both engines and frees what they held. */
  close() {
    this.round += 1;
    for (const side of this.sides) {
      side.pg?.close();
      Object.assign(side, blank());
    }
    this.#be('closed');
  }

  /** @param {number} round */
  async #opened(round) {
    const pg = await this.open();
    if (round === this.round) return pg;
    pg.close();
    throw failure('closed', 'Closed meanwhile.');
  }

  /** @param {number} round */
  async #run(round) {
    let looked = this.now();
    const goesOn = () => round === this.round && this.phase === 'playing' && this.alive.length > 0;
    while (goesOn()) {
      const started = this.now();
      await this.#takeTurn(this.turn, round);
      this.turn = nextTurn(this.turn, this.now() - started);
      if (goesOn() && this.now() - looked >= LOOK_MS) {
        await this.#lookAtAll(round);
        looked = this.now();
      }
    }
    await this.#lookAtAll(round);
    if (round === this.round) this.#be('paused');
  }

  /** @param {number} steps @param {number} round */
  async #takeTurn(steps, round) {
    for (const side of this.alive) {
      const { pg } = side;
      if (!pg) continue;
      await this.#guarded(side, round, async () => {
        const { step, msPerStep } = await pg.train(steps);
        Object.assign(side, { step, msPerStep });
      });
    }
    if (round === this.round) this.onChange();
  }

  /** @param {number} round */
  async #lookAtAll(round) {
    for (const [index, side] of this.sides.entries()) {
      if (round !== this.round) return;
      if (side.model && !side.error) await this.#guarded(side, round, () => this.look(side, index));
    }
    if (round === this.round) this.onChange();
  }

  /** An error is its side's own. @param {Side} side @param {number} round @param {() => Promise<void>} work */
  async #guarded(side, round, work) {
    try {
      await work();
    } catch (error) {
      if (round !== this.round) return;
      side.error = error instanceof Error ? error : new Error(messageOf(error));
      if (FATAL.includes(codeOf(error) ?? '')) {
        side.pg?.close();
        side.pg = null;
      }
      this.onChange();
    }
  }

  /** @param {Phase} phase */
  #be(phase) {
    this.phase = phase;
    this.onChange();
  }
}

/** @returns {Side} */
const blank = () => ({ pg: null, model: null, error: null, step: 0, msPerStep: 0 });
