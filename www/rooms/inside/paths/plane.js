// The whole flow of a latent flow with two latents: the velocity everywhere in the plane at a time, particles that travel with it, and the
// paths of samples that the visitor chooses.

import { PIXELS } from '../../../maths/digit.js';
import { createDigits } from '../../../kit/digits.js';
import { asImage, make, named } from '../../../kit/make.js';
import { t } from '../../../words/i18n.js';
import { createField } from './field.js';
import { between, gridOf } from './states.js';

/** Paths that the plane shows. */
export const PARTICLES = 200;
/** Of them, those that can be chosen, and those that are at first. */
const [OFFERED, CHOSEN] = [12, 3];
/** Arrows of a row, and how far the plane reaches both ways: the flow's latents have a deviation of one. */
const [SIDE, REACH] = [15, 3];
const GRID = gridOf(SIDE, REACH);
/** A velocity is divided by the time that is left. */
const LATEST = 0.97;

/** Whether a model's flow is in a plane. @param {import('../../../engine/types.d.ts').Model} model */
export const inPlane = ({ capabilities, latentDim }) => capabilities.includes('flows') && capabilities.includes('decodes') && latentDim === 2;

/**
 * @param {import('../../../engine/playground.js').Playground} pg
 * @param {() => number} timeNow  0, noise, to 1
 */
export function createPathPlane(pg, timeNow) {
  const canvas = make('canvas', { className: 'flow-field' });
  /** @type {Set<number>} */
  const chosen = new Set(Array.from({ length: CHOSEN }, (_, at) => at));
  const ends = Array.from({ length: OFFERED }, (_, at) => {
    const picture = make('canvas', { className: 'digits model' });
    const button = make('button', { type: 'button' }, [picture]);
    button.addEventListener('click', () => { if (!chosen.delete(at)) chosen.add(at); say(); show(); });
    return { button, digits: createDigits(picture, { columns: 1, rows: 1, framed: false }) };
  });
  const choices = named(make('div', { className: 'flow-ends' }, ends.map(({ button }) => button)), { tLabel: 'inside.plane.ends' });
  choices.setAttribute('role', 'group');
  const field = createField(canvas, { side: SIDE, reach: REACH });
  /** @type {import('../../../engine/types.d.ts').Paths|null} */
  let found = null;
  /** @type {{label?: number}} */
  let told = {};
  /** @type {Float32Array|null} */
  let velocities = null;
  /** The time whose velocities these are. */
  let known = NaN;
  let asking = false;

  function show() {
    const particles = found ? between(found.states, 2 * PARTICLES, timeNow()) : new Float32Array(0);
    field.show({ grid: GRID, velocities, particles, paths: found?.states ?? new Float32Array(0), count: PARTICLES, chosen: [...chosen] });
  }

  /** Arrows of the time that is shown; while an answer is on its way, the time may go on. */
  async function ask() {
    const { model } = pg;
    if (asking || !model || !inPlane(model)) return;
    asking = true;
    try {
      while (pg.model === model && known !== timeNow()) {
        const time = timeNow();
        velocities = await pg.velocity(GRID, { time: Math.min(LATEST, time), ...told });
        known = time;
        show();
      }
    } catch {
      // The model that was asked is gone.
    } finally {
      asking = false;
    }
  }

  function say() {
    ends.forEach(({ button }, at) => {
      button.setAttribute('aria-pressed', String(chosen.has(at)));
      button.setAttribute('aria-label', t('inside.plane.end', { number: at + 1 }));
    });
    asImage(canvas, t('inside.plane.label', { particles: PARTICLES, time: timeNow().toFixed(2) }));
  }

  return {
    canvas, choices, say,
    /** Another time. */
    moved() {
      show();
      ask();
    },
    /** The paths of `PARTICLES` samples, and the digit that the model was told. @param {import('../../../engine/types.d.ts').Paths} paths @param {{label?: number}} label */
    put(paths, label) {
      [found, told, known] = [paths, label, NaN];
      const last = paths.images.length - PARTICLES * PIXELS;
      ends.forEach(({ digits }, at) => digits.show(paths.images.slice(last + at * PIXELS, last + (at + 1) * PIXELS)));
      show();
      return ask();
    },
    clear() {
      [found, velocities, known] = [null, null, NaN];
      show();
    },
  };
}
