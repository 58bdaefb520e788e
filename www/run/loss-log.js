// The losses of a run, step by step, for a spreadsheet. Exact numbers, a bounded number of rows.

const MOST = 100_000;
/** Rows made at once. */
const PART = 4000;

/** Every step up to `most` of them; of a longer run every second, every fourth and so on, none of them averaged. */
export class LossLog {
  /** Of the losses. @type {string[]} */
  names = [];
  /** Steps that are kept are multiples of this. */
  every = 1;
  /** @type {number[]} */
  steps = [];
  /** One list a loss. @type {number[][]} */
  columns = [];

  /** @param {number} most rows, an even number */
  constructor(most = MOST) {
    this.most = most;
  }

  /** A new run. @param {string[]} names of its losses */
  start(names) {
    this.names = names;
    this.every = 1;
    this.steps = [];
    this.columns = names.map(() => []);
  }

  /** @param {number} step @param {Record<string, number>} losses */
  add(step, losses) {
    if (step % this.every !== 0) return;
    this.truncate(step - 1);
    if (this.steps.length === this.most) {
      this.#halve();
      if (step % this.every !== 0) return;
    }
    this.steps.push(step);
    this.names.forEach((name, at) => this.columns[at].push(losses[name] ?? NaN));
  }

  /** Forgets everything after a step, as when a run goes back to a checkpoint. @param {number} step */
  truncate(step) {
    while (this.steps.length > 0 && this.steps[this.steps.length - 1] > step) {
      this.steps.pop();
      this.columns.forEach((column) => column.pop());
    }
  }

  #halve() {
    this.every *= 2;
    /** @param {unknown} _ @param {number} at */
    const kept = (_, at) => this.steps[at] % this.every === 0;
    this.columns = this.columns.map((column) => column.filter(kept));
    this.steps = this.steps.filter(kept);
  }

  /**
   * In parts, so that a long run does not hold up the page. Keys are as in the log of `playground train`: step, epoch, and the
   * names of the losses. What is no number stays empty.
   * @param {number} stepsPerEpoch
   */
  * csv(stepsPerEpoch) {
    yield `${['step', 'epoch', ...this.names].join(',')}\n`;
    for (let start = 0; start < this.steps.length; start += PART) {
      yield this.steps.slice(start, start + PART).map((step, at) => {
        const losses = this.columns.map((column) => (Number.isFinite(column[start + at]) ? column[start + at] : ''));
        return `${[step, Math.floor((step - 1) / stepsPerEpoch) + 1, ...losses].join(',')}\n`;
      }).join('');
    }
  }
}
