// A digit of which only so much is left: what the model makes of it, live and while it trains, beside methods without a model.

import { PIXELS } from '../../maths/digit.js';
import { createDigits } from '../../kit/digits.js';
import { asImage, make, named } from '../../kit/make.js';
import { innerScope } from '../../kit/scope.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { count } from '../../words/sentences.js';
import { createOneDigit } from '../one-digit.js';
import { save } from '../take/save.js';
import { plays, sceneOf } from './fits.js';
import { createHole } from './hole.js';
import { squareHole } from './mask.js';
import { commandOf, csvOf } from './numbers.js';
import { createOption } from './option.js';
import { createPlaying } from './playing.js';
import { createResults, figure, methodName, showNumbers } from './results.js';

/** Test digits that can be counted on. */
const COUNTS = [20, 100, 1000];
/** The first test digit of each card is another. */
let cards = 0;

/** @typedef {import('../../engine/types.d.ts').Played} Played */

/**
 * @param {object} scene
 * @param {string} scene.name
 * @param {import('./option.js').AtHand} scene.slider  the option that is at hand; the words of a list's values are `scenes.NAME.choice`, and
 *   `scenes.NAME.first` for the first
 * @param {boolean} [scene.painted] whether a hole can be painted; the slider is the size of a square one then
 * @param {Record<string, number>} [scene.live] options that answer sooner, for one digit
 * @returns {import('../cards.js').CardDefinition}
 */
export function recoveryCard({ name, slider, painted = false, live = {} }) {
  const info = sceneOf(name);
  const first = cards++;
  return {
    name: `scene-${name}`, title: `scenes.${name}.title`, share: 0.1, leastMs: 1500,
    fits: (model) => plays(info, model.capabilities),
    create: (card, bench) => create(card, bench, { name, info, slider, painted, live, first }),
  };
}

/**
 * @param {HTMLElement} card
 * @param {import('../bench.js').Bench} bench
 * @param {{name: string, info: import('./fits.js').Scene, slider: import('./option.js').AtHand, painted: boolean, live: Record<string, number>, first: number}} scene
 * @returns {import('../cards.js').Card}
 */
