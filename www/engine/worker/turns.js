// Calls of the engine never overlap: each has its turn. And what trains is the model that whoever trains it has in mind.

import { failure } from './failure.js';

export class Turns {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** Training that was asked for so far. @type {Promise<unknown>} */
  #training = Promise.resolve();
  /** Models that were asked for, and which of those the engine holds, counted from 1. */
  #asked = 0;
  #begun = 0;
  /** The number by which the other side knows that model. */
  #run = 0;
  #onTrap;

  /** @param {(error: unknown) => void} onTrap the engine is in no state to go on */
  constructor(onTrap) {
    this.#onTrap = onTrap;
  }

  /**
   * Starts when the call before has ended, however it ended.
   * @template T
   * @param {() => T | Promise<T>} call
   * @returns {Promise<import('../types.d.ts').Answer<T>>} an error with a `report` has its `ms` too
   */
  take(call) {
    const result = this.#last.then(async () => {
      const started = performance.now();
      const ms = () => performance.now() - started;
      try {
        const value = await call();
        return { value, ms: ms() };
      } catch (error) {
        const failed = /** @type {import('../types.d.ts').PlaygroundError} */ (error);
        throw failed?.report ? Object.assign(failed, { ms: ms() }) : error;
      }
    });
    this.#last = result.catch((error) => {
      // A trap leaves the engine's memory in no state to go on with.
      if (error instanceof WebAssembly.RuntimeError) this.#onTrap(error);
    });
    return result;
  }

  /**
   * Begins a model at once, or once all training images are there, where its data's recipe chooses among them.
   * @template T
   * @param {number} run its number
   * @param {() => T} start
   * @param {() => Promise<void>} allImages
   * @param {() => Promise<void>} [prepare] what is done in turns of its own first
   */
  async begin(run, start, allImages, prepare) {
    const mine = ++this.#asked;
    const begin = () => {
      const model = start();
      // Only now: where it is refused, the one before it stays, and so does what trains it.
      this.#begun = mine;
      this.#run = run;
      return model;
    };
    if (prepare) {
      await prepare();
      if (this.#begun > mine) throw failure('aborted', 'Another model was loaded before the data were ready.');
    }
    try {
      return await this.take(begin);
    } catch (error) {
      if (/** @type {Partial<import('../types.d.ts').PlaygroundError>} */ (error)?.code !== 'no-data') throw error;
    }
    await allImages();
    return this.take(() => {
      if (this.#begun > mine) throw failure('aborted', 'Another model was loaded before all images were there.');
      return begin();
    });
  }

  /**
   * Trains once the digits for it are there, unless another model has been loaded meanwhile. What is asked for while training is under way
   * comes next: only then is it known which digits it takes.
   * @template T
   * @param {number} run
   * @param {{needed: () => number, have: (images: number) => Promise<void>}} digits needed: how many; the engine refuses here what it cannot train
   * @param {() => T | Promise<T>} call
   */
  train(run, digits, call) {
    const result = this.#training.then(() => this.#train(run, digits, call));
    this.#training = result.catch(() => {});
    return result;
  }

  /**
   * @template T
   * @param {number} run
   * @param {{needed: () => number, have: (images: number) => Promise<void>}} digits
   * @param {() => T | Promise<T>} call
   */
  async #train(run, { needed, have }, call) {
    const check = () => {
      if (run !== this.#run) throw failure('aborted', 'Training stopped because another model was loaded.');
    };
    const { value } = await this.take(() => {
      const images = needed();
      check();
      return images;
    });
    await have(value);
    return this.take(() => {
      check();
      return call();
    });
  }
}
