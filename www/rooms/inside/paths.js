// From noise to digit: what the decoder makes of the states on the way of a few samples, at a time that the visitor chooses.

import { PIXELS } from '../../maths/digit.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { createDigits } from '../../kit/digits.js';
import { asImage, make } from '../../kit/make.js';

const GRID = { columns: 8, rows: 2 };
const SHOWN = GRID.columns * GRID.rows;

/** @type {import('../cards.js').CardDefinition} */
export const paths = {
  name: 'paths',
  title: 'inside.paths.title',
  fits: (model) => model.capabilities.includes('flows'),
  share: 0.05,
  leastMs: 700,
  create(card, bench) {
    const canvas = make('canvas', { className: 'digits model' });
    const slider = make('input', { type: 'range', min: '0', max: '1', step: '0.01', value: '1' });
    slider.dataset.tLabel = 'inside.paths.slider';
    const caption = make('p', { className: 'fine' });
    const explain = make('p', { className: 'explain' });
    explain.dataset.t = 'inside.paths.explain';
    card.append(canvas, slider, caption, explain);
    translate(card);
    const digits = createDigits(canvas, GRID);
    /** All states of all paths, the noise first. @type {Float32Array|null} */
    let states = null;

    function show() {
      const last = states ? states.length / (SHOWN * PIXELS) - 1 : 0;
      const state = Math.round(Number(slider.value) * last);
      if (states) digits.show(states.subarray(state * SHOWN * PIXELS, (state + 1) * SHOWN * PIXELS));
      caption.textContent = t('inside.paths.at', { step: state, steps: last, time: (last > 0 ? state / last : 1).toFixed(2) });
      asImage(canvas, t('inside.paths.label', { count: SHOWN, time: caption.textContent }));
    }

    slider.addEventListener('input', show);
    onLanguage(show);
    return {
      async refresh() {
        states = await bench.pg.samplePath(SHOWN, { seed: 0 });
        show();
        return bench.cost.samplePath;
      },
    };
  },
};
