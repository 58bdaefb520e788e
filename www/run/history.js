// Losses over a run of any length in a bounded number of points.

/** One line of the chart. Past `limit` points, neighbours are averaged in pairs, so an hour costs what a minute does. */
export class History {
  /** @param {number} limit an even number of points to keep at most */
  constructor(limit = 800) {
    this.limit = limit;
    /** @type {number[]} */ this.steps = [];
    /** @type {number[]} */ this.values = [];
    // How many values make one point now; the last point may still be filling up.
    this.stride = 1;
    this.pending = 0;
  }

  /**
   * @param {number} step
   * @param {number} value non-finite values are left out: a chart cannot show them
   */
  push(step, value) {
    if (!Number.isFinite(value)) return;
    if (this.pending === 0 || this.pending === this.stride) {
      if (this.steps.length === this.limit) this.#halve();
      this.steps.push(step);
      this.values.push(value);
      this.pending = 1;
    } else {
      const last = this.values.length - 1;
      this.pending += 1;
      this.values[last] += (value - this.values[last]) / this.pending;
      this.steps[last] = step;
    }
  }

  /** Forgets everything after a step, as when a run goes back to a checkpoint. @param {number} step */
  truncate(step) {
    while (this.steps.length > 0 && this.steps[this.steps.length - 1] > step) {
      this.steps.pop();
      this.values.pop();
    }
    this.pending = this.steps.length > 0 ? this.stride : 0;
  }

  #halve() {
    const half = this.steps.length >> 1;
    for (let i = 0; i < half; i++) {
      this.steps[i] = this.steps[2 * i + 1];
      this.values[i] = (this.values[2 * i] + this.values[2 * i + 1]) / 2;
    }
    this.steps.length = this.values.length = half;
    this.stride *= 2;
  }
}

/**
 * Several lines over one axis, as uPlot takes them: rising steps, and null where a line has no point.
 * @param {History[]} lines
 * @returns {(number|null)[][]}
 */
export function align(lines) {
  const steps = [...new Set(lines.flatMap((line) => line.steps))].sort((a, b) => a - b);
  const place = new Map(steps.map((step, index) => [step, index]));
  /** @param {number} step */
  const at = (step) => /** @type {number} */ (place.get(step));
  return [steps, ...lines.map((line) => {
    /** @type {(number|null)[]} */
    const row = new Array(steps.length).fill(null);
    line.steps.forEach((step, index) => { row[at(step)] = line.values[index]; });
    return row;
  })];
}

/**
 * @typedef {object} Range
 * @property {[number, number]} empty  what is shown before the first step
 * @property {number} grain            its ends are round numbers of this
 * @property {number} least            it never goes below
 */

/** Nats of an autoencoder's loss: hundreds at first, and never below zero. @type {Range} */
const NATS = { empty: [0, 600], grain: 5, least: 0 };

/**
 * A vertical range that leaves room for what is happening now: the steep start would squeeze all later progress
 * into the bottom of the chart, so it may leave the top once there is enough to show without it.
 * @param {History[]} lines
 * @param {Range} [range]
 * @param {number} [end] the last step that is shown
 * @returns {[number, number]}
 */
export function visibleRange(lines, { empty, grain, least } = NATS, end = Infinity) {
  const last = Math.min(end, Math.max(0, ...lines.map((line) => line.steps.at(-1) ?? 0)));
  let low = Infinity;
  let high = -Infinity;
  for (const line of lines) {
    line.values.forEach((value, index) => {
      if (line.steps[index] < last * 0.03 || line.steps[index] > end) return;
      if (value < low) low = value;
      if (value > high) high = value;
    });
  }
  // Before the first step there is nothing to look at closely.
  if (low > high || last === 0) return empty;
  const room = Math.max((high - low) * 0.08, grain / 5);
  return [Math.max(least, Math.floor((low - room) / grain) * grain), Math.ceil((high + room) / grain) * grain];
}
