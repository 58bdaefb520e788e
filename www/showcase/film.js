// Pictures of a walk, asked for some seconds ahead: one call of the engine for many, so that it hardly notices.

import { PIXELS } from '../maths/digit.js';
import { codesAt } from './walk.js';

export const FRAMES_PER_SECOND = 20;
const BATCH = 2 * FRAMES_PER_SECOND;

/**
 * @typedef {{place: import('./walk.js').Place, image: Float32Array}} Frame
 * @typedef {(codes: Float32Array) => Promise<Float32Array>} Decode
 */

export class Film {
  /** @type {Frame[]} */
  #frames = [];
  #asking = false;
  /** Grows when what was asked for is no longer wanted. */
  #cuts = 0;

  /**
   * @param {import('./walk.js').Walk} walk
   * @param {Decode} decode
   * @param {(error: unknown) => void} onError
   */
  constructor(walk, decode, onError) {
    this.walk = walk;
    this.decode = decode;
    this.onError = onError;
  }

  /** @returns {Frame|undefined} the next one, if it has come */
  next() {
    if (this.#frames.length <= BATCH / 2) this.#ask();
    return this.#frames.shift();
  }

  /** Begins at the first of these places. @param {import('./walk.js').Place[]} stops */
  begin(stops) {
    this.#frames = [];
    this.#cuts += 1;
    this.walk.visit(stops);
  }

  /** Goes on from somewhere else. @param {import('./walk.js').Place} place */
  cut(place) {
    this.#frames = [];
    this.#cuts += 1;
    this.walk.jump(place);
  }

  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    const cuts = this.#cuts;
    const places = Array.from({ length: BATCH }, () => this.walk.next(1 / FRAMES_PER_SECOND));
    try {
      const images = await this.decode(codesAt(places));
      if (cuts !== this.#cuts) return;
      places.forEach((place, at) => this.#frames.push({ place, image: images.subarray(at * PIXELS, (at + 1) * PIXELS) }));
    } catch (error) {
      this.onError(error);
    } finally {
      this.#asking = false;
    }
  }
}