function create(card, bench, { name, info, slider, painted, live, first }) {
  const { pg, cost } = bench;
  const { element: option, range, value, chosen } = createOption(info, slider);
  const other = named(make('button', { type: 'button' }), { t: 'scenes.other' });
  const yours = named(make('button', { type: 'button' }), { t: 'scenes.yours' });
  const source = createOneDigit(bench, { other, yours, first, onChange: changed });
  const playing = createPlaying(bench, name);
  const results = createResults();
  const hole = painted ? createHole(() => { isPainted = true; changed(); }) : null;
  const clear = named(make('button', { type: 'button' }), { t: 'scenes.repair.clear' });
  const counts = named(make('select', {}, COUNTS.map((many) => make('option', { value: String(many) }))), { tLabel: 'scenes.count' });
  const measure = named(make('button', { type: 'button' }), { t: 'scenes.measure' });
  const pictures = { truth: picture('real'), seen: picture('real'), model: picture('model') };
  if (hole) pictures.truth.frame.append(hole.canvas);
  const figures = make('div', { className: 'scene-figures' }, Object.values(pictures).map(({ figure: one }) => one));
  card.classList.add('scene');
  card.append(
    named(make('p', { className: 'explain' }), { t: `scenes.${name}.question` }),
    make('div', { className: 'scene-tools' }, [other, yours, ...(hole ? [clear] : []), option]),
    figures,
    make('div', { className: 'scene-tools' }, [measure, counts, ...playing.parts]), playing.problem, results.root,
  );
  translate(card);
  let isPainted = false;
  /** Of the last digit, and of many. @type {Played|null} */
  let shown = null;
  /** @type {{found: Played, options: Record<string, number>, mask: Float32Array|undefined}|null} */
  let measured = null;
  let again = 0;
  /** Measurements that were asked for, and how many it were when the one digit was asked for: it does not end those that came after it. */
  let measurements = 0;
  let since = 0;
  /** The model has changed while a scene was under way, whose answer is of an earlier one then. */
  let missed = false;

  range.addEventListener('input', () => { isPainted = false; setHole(); say(); changed(); });
  clear.addEventListener('click', () => { isPainted = true; hole?.set(new Float32Array(PIXELS)); changed(); });
  measure.addEventListener('click', countOn);
  results.csv.addEventListener('click', () => { if (measured) save(`scene-${name}.csv`, new Blob([csvOf(measured.found)], { type: 'text/csv' })); });

  /** @param {'real'|'model'} role */
  function picture(role) {
    const canvas = make('canvas', { className: `digits ${role}` });
    const caption = make('figcaption');
    const frame = make('div', { className: 'scene-frame' }, [canvas]);
    return { figure: make('figure', {}, [frame, caption]), frame, canvas, caption, digits: createDigits(canvas, { columns: 1, rows: 1, framed: false }) };
  }

  /** @returns {{mask?: Float32Array}} */
  const mask = () => (isPainted && hole ? { mask: hole.mask } : {});
  const setHole = () => hole?.set(squareHole(Number(range.value)));

  /** Asks soon: strokes and sliders come in bursts. */
  function changed() {
    since = measurements;
    again ||= requestAnimationFrame(() => { again = 0; playOne(since); });
  }

  /** The digit that is chosen. Answers the engine's milliseconds. @param {number} before measurements that it may end */
  async function playOne(before) {
    const { model } = pg;
    const digit = await source.digit();
    if (!model || !digit || !plays(info, model.capabilities) || before !== measurements) return 0;
    pictures.truth.digits.show(digit.image);
    missed = false;
    if (hole && isPainted && !hole.usable) {
      playing.end();
      return 0;
    }
    const found = await playing.play({
      image: digit.image, ...(model.conditional && { label: digit.label }), seed: 1, ...live, ...chosen(), ...mask(),
    }, { quiet: true, onPreview: (images) => showAnswers(images) });
    if (!found) return 0;
    shown = found;
    showAnswers(found.images);
    pictures.seen.digits.show(found.seen);
    showPlain(found);
    say();
    catchUp();
    return cost.scene ?? 0;
  }

  /** @param {Float32Array} images the best first */
  function showAnswers(images) {
    const columns = images.length / PIXELS;
    pictures.model.figure.style.setProperty('--columns', String(columns));
    pictures.model.digits.show(images, { columns, rows: 1 });
  }

  /** Pictures of methods without a model: as many as the first answer has. @type {ReturnType<typeof picture>[]} */
  let plain = [];
  const plainScope = innerScope();
  /** @param {Played} found */
  function showPlain({ plain: best, others }) {
    const all = [best, ...others];
    if (plain.length !== all.length) {
      plain.forEach(({ figure: one }) => one.remove());
      plainScope.end();
      plain = plainScope.run(() => all.map(() => picture('real')));
    }
    all.forEach(({ images }, at) => plain[at].digits.show(images));
    figures.append(...plain.map(({ figure: one }) => one));
  }

  async function countOn() {
    measurements += 1;
    const many = Number(counts.value);
    const [options, own] = [chosen(), mask()];
    const found = await playing.play({ count: Math.min(many, pg.data?.test ?? many), seed: 1, ...options, ...own });
    if (!found) return;
    measured = { found, options, mask: own.mask };
    bench.announce(t('scenes.measured'));
    say();
    catchUp();
  }

  /** While it trains the next refresh comes by itself. */
  function catchUp() {
    if (missed && !pg.training) changed();
  }

  function say() {
    value.hidden = slider.choices !== undefined;
    if (!slider.choices) value.textContent = t(`scenes.${name}.value`, { value: range.value });
    for (const [at, one] of [...range.querySelectorAll('option')].entries()) one.textContent = at === 0 ? t(`scenes.${name}.first`) : t(`scenes.${name}.choice`, { value: one.value });
    [...counts.options].forEach((one) => { one.textContent = t('scenes.digits', { count: count(Number(one.value)) }); });
    caption(pictures.truth, t('scenes.truth'), undefined);
    caption(pictures.seen, t(`scenes.${name}.seen`), undefined);
    caption(pictures.model, shown ? methodName(shown.numbers.method) : t('scenes.model'), shown?.numbers.squared_error);
    if (shown) [shown.plain, ...shown.others].forEach((one, at) => plain[at] && caption(plain[at], methodName(one.method), one.squared_error));
    results.root.hidden = !measured;
    if (!measured) return;
    showNumbers(results.table, measured.found);
    results.command.textContent = commandOf(measured.found, measured.options, measured.mask);
  }

  /** @param {ReturnType<typeof picture>} place @param {string} what @param {number|undefined} error */
  function caption({ caption: under, canvas }, what, error) {
    // There is none where no picture of a method counts.
    const text = !Number.isFinite(error) ? what : t('scenes.with-error', { what, error: figure(error) });
    under.textContent = text;
    asImage(canvas, text);
  }

  onLanguage(say);
  setHole();
  say();
  return {
    loaded() {
      playing.end();
      shown = measured = null;
      pictures.model.digits.show(null, { columns: 1, rows: 1 });
      say();
    },
    async refresh() {
      missed = playing.busy;
      return missed ? 0 : playOne(measurements);
    },
  };
}
