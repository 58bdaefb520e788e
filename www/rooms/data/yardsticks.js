// How good the samples of the run are, in numbers: beside those of the measurement before, and beside real digits.

import { messageOf } from '../../engine/thrown.js';
import { recipeOf } from '../../engine/recipe.js';
import { make, named } from '../../kit/make.js';
import { onEnd } from '../../kit/scope.js';
import { presetOf } from '../../run/presets.js';
import { onLanguage, t, textOr, translate } from '../../words/i18n.js';
import { count, percent, shortened } from '../../words/sentences.js';
import { fillDigits } from './by-digit.js';

/** Enough for the numbers to be steady to a few percent, and seconds of work. */
const SAMPLES = 2000;

/**
 * @typedef {Record<string, unknown>} Numbers metrics by name
 * @typedef {object} Measurement
 * @property {string} preset
 * @property {number} step
 * @property {import('../../engine/recipe.js').Recipe} recipe
 * @property {string|null} own  name of one's own images, in place of MNIST's
 * @property {Numbers & {real: Numbers, by_digit?: import('../../engine/types.d.ts').MeasuredDigit[]}} numbers
 */

/** @type {import('../cards.js').CardDefinition} */
export const yardsticks = { name: 'yardsticks', title: 'data.measure.title', fits: () => true, create };

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  /** The latest first; it outlives the room. @type {{all: Measurement[]}} */
  const kept = bench.kept('yardsticks', { all: [] });
  const measure = make('button', { type: 'button', className: 'primary' });
  const state = make('p', { className: 'recipe-state', role: 'status' });
  const problem = make('p', { className: 'problem', role: 'alert', hidden: true });
  const table = make('table', { className: 'yardstick-table', hidden: true });
  const digitsOnly = named(make('p', { className: 'explain', hidden: true }), { t: 'own.measured' });
  const scroll = make('div', { className: 'yardstick-scroll', tabIndex: 0 }, [table]);
  const digits = make('table', { className: 'digit-table' });
  const digitsScroll = make('div', { className: 'yardstick-scroll', tabIndex: 0, hidden: true }, [digits]);
  card.append(
    named(make('p', { className: 'explain' }), { t: 'data.measure.about' }),
    make('div', { className: 'recipe-actions' }, [measure, state]), digitsOnly, problem, scroll, digitsScroll,
  );
  translate(card);
  let busy = false;
  let ended = false;
  let share = 0;
  onEnd(() => { ended = true; });

  measure.addEventListener('click', async () => {
    const { model } = bench.pg;
    if (busy || !model) return;
    [busy, share] = [true, 0];
    problem.hidden = true;
    const of = { preset: model.preset, step: bench.pg.step, recipe: recipeOf(model), own: bench.pg.data && model.data.name };
    say();
    try {
      const numbers = /** @type {Measurement['numbers']} */ (/** @type {unknown} */ (await bench.pg.measure({ count: SAMPLES, seed: 1, byDigit: true, onProgress })));
      kept.all = [{ ...of, numbers }, ...kept.all].slice(0, 2);
      bench.announce(t('data.measure.done'));
    } catch (error) {
      problem.textContent = messageOf(error);
      problem.hidden = false;
    }
    busy = false;
    if (!ended) say();
  });

  /** @param {number} done */
  function onProgress(done) {
    share = done;
    if (!ended) state.textContent = progress();
  }

  const progress = () => t('data.measure.busy', { done: percent(share) });

  function say() {
    measure.textContent = t('data.measure.run', { count: count(SAMPLES) });
    measure.disabled = busy;
    state.textContent = busy ? progress() : '';
    digitsOnly.hidden = !bench.pg.data;
    const [now, before] = kept.all;
    table.hidden = scroll.hidden = !now;
    digitsScroll.hidden = !now?.numbers.by_digit;
    if (!now) return;
    if (now.numbers.by_digit) fillDigits(digits, now.numbers.by_digit, number);
    const columns = [now, ...(before ? [before] : [])].map((one) => nameOf(one));
    const head = make('tr', {}, [make('td'), ...columns.map(heading), ...(before ? [heading(t('data.measure.change'))] : []), heading(t('data.measure.real'))]);
    table.replaceChildren(make('thead', {}, [head]), make('tbody', {}, Object.keys(now.numbers.real).filter((key) => typeof now.numbers[key] === 'number').map((key) => row(key, now, before))));
  }

  onLanguage(say);
  say();
  return { loaded: say };
}

/** @param {string} text */
const heading = (text) => Object.assign(make('th', { textContent: text }), { scope: 'col' });

/** Which run was measured: its model, how far it was, and on what data. @param {Measurement} measurement */
function nameOf({ preset, step, recipe, own }) {
  const changes = Object.entries(recipe).map(([key, value]) => `${textOr(`${key}.label`, key)} ${shortened(String(value))}`);
  const data = [...(own ? [own] : []), ...changes].join(', ');
  return t('data.measure.of', { model: presetOf(preset).short, step: count(step), data: data || t('data.measure.plain') });
}

/** @param {string} key of a metric @param {Measurement} now @param {Measurement} [before] */
function row(key, now, before) {
  const [value, old, real] = [now.numbers[key], before?.numbers[key], now.numbers.real[key]];
  const cells = [number(value), ...(before ? [number(old), difference(value, old)] : []), number(real)];
  return make('tr', {}, [Object.assign(make('th', { textContent: textOr(`data.metric.${key}`, key) }), { scope: 'row' }), ...cells.map((text) => make('td', { textContent: text }))]);
}

/** @param {unknown} value */
const number = (value) => (typeof value === 'number' ? value.toFixed(Math.abs(value) < 2 ? 3 : 2) : '–');

/** @param {unknown} now @param {unknown} before */
function difference(now, before) {
  if (typeof now !== 'number' || typeof before !== 'number') return '–';
  const change = now - before;
  return `${change < 0 ? '−' : '+'}${number(Math.abs(change))}`;
}
