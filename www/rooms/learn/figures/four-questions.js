// A digit of which only so much is left, asked of the model on the bench and of methods without a model: four scenes, one at a time.

import { PIXELS } from '../../../maths/digit.js';
import { make } from '../../../kit/make.js';
import { innerScope, onEnd } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';
import { plays, sceneOf } from '../../scenes/fits.js';
import { createPlaying } from '../../scenes/playing.js';
import { figure as numberText, methodName } from '../../scenes/results.js';
import { action, digitsCanvas } from '../parts/canvas.js';
import { createStrip } from '../parts/strip.js';

/** @typedef {import('../../../engine/types.d.ts').Played} Played */

/** What is asked, with options that answer soon. @type {Record<string, Record<string, number>>} */
const QUESTIONS = {
  repair: { answers: 4 },
  denoise: { noise: 0.5 },
  enlarge: { size: 7, restarts: 4, steps: 300 },
  measure: { measurements: 100, restarts: 4, steps: 400, lr: 0.03 },
};
/** Test digits to choose from. */
const DIGITS = 100;

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  const strip = createStrip(bench, [{ key: 'tutorial.questions-load', run: () => bench.choose('vae') }]);
  const playings = Object.fromEntries(Object.keys(QUESTIONS).map((name) => [name, createPlaying(bench, name)]));
  const choices = Object.keys(QUESTIONS).map((name) => ({ name, button: action(`tutorial.questions-${name}`, () => { question = name; ask(); }) }));
  const pictures = make('div', { className: 'question-pictures' });
  const hint = make('p', { className: 'fine' });
  body.append(
    make('div', { className: 'row-of-buttons' }, [...choices.map(({ button }) => button), action('tutorial.questions-digit', () => { digit = (digit + 1) % DIGITS; ask(); })]),
    pictures, hint,
    ...Object.values(playings).flatMap(({ parts, problem }) => [make('div', { className: 'row-of-buttons' }, parts), problem]),
    strip.element,
  );
  let question = 'repair';
  let digit = 0;
  /** @type {Played|null} */
  let answer = null;
  const shown = innerScope();
  let seen = false;

  const fits = () => pg.model !== null && plays(sceneOf(question), pg.model.capabilities);

  async function ask() {
    Object.values(playings).forEach((playing) => playing.end());
    const [wanted, { model }] = [question, pg];
    say();
    if (!model || !fits()) return;
    const { images, labels } = await bench.testDigits(DIGITS);
    const image = images.slice(digit * PIXELS, (digit + 1) * PIXELS);
    const told = model.conditional ? { label: labels[digit] } : {};
    const found = await playings[wanted].play({ image, seed: 1, ...told, ...QUESTIONS[wanted] });
    if (!found || wanted !== question) return;
    answer = found;
    show();
  }

  function show() {
    shown.end();
    pictures.replaceChildren();
    if (!answer) return;
    const { truth, seen: left, images, numbers, plain, others } = answer;
    /** @param {Float32Array} picture @param {string} caption @param {'real'|'model'} role @param {number} [error] */
    const put = (picture, caption, role, error) => {
      const text = error === undefined ? caption : t('scenes.with-error', { what: caption, error: numberText(error) });
      const place = shown.run(() => digitsCanvas({ columns: picture.length / PIXELS, role, label: 'tutorial.questions-picture' }));
      delete place.canvas.dataset.tLabel;
      place.canvas.setAttribute('aria-label', text);
      const element = make('figure', {}, [place.canvas, make('figcaption', { textContent: text })]);
      element.style.setProperty('--tiles', String(picture.length / PIXELS));
      pictures.append(element);
      place.show(picture);
    };
    put(truth, t('scenes.truth'), 'real');
    put(left, t('tutorial.questions-left'), 'real');
    put(images, methodName(numbers.method), 'model', numbers.squared_error);
    for (const method of [plain, ...others]) put(method.images, methodName(method.method), 'real', method.squared_error);
  }

  function say() {
    choices.forEach(({ name, button }) => button.setAttribute('aria-pressed', String(name === question)));
    hint.textContent = fits() ? '' : t('tutorial.questions-none');
  }

  onEnd(pg.on('loaded', () => { answer = null; show(); say(); if (seen) ask(); }));
  onEnd(pg.on('training', (training) => { if (!training && seen) ask(); }));

  return {
    start() {
      seen = true;
      strip.start();
      say();
      return answer ? undefined : ask();
    },
    stop() {
      seen = false;
      strip.stop();
    },
    words() {
      strip.words();
      say();
      show();
    },
  };
}
