// From noise to digit: a few samples on their way, and below each what the flow expects it to become, at a time that the visitor
// chooses or that a film goes through.

import { PIXELS } from '../../../maths/digit.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { createDigits } from '../../../kit/digits.js';
import { createFilm } from '../../../kit/film.js';
import { asImage, make, named } from '../../../kit/make.js';
import { listen } from '../../../kit/scope.js';
import { lastOf, stateAt } from './states.js';

const SHOWN = 16;
/** From noise to digits. */
const SECONDS = 6;
/** One row where there is room for it. */
const narrow = matchMedia('(max-width: 1000px)');
const layout = () => (narrow.matches ? { columns: SHOWN / 2, rows: 2 } : { columns: SHOWN, rows: 1 });

/** @type {import('../../cards.js').CardDefinition} */
export const paths = {
  name: 'paths',
  title: 'inside.paths.title',
  fits: (model) => model.capabilities.includes('flows'),
  share: 0.05,
  leastMs: 700,
  create(card, bench) {
    const rows = /** @type {const} */ (['images', 'predicted']).map((name) => {
      const canvas = make('canvas', { className: 'digits model' });
      return { name, canvas, caption: named(make('p', { className: 'fine' }), { t: `inside.paths.${name}` }), digits: createDigits(canvas, layout()) };
    });
    const slider = named(make('input', { type: 'range', min: '0', max: '1', step: '0.01', value: '1' }), { tLabel: 'inside.paths.slider' });
    const film = createFilm(slider, { seconds: SECONDS, onMove: show });
    const caption = make('p', { className: 'fine' });
    card.append(
      ...rows.map((row) => make('div', { className: 'paths-row' }, [row.caption, row.canvas])),
      make('div', { className: 'paths-time' }, [film.button, slider, caption]),
      named(make('p', { className: 'explain' }), { t: 'inside.paths.explain' }),
    );
    translate(card);
    /** @type {import('../../../engine/types.d.ts').Paths|null} */
    let found = null;
    listen(narrow, 'change', () => rows.forEach(({ digits }) => digits.show(digits.images, layout())));

    function show() {
      const last = found ? lastOf(found.images, SHOWN * PIXELS) : 0;
      const state = stateAt(Number(slider.value), last);
      for (const { name, digits } of rows) digits.show(found && found[name].subarray(state * SHOWN * PIXELS, (state + 1) * SHOWN * PIXELS));
      caption.textContent = t('inside.paths.at', { step: state, steps: last, time: (last > 0 ? state / last : 1).toFixed(2) });
      if (film.playing) return;
      for (const { name, canvas } of rows) asImage(canvas, t(`inside.paths.label-${name}`, { count: SHOWN, time: caption.textContent }));
    }

    slider.addEventListener('input', show);
    onLanguage(() => { film.say(); show(); });
    show();
    return {
      loaded() {
        found = null;
        film.stop();
        show();
      },
      async refresh(model) {
        const first = !found;
        found = await bench.pg.paths(SHOWN, { seed: 0, ...(model.conditional && { label: Array.from({ length: SHOWN }, (_, at) => at % 10) }) });
        show();
        if (first) film.play();
        return bench.cost.paths;
      },
    };
  },
};
