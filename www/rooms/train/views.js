// The pictures that follow the model: what each asks of it, how often, and where it is drawn.

import { BEAT_MS } from '../../run/beat.js';
import { SIDE } from '../../maths/digit.js';
import { normalCodes, repeat } from '../../maths/noise.js';
import { createTestImages } from '../../run/test-images.js';
import { createOnBeats } from './on-beats.js';
import { criticView } from './views-discriminator.js';

const SAMPLES = { columns: 8, rows: 8 };
/** A row a digit, a column a code. */
const DIGITS = { columns: 10, rows: 10 };
const PAIRS = 10;
/** Test digits behind the running test loss: always the same, and few enough to cost little. A GAN's costs twice as much. */
const TEST_SUBSET = 500;
const GAN_TEST_SUBSET = 250;

/**
 * @typedef {import('../../engine/playground.js').Playground} Playground
 * @typedef {import('../../engine/types.d.ts').Model} Model
 */

/**
 * @typedef {object} ModelView  what `forModel` makes a view of run/watch.js of
 * @property {string[]} [rooms]    in which it is drawn; without any it is asked for wherever the visitor is
 * @property {string} name
 * @property {number} share        of the training time that it may cost
 * @property {number} leastMs      between two refreshes
 * @property {boolean} [hiddenToo] also while the tab is hidden
 * @property {(model: Model) => Promise<number>} refresh draws; answers the milliseconds that the engine spent on it
 */

/** Every label that a model has been told. @param {Model} model */
const labelsOf = ({ data }) => Uint8Array.from({ length: data.classes }, (_, digit) => digit);

/**
 * @param {object} parts
 * @param {Playground} parts.pg
 * @param {Record<string, number>} parts.cost         milliseconds of the last call of each action
 * @param {import('../../shell/page.js').Pictures} parts.on where to draw
 * @param {() => Float32Array|null} parts.drawing     the digit on the pad; null where nothing is drawn
 * @param {() => number} parts.drawn                  which digit that is, for a model that is told it
 * @param {() => number|null} parts.wanted            which digit such a model should draw; null is all of them
 * @param {() => number} parts.arrived               test images that have arrived; views wait for theirs without asking
 * @param {(losses: import('../../engine/types.d.ts').Losses) => void} parts.onTestLoss
 * @param {(frame: {step: number, images: Float32Array, columns: number, rows: number, label: number|null}) => void} parts.onSamples
 * @param {{refresh: (pg: Playground) => void}} parts.scheduled  yardsticks, where they are wanted
 * @param {(...names: string[]) => boolean} parts.inRoom  whether one of these rooms is open: what is not seen is not asked
 * @returns {import('../../run/watch.js').View[]}
 */
