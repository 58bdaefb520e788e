// Whether it is worth sharing training with other threads, by how long steps take. Whoever shares waits for the slowest, and a thread
// whose core another program has holds up all. While the machine has time for all threads this changes nothing of a run.

/** Sharing is given up where it takes this many times what one thread would need, ... */
const SLOWER = 1.05;
/** ... for so many milliseconds, and is taken up again where it takes at most this share of it. */
const PATIENCE_MS = 2000;
const FASTER = 0.9;
/** Milliseconds until sharing is tried again: at first, and after it was tried in vain again and again. */
const FIRST_REST_MS = 5000;
const MOST_REST_MS = 60_000;
/** Calls of a trial. The first of them has more to do: the others are handed the model. */
const TRIAL = 3;
/** What one thread was measured to need says nothing of the machine so many milliseconds later. */
const FORGET_MS = 30_000;
/** Calls that are looked at together: one may have been held up by chance. */
const RECENT = 5;

/** @param {number[]} values */
const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

export class CrewPace {
  /** @type {'together'|'alone'|'trying'} */
  #mode = 'together';
  #since;
  /** Milliseconds a step of the last calls. @type {number[]} */
  #recent = [];
  /** The least that this thread's share of a step has taken, without waiting for the others. */
  #share = Infinity;
  /** What a step was measured to take alone. */
  #alone = 0;
  /** Since when sharing has been too slow. */
  #slowSince = Infinity;
  #rest = FIRST_REST_MS;
  #world;
  #now;

  /** @param {number} world threads that share @param {() => number} [now] milliseconds */
  constructor(world, now = () => performance.now()) {
    this.#world = world;
    this.#now = now;
    this.#since = now();
  }

  /** Whether the next call is to be shared. */
  shares() {
    if (this.#mode === 'alone' && this.#now() - this.#since >= this.#rest) this.#enter('trying');
    return this.#mode !== 'alone';
  }

  /**
   * A call was shared.
   * @param {number} steps
   * @param {number} ms
   * @param {number} waitedMs of these, this thread waited for others
   */
  shared(steps, ms, waitedMs) {
    this.#share = Math.min(this.#share, (ms - waitedMs) / steps);
    const recent = this.#noted(ms / steps);
    if (this.#mode === 'trying') {
      if (this.#recent.length < TRIAL) return;
      if (Math.min(...this.#recent.slice(1)) <= FASTER * this.#alone) {
        this.#rest = FIRST_REST_MS;
        this.#enter('together');
      } else {
        this.#rest = Math.min(2 * this.#rest, MOST_REST_MS);
        this.#enter('alone');
      }
      return;
    }
    const now = this.#now();
    if (now - this.#since > FORGET_MS) this.#alone = 0;
    const one = Math.max(this.#alone, this.#world * this.#share);
    this.#slowSince = recent > SLOWER * one ? Math.min(this.#slowSince, now) : Infinity;
    if (now - this.#slowSince >= PATIENCE_MS) this.#enter('alone');
  }

  /** A call was not. @param {number} steps @param {number} ms */
  alone(steps, ms) {
    if (this.#mode === 'alone') this.#alone = this.#noted(ms / steps);
  }

  /** @param {number} ms a step @returns {number} the middle of the last ones */
  #noted(ms) {
    this.#recent = [...this.#recent, ms].slice(-RECENT);
    return middle(this.#recent);
  }

  /** @param {'together'|'alone'|'trying'} mode */
  #enter(mode) {
    this.#mode = mode;
    this.#since = this.#now();
    this.#recent = [];
    this.#slowSince = Infinity;
  }
}
