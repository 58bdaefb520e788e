// The codes of many test digits, kept up with the model piece by piece: all at once would hold up the training.

const PIECES = 4;

/** @typedef {import('../../engine/types.d.ts').Model} Model */

/**
 * @param {import('../bench.js').Bench} bench
 * @param {number} count test digits, a multiple of 4
 */
export function createTestCodes(bench, count) {
  const { pg, cost } = bench;
  const piece = count / PIECES;
  /** Of which model the codes are, with every digit's. @type {Model|null} */
  let of = null;
  /** @type {import('../../engine/types.d.ts').LabelledImages|null} */
  let digits = null;
  /** @type {Float32Array|null} */
  let means = null;
  /** @type {Float32Array|null} */
  let logvars = null;
  /** The step at which each piece was encoded. @type {number[]} */
  let steps = [];

  /** @param {Model} model */
  function begin(model) {
    if (of === model) return;
    of = model;
    means = new Float32Array(count * model.latentDim).fill(NaN);
    logvars = new Float32Array(count * model.latentDim).fill(NaN);
    steps = Array(PIECES).fill(-1);
  }

  /** @param {import('../../engine/types.d.ts').LabelledImages} of @param {Model} model @param {number} index of the piece */
  async function encode({ images, labels }, model, index) {
    const { step } = pg;
    const [from, to] = [index * piece, (index + 1) * piece];
    const label = labels.slice(from, to);
    const answer = await pg.encode(images.slice(784 * from, 784 * to), model.conditional ? { label } : {});
    if (of !== model) return;
    means?.set(answer.mean, from * model.latentDim);
    logvars?.set(answer.logvar, from * model.latentDim);
    steps[index] = step;
  }

  return {
    /** Null until they have arrived: `images` and `labels`. */
    get digits() { return digits; },
    /** One code after the other, NaN where there is none yet. Null before the first model. */
    get means() { return means; },
    get logvars() { return logvars; },
    /** Whether every digit has a code of this model. */
    get complete() { return digits !== null && steps.every((step) => step >= 0); },
    begin,
    /** What is out of date; while the model learns, the oldest piece only. Answers the engine's milliseconds. @param {Model} model */
    async refresh(model) {
      begin(model);
      if (bench.arrived() < count) return 0;
      // Asked for once, of each data set.
      digits = await bench.testDigits(count);
      const stale = steps.map((step, index) => ({ step, index })).filter(({ step }) => step !== pg.step).sort((a, b) => a.step - b.step);
      let ms = 0;
      for (const { index } of pg.training ? stale.slice(0, 1) : stale) {
        await encode(digits, model, index);
        ms += cost.encode;
      }
      return ms;
    },
  };
}
