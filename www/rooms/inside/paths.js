// From noise to digit: what the decoder makes of the states on the way of a few samples, at a time that the visitor chooses.

import { PIXELS } from '../../maths/digit.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { createDigits } from '../../kit/digits.js';
import { asImage, make } from '../../kit/make.js';
import { listen } from '../../kit/scope.js';

const SHOWN = 16;
/** One row where there is room for it. */
const narrow = matchMedia('(max-width: 1000px)');
const layout = () => (narrow.matches ? { columns: SHOWN / 2, rows: 2 } : { columns: SHOWN, rows: 1 });

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
    card.append(canvas, make('div', { className: 'paths-time' }, [slider, caption]), explain);
    translate(card);
    const digits = createDigits(canvas, layout());
    listen(narrow, 'change', () => digits.show(digits.images, layout()));
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
