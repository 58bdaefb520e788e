// The flow of finitely many digits, which needs no network: noise on its way, what is expected from there, and where it ends.

import { PIXELS } from '../../../maths/digit.js';
import { normalCodes } from '../../../maths/noise.js';
import { breathe } from '../../../kit/breathe.js';
import { createFilm } from '../../../kit/film.js';
import { make } from '../../../kit/make.js';
import { onEnd } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';
import { count } from '../../../words/sentences.js';
import { dataOf, expected, signed, stepped, unsigned } from '../logic/ideal-flow.js';
import { action, digitsCanvas, words } from '../parts/canvas.js';

const SHOWN = 6;
const STEPS = 40;
/** Digits that the flow knows. */
const KNOWN = [10, 100, 1500];
const SECONDS = 6;

/**
 * @typedef {object} Ways
 * @property {Float32Array[]} states    a picture of all at each step, noise first
 * @property {Float32Array[]} expected  and of what is expected from there
 * @property {Float32Array} nearest     the known digit that is likeliest in the end
 */

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  let known = KNOWN[2];
  let seed = 1;
  /** @type {Ways|null} */
  let ways = null;
  /** Only the last ways that were asked for are shown. */
  let asked = 0;
  let ended = false;
  onEnd(() => { ended = true; });

  const slider = make('input', { type: 'range', min: '0', max: String(STEPS), step: '1', value: '0' });
  slider.dataset.tLabel = 'tutorial.ideal-slider';
  const film = createFilm(slider, { seconds: SECONDS, onMove: show });
  slider.addEventListener('input', show);
  const time = make('output', { className: 'fine' });
  const rows = /** @type {const} */ (['state', 'expected', 'nearest']).map((name) => {
    const picture = digitsCanvas({ columns: SHOWN, role: name === 'nearest' ? 'real' : 'model', label: `tutorial.ideal-${name}` });
    return { picture, element: make('div', { className: 'ideal-row' }, [words('p', `tutorial.ideal-${name}`, 'fine'), picture.canvas]) };
  });
  const choices = KNOWN.map((many) => {
    const button = make('button', { type: 'button' });
    button.addEventListener('click', () => { known = many; begin(); });
    return { many, button };
  });
  body.append(
    make('div', { className: 'row-of-buttons' }, [...choices.map(({ button }) => button), action('tutorial.ideal-again', () => { seed += 1; return begin(); })]),
    ...rows.map(({ element }) => element),
    make('div', { className: 'ideal-time' }, [film.button, slider, time]),
  );

  async function begin() {
    const id = ++asked;
    choices.forEach(({ many, button }) => button.setAttribute('aria-pressed', String(many === known)));
    body.setAttribute('aria-busy', 'true');
    const { images } = await bench.testDigits(2000);
    const found = await follow(signed(images.subarray(0, known * PIXELS)), () => ended || id !== asked);
    if (!found) return;
    ways = found;
    body.removeAttribute('aria-busy');
    slider.value = '0';
    show();
    film.play();
  }

  /** @param {Float32Array} images @param {() => boolean} stopped @returns {Promise<Ways|null>} */
  async function follow(images, stopped) {
    const data = dataOf(images);
    const noise = normalCodes(SHOWN, PIXELS, seed);
    let states = Array.from({ length: SHOWN }, (_, at) => noise.slice(at * PIXELS, (at + 1) * PIXELS));
    /** @type {Ways} */
    const all = { states: [picture(states)], expected: [], nearest: new Float32Array(0) };
    for (let step = 0; step < STEPS; step++) {
      await breathe();
      if (stopped()) return null;
      const from = states.map((state) => expected(data, state, step / STEPS));
      states = states.map((state, at) => stepped(state, from[at].mean, step / STEPS, 1 / STEPS));
      all.expected.push(picture(from.map(({ mean }) => mean)));
      all.states.push(picture(states));
      all.nearest = picture(from.map(({ nearest }) => images.subarray(nearest * PIXELS, (nearest + 1) * PIXELS)));
    }
    all.expected.push(all.states[STEPS]);
    return all;
  }

  function show() {
    const step = Math.round(Number(slider.value));
    time.textContent = t('tutorial.ideal-time', { time: (step / STEPS).toFixed(2) });
    if (!ways) return;
    [ways.states[step], ways.expected[step], ways.nearest].forEach((images, row) => rows[row].picture.show(images));
  }

  return {
    start() {
      if (ways) return undefined;
      rows.forEach(({ picture: one }) => one.show(null));
      return begin();
    },
    stop: film.stop,
    words() {
      choices.forEach(({ many, button }) => { button.textContent = t('tutorial.ideal-known', { many: count(many) }); });
      film.say();
      show();
    },
  };
}

/** Several states as one picture. @param {Float32Array[]} states */
function picture(states) {
  const all = new Float32Array(states.length * PIXELS);
  states.forEach((state, at) => all.set(unsigned(state), at * PIXELS));
  return all;
}
