// Whether it is worth sharing training with other threads, by how long steps take. Whoever shares waits for the slowest, and a thread
// whose core another program has holds up all. What is taken alone to find that out are steps of fixed numbers, so that a run is the
// same every time on a machine that has time for all threads.

/** So many steps are taken alone from step 64, 512, 4096, ... on. */
const LOOK = 8;
const FIRST_LOOK = 64;
const APART = 8;
/** Besides, sharing is doubted where this share of the time is spent waiting for others, or a step takes so many times what it has taken. */
const WAITING = 0.3;
const SLOWER = 1.25;
/** Doubted for so many milliseconds, the other way is tried. */
const PATIENCE_MS = 2000;
/** It stays where a step takes at most this share of what it took before: of sharing more is asked, which keeps two cores busy. */
const FASTER = { alone: 0.97, together: 0.9 };
/** Milliseconds until the other way is tried again: at first, and after it was tried in vain again and again. */
const FIRST_REST_MS = 5000;
const MOST_REST_MS = 60_000;
/** Calls of a trial. The first of them has more to do: the others are handed the model. */
const TRIAL = 3;
/** Calls that are looked at together: one may have been held up by chance. */
const RECENT = 5;

/** @typedef {'together'|'alone'} Way */

/** @param {number[]} values */
const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
/** @param {Way} way @returns {Way} */
const other = (way) => (way === 'together' ? 'alone' : 'together');

export class CrewPace {
  /** How the next call is made, and whether that is tried only. @type {Way} */
  #way = 'together';
  #trial = false;
  /** Since when. */
  #since;
  /** Milliseconds a step of the last calls that were made like this. @type {number[]} */
  #recent = [];
  /** Before the trial. */
  #before = 0;
  /** The least that a shared step has taken. */
  #best = Infinity;
  /** What a step took in the look that is under way. */
  #looked = Infinity;
  /** Since when sharing is doubted. */
  #doubtedSince = Infinity;
  /** How long nothing else is tried. */
  #rest = 0;
  #now;

  /** @param {() => number} [now] milliseconds */
  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#since = now();
  }

  /** Whether others hold up too much to share with them. */
  get heldUp() {
    return this.#way === 'alone' && !this.#trial;
  }

  /**
   * How the next call is made.
   * @param {number} step that the model is at
   * @param {number} steps that are wanted
   * @returns {{shares: boolean, steps: number}} steps: as many, or fewer
   */
  next(step, steps) {
    if (this.#way === 'alone' || this.#trial) return { shares: this.#way === 'together', steps };
    let look = FIRST_LOOK;
    while (step >= look + LOOK) look *= APART;
    if (step >= look) return { shares: false, steps: Math.min(steps, look + LOOK - step) };
    if (this.#looked < Infinity) this.#compare();
    return this.#way === 'together' ? { shares: true, steps: Math.min(steps, look - step) } : { shares: false, steps };
  }

  /**
   * A call was made as was said.
   * @param {number} steps
   * @param {number} ms
   * @param {number|null} waitedMs of these, this thread waited for others; null where it was alone
   */
  took(steps, ms, waitedMs) {
    if (waitedMs === null && this.#way === 'together') {
      this.#looked = Math.min(this.#looked, ms / steps);
      return;
    }
    this.#recent = [...this.#recent, ms / steps].slice(-RECENT);
    if (this.#trial) this.#judge();
    else if (this.#now() - this.#since >= this.#rest && (this.#way === 'alone' || this.#doubts((waitedMs ?? 0) / ms))) this.#try();
  }

  /** After a look: whether to go on alone. */
  #compare() {
    const isFaster = this.#recent.length > 0 && this.#looked <= FASTER.alone * middle(this.#recent);
    this.#looked = Infinity;
    if (!isFaster) return;
    this.#rest = FIRST_REST_MS;
    this.#enter('alone', false);
  }

  /** @param {number} waiting the share of the last call */
  #doubts(waiting) {
    const now = this.#now();
    const step = middle(this.#recent);
    if (this.#recent.length === RECENT) this.#best = Math.min(this.#best, step);
    const doubted = waiting > WAITING || step > SLOWER * this.#best;
    this.#doubtedSince = doubted ? Math.min(this.#doubtedSince, now) : Infinity;
    return now - this.#doubtedSince >= PATIENCE_MS;
  }

  #try() {
    this.#before = middle(this.#recent);
    this.#enter(other(this.#way), true);
  }

  #judge() {
    if (this.#recent.length < TRIAL) return;
    const isFaster = Math.min(...this.#recent.slice(1)) <= FASTER[this.#way] * this.#before;
    this.#rest = isFaster ? FIRST_REST_MS : Math.min(Math.max(2 * this.#rest, FIRST_REST_MS), MOST_REST_MS);
    this.#enter(isFaster ? this.#way : other(this.#way), false);
  }

  /** @param {Way} way @param {boolean} trial */
  #enter(way, trial) {
    this.#way = way;
    this.#trial = trial;
    this.#since = this.#now();
    this.#recent = [];
    this.#doubtedSince = Infinity;
  }
}
