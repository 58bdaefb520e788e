// Real digits, and those of two trained networks, of the same random numbers for as long as nobody asks for others.

import { PIXELS } from '../../../maths/digit.js';
import { t } from '../../../words/i18n.js';
import { presetOf } from '../../../run/presets.js';
import { pick } from '../../../maths/scores.js';
import { showcase } from '../../../showcase/engine.js';
import { make } from '../../../kit/make.js';
import { count, percent } from '../../../words/sentences.js';
import { greyShare } from '../logic/grey.js';
import { action, digitsCanvas, words } from '../parts/canvas.js';

const GRID = { columns: 5, rows: 6 };
const SHOWN = GRID.columns * GRID.rows;
/** Behind the share of grey: enough that another handful changes it little. */
const MEASURED = 200;

/**
 * @typedef {object} Panel
 * @property {'real'|'vae'|'gan'} name
 * @property {ReturnType<typeof digitsCanvas>} picture
 * @property {HTMLElement} grey    the share of grey, in words
 * @property {HTMLElement} budget  what the network is and has seen
 * @property {HTMLElement} element
 * @property {number|null} share   of grey, once it was measured
 * @property {import('../../../engine/types.d.ts').Model|null} model
 */

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  let seed = 1;
  /** @type {import('../../../engine/types.d.ts').LabelledImages|null} */
  let real = null;
  const panels = /** @type {const} */ (['real', 'vae', 'gan']).map((name) => {
    const picture = digitsCanvas({ ...GRID, role: name === 'real' ? 'real' : 'model', label: `tutorial.side-${name}` });
    const [grey, budget] = [make('p', { className: 'side-grey' }), make('p', { className: 'fine side-budget' })];
    const element = make('div', {}, [words('p', `tutorial.side-${name}`, 'figure-heading'), picture.canvas, grey, budget]);
    /** @type {Panel} */
    const panel = { name, picture, grey, budget, element, share: null, model: null };
    return panel;
  });
  body.append(make('div', { className: 'side-by-side' }, panels.map(({ element }) => element)), make('div', { className: 'row-of-buttons' }, [action('tutorial.side-again', () => { seed += 1; return draw(); }, 'primary')]));

  /** Each as soon as it can. */
  function draw() {
    return Promise.all(panels.map(async (panel) => {
      const images = await imagesOf(panel);
      panel.picture.show(images.subarray(0, SHOWN * PIXELS));
      panel.share = greyShare(images);
      say(panel);
    }));
  }

  /** @param {Panel} panel */
  async function imagesOf(panel) {
    if (panel.name === 'real') {
      real ??= await bench.testDigits(2000);
      const { images, labels } = real;
      const first = (seed * MEASURED) % (labels.length - MEASURED);
      return pick(images, Array.from({ length: MEASURED }, (_, index) => first + index), PIXELS);
    }
    const { pg, model } = await showcase(panel.name);
    panel.model = model;
    return pg.sample(MEASURED, { seed });
  }

  /** @param {Panel} panel */
  function say({ grey, budget, share, model }) {
    grey.textContent = share === null ? '–' : t('tutorial.side-share', { share: percent(share) });
    budget.textContent = model ? t('tutorial.side-budget', {
      name: presetOf(model.preset).short, weights: count(model.parameterCount), size: count(model.latentDim), images: count(model.step * model.batchSize),
    }) : '';
  }

  return {
    start() {
      if (panels.every(({ share }) => share !== null)) return undefined;
      panels.forEach(({ picture, share }) => { if (share === null) picture.show(null); });
      return draw();
    },
    words: () => panels.forEach(say),
  };
}
