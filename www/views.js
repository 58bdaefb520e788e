// The pictures that follow the model: what each asks of it, how often, and where it is drawn.

import { SIDE } from './digit.js';

const SAMPLES = 64;
const PAIRS = 10;
/** Test digits behind the running test loss: always the same, and few enough to cost little. */
const TEST_SUBSET = 500;

/**
 * @param {object} parts
 * @param {import('./playground.js').Playground} parts.pg
 * @param {Record<string, number>} parts.cost         milliseconds of the last call of each action
 * @param {Record<string, {show: Function}>} parts.on where to draw: samples, real, rebuilt, redrawn, code
 * @param {() => Float32Array|null} parts.drawing     the digit on the pad
 * @param {() => number} parts.arrived               test images that have arrived; views wait for theirs without asking
 * @param {(losses: any) => void} parts.onTestLoss
 * @returns {import('./watch.js').View[]}
 */
export function createViews({ pg, cost, on, drawing, arrived, onTestLoss }) {
  let pairs = null;

  return [
    {
      name: 'samples', share: 0.1, leastMs: 120,
      async refresh() {
        on.samples.show(await pg.sample(SAMPLES, { seed: 0 }));
        return cost.sample;
      },
    },
    {
      name: 'rebuilt', share: 0.05, leastMs: 250,
      async refresh() {
        if (arrived() < PAIRS) return 0;
        pairs ??= await pg.testImages(0, PAIRS);
        on.real.show(pairs.images);
        on.rebuilt.show(await pg.reconstruct(pairs.images, pg.model.conditional ? { label: pairs.labels } : {}));
        return cost.reconstruct;
      },
    },
    {
      name: 'drawing', share: 0.05, leastMs: 150,
      async refresh() {
        const image = drawing();
        // A conditional model would have to be told which digit it is.
        if (!image?.some((value) => value > 0) || pg.model.conditional) {
          on.redrawn.show(null);
          on.code.show(new Float32Array(pg.model.latentDim));
          return 0;
        }
        const { mean } = await pg.encode(image);
        on.code.show(mean);
        on.redrawn.show(await pg.decode(mean));
        return cost.encode + cost.decode;
      },
    },
    {
      // A loss curve must not have a hole where the tab was hidden.
      name: 'test', share: 0.05, leastMs: 250, hiddenToo: true,
      async refresh() {
        if (arrived() < TEST_SUBSET) return 0;
        const losses = await pg.evaluate(TEST_SUBSET);
        onTestLoss(losses);
        return cost.evaluate;
      },
    },
  ];
}

/** A random digit of the test set that has arrived. */
export async function anyTestDigit(pg, arrived) {
  const { images } = await pg.testImages(Math.floor(Math.random() * Math.max(1, arrived)), 1);
  return images.slice(0, SIDE * SIDE);
}
