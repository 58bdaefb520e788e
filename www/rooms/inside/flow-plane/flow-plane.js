// The whole flow of a latent flow with two latents: the velocity everywhere in the plane at a time, particles that travel with it, and the
// paths of digits that the visitor chooses.

import { PIXELS } from '../../../maths/digit.js';
import { createDigits } from '../../../kit/digits.js';
import { createFilm } from '../../../kit/film.js';
import { asImage, make, named } from '../../../kit/make.js';
import { onLanguage, t, translate } from '../../../words/i18n.js';
import { between, gridOf } from '../paths/states.js';
import { createField } from './field.js';

const NAME = 'flow-plane';
const PARTICLES = 200;
/** Of them, those whose digit is shown and whose path can be chosen. */
const DIGITS = 12;
const CHOSEN = 3;
/** Arrows of a row, and how far the plane reaches both ways: the flow's latents have a deviation of one. */
const [SIDE, REACH] = [15, 3];
const GRID = gridOf(SIDE, REACH);
const SECONDS = 7;
/** A velocity is divided by the time that is left. */
const LATEST = 0.97;

/** @type {import('../../cards.js').CardDefinition} */
export const flowPlane = {
  name: NAME,
  title: 'inside.plane.title',
  fits: (model) => model.capabilities.includes('flows') && model.capabilities.includes('decodes') && model.latentDim === 2,
  share: 0.05,
  leastMs: 700,
  create(card, bench) {
    const { pg, cost } = bench;
    const canvas = make('canvas', { className: 'flow-field' });
    const slider = named(make('input', { type: 'range', min: '0', max: '1', step: '0.01', value: '1' }), { tLabel: 'inside.paths.slider' });
    const film = createFilm(slider, { seconds: SECONDS, onMove: moved });
    const caption = make('p', { className: 'fine' });
    /** @type {Set<number>} */
    const chosen = new Set(Array.from({ length: CHOSEN }, (_, at) => at));
    const ends = Array.from({ length: DIGITS }, (_, at) => {
      const picture = make('canvas', { className: 'digits model' });
      const button = make('button', { type: 'button' }, [picture]);
      button.addEventListener('click', () => { if (!chosen.delete(at)) chosen.add(at); say(); show(); });
      return { button, digits: createDigits(picture, { columns: 1, rows: 1, framed: false }) };
    });
    const choices = named(make('div', { className: 'flow-ends' }, ends.map(({ button }) => button)), { tLabel: 'inside.plane.ends' });
    choices.setAttribute('role', 'group');
    card.append(
      canvas, make('div', { className: 'paths-time' }, [film.button, slider, caption]), choices,
      named(make('p', { className: 'explain' }), { t: 'inside.plane.explain' }),
    );
    translate(card);
    const field = createField(canvas, { side: SIDE, reach: REACH });
    /** @type {import('../../../engine/types.d.ts').Paths|null} */
    let found = null;
    /** @type {Float32Array|null} */
    let velocities = null;
    let asking = false;
    let arrowsOf = NaN;

    const time = () => Number(slider.value);
    const told = () => (pg.model?.conditional ? { label: bench.drawn() } : {});

    function show() {
      const particles = found ? between(found.states, 2 * PARTICLES, time()) : new Float32Array(0);
      field.show({ grid: GRID, velocities, particles, paths: found?.states ?? new Float32Array(0), count: PARTICLES, chosen: [...chosen] });
      caption.textContent = t('inside.plane.time', { time: time().toFixed(2) });
    }

    /** Arrows of the time that is shown; the last one that is asked for comes last. */
    async function ask() {
      const { model } = pg;
      if (asking || !model || !flowPlane.fits(model)) return;
      asking = true;
      try {
        while (pg.model === model && arrowsOf !== time()) {
          const at = time();
          velocities = await pg.velocity(GRID, { time: Math.min(LATEST, at), ...told() });
          arrowsOf = at;
          show();
        }
      } catch {
        // The model that was asked is gone.
      } finally {
        asking = false;
      }
    }

    function moved() {
      show();
      if (!film.playing) say();
      ask();
    }

    function say() {
      ends.forEach(({ button }, at) => {
        button.setAttribute('aria-pressed', String(chosen.has(at)));
        button.setAttribute('aria-label', t('inside.plane.end', { number: at + 1 }));
      });
      asImage(canvas, t('inside.plane.label', { particles: PARTICLES, time: time().toFixed(2) }));
    }

    slider.addEventListener('input', moved);
    onLanguage(() => { film.say(); say(); show(); });
    say();
    return {
      loaded() {
        found = velocities = null;
        arrowsOf = NaN;
        film.stop();
        show();
      },
      async refresh(model) {
        const first = !found;
        const paths = await pg.paths(PARTICLES, { seed: 0, ...told() });
        if (pg.model !== model) return cost.paths;
        found = paths;
        const last = paths.images.length - PARTICLES * PIXELS;
        ends.forEach(({ digits }, at) => digits.show(paths.images.slice(last + at * PIXELS, last + (at + 1) * PIXELS)));
        arrowsOf = NaN;
        await ask();
        show();
        if (first) film.play();
        return cost.paths + (cost.velocity ?? 0);
      },
    };
  },
};
