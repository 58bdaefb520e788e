// From noise to digit: a few samples on their way, and below each what the flow expects it to become, at a time that the visitor
// chooses or that a film goes through. Where the flow is in a plane, all of it beside them; folded below, steps against quality.

import { PIXELS } from '../../../maths/digit.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { createDigits } from '../../../kit/digits.js';
import { createFilm } from '../../../kit/film.js';
import { asImage, make, named } from '../../../kit/make.js';
import { listen } from '../../../kit/scope.js';
import { createFewSteps } from '../few-steps/few-steps.js';
import { PARTICLES, createPathPlane, inPlane } from './plane.js';
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
    const { pg, cost } = bench;
    const rows = /** @type {const} */ (['images', 'predicted']).map((name) => {
      const canvas = make('canvas', { className: 'digits model' });
      return { name, canvas, caption: named(make('p', { className: 'fine' }), { t: `inside.paths.${name}` }), digits: createDigits(canvas, layout()) };
    });
    const slider = named(make('input', { type: 'range', min: '0', max: '1', step: '0.01', value: '1' }), { tLabel: 'inside.paths.slider' });
    const film = createFilm(slider, { seconds: SECONDS, onMove: moved });
    const caption = make('p', { className: 'fine' });
    const plane = createPathPlane(pg, () => Number(slider.value));
    const steps = createFewSteps(bench);
    const fold = make('details', { className: 'steps-fold' }, [
      named(make('summary'), { t: 'inside.steps.title' }), steps.element, named(make('p', { className: 'explain' }), { t: 'inside.steps.explain' }),
    ]);
    const ofPlane = [plane.canvas, plane.choices, named(make('p', { className: 'explain' }), { t: 'inside.plane.explain' })];
    card.append(
      make('div', { className: 'paths-columns' }, [
        ofPlane[0],
        make('div', { className: 'paths-beside' }, [
          ...rows.map((row) => make('div', { className: 'paths-row' }, [row.caption, row.canvas])),
          make('div', { className: 'paths-time' }, [film.button, slider, caption]), ...ofPlane.slice(1),
        ]),
        named(make('p', { className: 'explain' }), { t: 'inside.paths.explain' }),
      ]),
      fold,
    );
    translate(card);
    /** @type {import('../../../engine/types.d.ts').Paths|null} */
    let found = null;
    /** Paths that were asked for: the first are shown. */
    let count = SHOWN;
    listen(narrow, 'change', () => rows.forEach(({ digits }) => digits.show(digits.images, layout())));

    function moved() {
      const last = found ? lastOf(found.images, count * PIXELS) : 0;
      const state = stateAt(Number(slider.value), last);
      for (const { name, digits } of rows) digits.show(found && found[name].subarray(state * count * PIXELS, (state * count + SHOWN) * PIXELS));
      caption.textContent = t('inside.paths.at', { step: state, steps: last, time: (last > 0 ? state / last : 1).toFixed(2) });
      if (count === PARTICLES) plane.moved();
      if (film.playing) return;
      for (const { name, canvas } of rows) asImage(canvas, t(`inside.paths.label-${name}`, { count: SHOWN, time: caption.textContent }));
      plane.say();
    }

    slider.addEventListener('input', moved);
    fold.addEventListener('toggle', () => { if (fold.open) steps.draw().catch(() => {}); });
    onLanguage(() => { film.say(); steps.words(); moved(); });
    moved();
    steps.words();
    return {
      loaded(model) {
        found = null;
        count = inPlane(model) ? PARTICLES : SHOWN;
        for (const element of ofPlane) element.hidden = !inPlane(model);
        film.stop();
        plane.clear();
        steps.clear();
        moved();
      },
      async refresh(model) {
        const first = !found;
        const wanted = inPlane(model) ? bench.drawn() : Array.from({ length: SHOWN }, (_, at) => at % 10);
        const told = model.conditional ? { label: wanted } : {};
        const answer = await pg.paths(count, { seed: 0, ...told });
        let ms = cost.paths;
        if (pg.model !== model) return ms;
        found = answer;
        if (inPlane(model)) {
          await plane.put(found, /** @type {{label?: number}} */ (told));
          ms += cost.velocity ?? 0;
        }
        moved();
        if (first) film.play();
        return fold.open ? ms + await steps.draw() : ms;
      },
    };
  },
};
