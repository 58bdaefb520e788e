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

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  let seed = 1;
  let real = null;
  const panels = ['real', 'vae', 'gan'].map((name) => {
    const picture = digitsCanvas({ ...GRID, role: name === 'real' ? 'real' : 'model', label: `tutorial.side-${name}` });
    const [grey, budget] = [make('p', { className: 'side-grey' }), make('p', { className: 'fine side-budget' })];
    const element = make('div', {}, [words('p', `tutorial.side-${name}`, 'figure-heading'), picture.canvas, grey, budget]);
    return { name, picture, grey, budget, element, share: null, model: null };
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

  async function imagesOf(panel) {
    if (panel.name === 'real') {
      real ??= await bench.testDigits(2000);
      const first = (seed * MEASURED) % (real.labels.length - MEASURED);
      return pick(real.images, Array.from({ length: MEASURED }, (_, index) => first + index), PIXELS);
    }
    const { pg, model } = await showcase(panel.name);
    panel.model = model;
    return pg.sample(MEASURED, { seed });
  }

  function say({ grey, budget, share, model }) {
    grey.textContent = share === null ? '–' : t('tutorial.side-share', { share: percent(share) });
    budget.textContent = model ? t('tutorial.side-budget', {
      name: presetOf(model.preset).short, weights: count(model.parameterCount), size: count(model.latentDim), images: count(model.step * model.batchSize),
    }) : '';
  }

  return {
    start() {
      if (panels.every(({ share }) => share !== null)) return null;
      panels.forEach(({ picture, share }) => { if (share === null) picture.show(null); });
      return draw();
    },
    words: () => panels.forEach(say),
  };
}