export function createViews({ pg, cost, on, drawing, drawn, wanted, arrived, onTestLoss, onSamples, scheduled, inRoom }) {
  const testImages = createTestImages(pg);
  const present = createOnBeats(pg);
  /** The drawing that was last looked at, with the digit that it is said to be. */
  let seen = '';
  /** Samples that wait to be shown. @type {Parameters<typeof onSamples>[0][]} */
  const frames = [];
  pg.on('loaded', () => { frames.length = 0; });
  /** The engine's time for samples that are measured, since it was last accounted for. */
  let drawnMs = 0;
  pg.on('call', ({ action, ms }) => { if (action === 'drawMeasured') drawnMs += ms; });
  /** @param {Model} model @param {number|Uint8Array|null} label @returns {import('../../engine/types.d.ts').LabelOption} */
  const told = (model, label) => (model.conditional ? { label } : {});
  /** @param {Float32Array} images @param {import('../../kit/digits.js').Layout} layout */
  const show = (images, layout) => {
    frames.push({ step: pg.step, images, ...layout, label: pg.model?.conditional ? wanted() : null });
    present('samples', () => {
      on.samples.show(images, layout);
      // The history has them all.
      frames.splice(0).forEach(onSamples);
    });
  };

  /** @type {ModelView[]} */
  const views = [
    {
      // Films of the history are made in the room where files are.
      rooms: ['train', 'take'],
      name: 'samples', share: 0.03, leastMs: BEAT_MS,
      async refresh(model) {
        if (model.conditional && wanted() === null) {
          const layout = { ...DIGITS, rows: model.data.classes };
          const label = Uint8Array.from({ length: layout.columns * layout.rows }, (_, at) => Math.floor(at / layout.columns));
          // Where there is a prior, or no latent, latents are not normal, or not told the digit: what it is, the prior decides.
          if (model.capabilities.includes('prior') || !model.capabilities.includes('decodes')) {
            show(await pg.sample(label.length, { seed: 0, label }), layout);
            return cost.sample;
          }
          const z = repeat(normalCodes(layout.columns, model.latentDim), layout.rows);
          show(await pg.decode(z, { label }), layout);
          return cost.decode;
        }
        show(await pg.sample(SAMPLES.columns * SAMPLES.rows, { seed: 0, ...told(model, wanted()) }), SAMPLES);
        return cost.sample;
      },
    },
    {
      rooms: ['train'],
      name: 'rebuilt', share: 0.01, leastMs: 500,
      async refresh(model) {
        if (!model.hasEncoder || arrived() < PAIRS) return 0;
        const pairs = await testImages(PAIRS);
        const rebuilt = await pg.reconstruct(pairs.images, told(model, pairs.labels));
        present('rebuilt', () => {
          on.real.show(pairs.images);
          on.rebuilt.show(rebuilt);
        });
        return cost.reconstruct;
      },
    },
    {
      rooms: ['train'],
      name: 'drawing', share: 0.01, leastMs: 500,
      async refresh(model) {
        const image = drawing();
        // Whoever draws waits for the answer; what only the model has changed can wait.
        const now = `${image} ${drawn()}` !== seen;
        seen = `${image} ${drawn()}`;
        const shown = {
          /** @param {Float32Array} mean */
          code: (mean) => present('code', () => on.code.show(mean), { now }),
          /** @param {Float32Array|null} digit */
          redrawn: (digit) => present('redrawn', () => on.redrawn.show(digit), { now }),
          /** @param {Float32Array|null} digits */
          styles: (digits) => present('styles', () => on.styles.show(digits), { now }),
          /** @param {number|null} score */
          score: (score) => present('score', () => on.critic.showDrawing(score), { now }),
        };
        if (!image) {
          shown.redrawn(null);
          shown.styles(null);
          shown.code(new Float32Array(model.latentDim));
          shown.score(null);
          return 0;
        }
        let ms = 0;
        if (model.hasEncoder) {
          const { mean } = await pg.encode(image, told(model, drawn()));
          shown.code(mean);
          shown.redrawn(await pg.decode(mean, told(model, drawn())));
          if (model.conditional) shown.styles(await pg.decode(repeat(mean, model.data.classes), { label: labelsOf(model) }));
          ms += cost.encode + cost.decode;
        }
        if (model.hasCritic) {
          const [score] = await pg.judge(image, told(model, drawn()));
          shown.score(score);
          ms += cost.judge;
        }
        return ms;
      },
    },
    criticView({ pg, cost, on, arrived, testImages }),
    {
      // A loss curve must not have a hole where the tab was hidden.
      name: 'test', share: 0.015, leastMs: 1000, hiddenToo: true,
      async refresh(model) {
        const size = model.hasEncoder ? TEST_SUBSET : GAN_TEST_SUBSET;
        if (arrived() < size) return 0;
        const losses = await pg.evaluate(size);
        onTestLoss(losses);
        return cost.evaluate;
      },
    },
    {
      name: 'yardsticks', share: 0.02, leastMs: 5_000, hiddenToo: true,
      async refresh() {
        const spent = drawnMs;
        drawnMs = 0;
        // Not waited for: what drawing takes now counts the next time.
        scheduled.refresh(pg);
        return spent;
      },
    },
  ];
  return views.map((view) => forModel(pg, { ...view, refresh: async (model) => (view.rooms && !inRoom(...view.rooms) ? 0 : view.refresh(model)) }));
}

/**
 * The same view for watch.js, which knows no models.
 * @param {Playground} pg
 * @param {ModelView} view
 * @returns {import('../../run/watch.js').View}
 */
export const forModel = (pg, view) => ({ ...view, refresh: () => ofOneModel(pg, view.refresh) });

/** What was asked of one model and answered by the next, which may have no such thing, is no trouble: the next asks anew. @param {Playground} pg @param {ModelView['refresh']} refresh */
async function ofOneModel(pg, refresh) {
  const { model } = pg;
  if (!model) return 0;
  try {
    return await refresh(model);
  } catch (error) {
    if (pg.model !== model) return 0;
    throw error;
  }
}

/** A random digit of the test set that has arrived, and which it is. @param {Playground} pg @param {number} arrived */
export async function anyTestDigit(pg, arrived) {
  const there = pg.data?.test ?? arrived;
  const { images, labels } = await pg.testImages(Math.floor(Math.random() * Math.max(1, there)), 1);
  return { image: images.slice(0, SIDE * SIDE), label: labels[0] };
}
