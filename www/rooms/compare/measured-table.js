// How good the samples of both are, by every metric: what differs, which is better, and what real images get.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { make, named } from '../../kit/make.js';
import { metricChange, metricName, metricNumber } from '../../words/metrics.js';
import { count, percent } from '../../words/sentences.js';
import { listsOf, rowsOf } from './measured.js';

/** Enough for the numbers to be steady to a few percent, and seconds of work for each. */
export const SAMPLES = 2000;

/** @typedef {{step: number, both: import('./measured.js').Both, own: boolean}} Taken  own: of a run on one's own images */

/** @param {{onMeasure: () => void}} actions */
export function createMeasuredTable({ onMeasure }) {
  const measure = make('button', { type: 'button', id: 'compare-measure-samples' });
  measure.addEventListener('click', onMeasure);
  const state = make('p', { className: 'fine' });
  const digitsOnly = named(make('p', { className: 'explain', hidden: true }), { t: 'own.measured' });
  const place = make('div', { className: 'yardstick-scroll', tabIndex: 0, role: 'group', hidden: true });
  named(place, { tLabel: 'compare.measured' });
  const element = make('div', { className: 'compare-measured' }, [make('div', { className: 'recipe-actions' }, [measure, state]), digitsOnly, place]);
  translate(element);
  /** @type {Taken|null} */
  let taken = null;
  let [busy, ready] = [false, false];

  function say() {
    measure.textContent = t('compare.measure-samples', { count: count(SAMPLES) });
    measure.disabled = busy || !ready;
    state.textContent = busy ? t('compare.measuring') : taken ? t('compare.measured-at', { step: count(taken.step) }) : t('compare.measure-about');
    digitsOnly.hidden = !taken?.own;
    place.hidden = !taken;
    if (taken) place.replaceChildren(numbers(taken.both), ...listsOf(taken.both).map(byDigit));
  }
  onLanguage(say);
  say();

  return {
    element,
    /** @param {Taken|null} next @param {{busy: boolean, ready: boolean}} now ready: there are two that can be measured */
    show(next, now) {
      if (next === taken && now.busy === busy && now.ready === ready) return;
      ({ busy, ready } = now);
      taken = next;
      say();
    },
  };
}

/** @param {string} text @param {'col'|'row'} scope @param {string} [className] */
const heading = (text, scope, className = '') => make('th', { textContent: text, scope, className });
/** @param {string} text @param {string} [className] */
const cell = (text, className = '') => make('td', { textContent: text, className });

/** @param {import('./measured.js').Both} both */
function numbers(both) {
  const head = make('tr', {}, [
    make('td'), heading('A', 'col', 'side-a'), heading('B', 'col', 'side-b'), heading(t('compare.difference'), 'col'), heading(t('compare.better'), 'col'), heading(t('data.measure.real'), 'col'),
  ]);
  const rows = rowsOf(both).map(({ key, a, b, real, better }) => make('tr', {}, [
    heading(metricName(key), 'row'), cell(metricNumber(a)), cell(metricNumber(b)), cell(metricChange(b, a)),
    cell(better ? better.toUpperCase() : '–', better ? `side-${better}` : ''), cell(metricNumber(real)),
  ]));
  return make('table', { className: 'yardstick-table' }, [make('thead', {}, [head]), make('tbody', {}, rows)]);
}

/** One metric by digit. @param {ReturnType<typeof listsOf>[number]} list */
function byDigit({ key, a, b, real }) {
  const head = make('tr', {}, [heading(metricName(key), 'row'), ...real.map((_, digit) => heading(String(digit), 'col'))]);
  /** @param {string} name @param {number[]|null} values @param {string} [side] */
  const row = (name, values, side) => make('tr', {}, [heading(name, 'row', side), ...real.map((_, digit) => cell(share(key, values?.[digit])))]);
  return make('table', { className: 'yardstick-table by-digit' }, [
    make('thead', {}, [head]), make('tbody', {}, [row('A', a, 'side-a'), row('B', b, 'side-b'), row(t('data.measure.real'), real)]),
  ]);
}

/** Shares of all in hundredths, other numbers as they are. @param {string} key @param {number|null|undefined} value */
const share = (key, value) => (key === 'digit_shares' && typeof value === 'number' ? percent(value) : metricNumber(value));
