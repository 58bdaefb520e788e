// Keeps the pictures and the test loss fresh while the model learns, without taking much time from learning.

import { coded } from '../engine/worker/failure.js';
import { BEAT_MS, beatBefore } from './beat.js';

/** What may be spent at once, before the share counts: much happens in the first seconds, and it should be seen. */
const CREDIT_MS = 150;

/** When to spend time again on something, so that it takes only its share. */
export class Pace {
  /**
   * @param {number} share of the whole time, 0..1
   * @param {number} leastMs between two times, however cheap; from a beat on in whole beats, so that what is due on one is drawn together
   */
  constructor(share, leastMs) {
    this.share = share;
    this.leastMs = leastMs;
    this.credit = CREDIT_MS;
    this.last = -Infinity;
  }

  reset() {
    this.credit = CREDIT_MS;
    this.last = -Infinity;
  }

  /** @param {number} now */
  due(now) {
    return now >= this.#rested() && this.#creditAt(now) > 0;
  }

  /** @param {number} now @param {number} ms what it cost this time */
  spent(now, ms) {
    this.credit = this.#creditAt(now) - ms;
    this.last = now;
  }

  /** When its least pause is over. */
  #rested() {
    if (this.last === -Infinity || this.leastMs < BEAT_MS) return this.last + this.leastMs;
    return beatBefore(this.last) + Math.ceil(this.leastMs / BEAT_MS) * BEAT_MS;
  }

  /** @param {number} now @returns {number} */
  #creditAt(now) {
    const earned = this.last === -Infinity ? 0 : (now - this.last) * this.share;
    return Math.min(CREDIT_MS, this.credit + earned);
  }
}

/**
 * @typedef {object} View
 * @property {string} name
 * @property {number} share        of the training time that it may cost
 * @property {number} leastMs      between two refreshes
 * @property {boolean} [hiddenToo] also while the tab is hidden
 * @property {() => Promise<number>} refresh draws; answers the milliseconds that the engine spent on it
 *
 * @typedef {object} Entry
 * @property {View} view
 * @property {Pace} pace
 * @property {boolean} running
 * @property {boolean} again   asked for while it ran
 */

/**
 * @param {View[]} views
 * @param {{isHidden: () => boolean, onError: (error: import('../engine/types.d.ts').PlaygroundError) => void, now?: () => number}} options
 */
export function createWatch(views, { isHidden, onError, now = () => performance.now() }) {
  const entryOf = (/** @type {View} */ view) => ({ view, pace: new Pace(view.share, view.leastMs), running: false, again: false });
  /** @type {Set<Entry>} */
  const entries = new Set(views.map(entryOf));

  /** @param {Entry} entry */
  async function refresh(entry) {
    if (entry.running) {
      entry.again = true;
      return;
    }
    entry.running = true;
    try {
      do {
        entry.again = false;
        const ms = await entry.view.refresh();
        entry.pace.spent(now(), ms);
      } while (entry.again);
    } catch (error) {
      onError(coded(error));
    } finally {
      entry.running = false;
    }
  }

  return {
    /** One more, until what this answers is called. @param {View} view */
    add(view) {
      const entry = entryOf(view);
      entries.add(entry);
      return () => entries.delete(entry);
    },
    /** The model has changed a little: whatever is due. */
    tick() {
      for (const entry of entries) {
        const seen = entry.view.hiddenToo || !isHidden();
        if (seen && !entry.running && entry.pace.due(now())) refresh(entry);
      }
    },
    /** A new run: its first seconds are worth as much as the last one's. */
    restart() {
      entries.forEach((entry) => entry.pace.reset());
    },
    /** Something else has changed: now, or right after the refresh under way. @param {string[]} names of views; none for all */
    async refresh(...names) {
      await Promise.all([...entries].filter(({ view }) => names.length === 0 || names.includes(view.name)).map(refresh));
    },
  };
}
