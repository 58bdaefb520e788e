// The yardsticks of each digit: which of them a model draws worse than others.

import { make } from '../../kit/make.js';
import { t, textOr } from '../../words/i18n.js';
import { count } from '../../words/sentences.js';

/** @typedef {import('../../engine/types.d.ts').MeasuredDigit} MeasuredDigit */

/**
 * How far a model falls short of real digits, from its value and theirs. What is about several digits (the classifier score) says
 * nothing of one.
 * @type {Record<string, (value: number, real: number) => number>}
 */
const SHORTFALL = {
  classifier_distance: (value, real) => value - real,
  precision: (value, real) => real - value,
  recall: (value, real) => real - value,
  density: (value, real) => Math.abs(value - real),
  coverage: (value, real) => real - value,
  diversity: (value, real) => Math.abs(value - real),
  nearest_distance: (value, real) => Math.abs(value - real),
  confidence: (value, real) => real - value,
  label_accuracy: (value, real) => real - value,
};

/**
 * How dark each cell of a row is, 0 to 1: its shortfall, of the largest in the row. Where nothing falls short all are 0.
 * @param {string} key
 * @param {MeasuredDigit[]} digits
 */
export function shades(key, digits) {
  const short = digits.map((digit) => {
    const [value, real] = valuesOf(digit, key);
    return value === undefined || real === undefined ? 0 : Math.max(0, SHORTFALL[key](value, real));
  });
  const most = Math.max(...short);
  return short.map((one) => (most > 0 ? one / most : 0));
}

/** Metrics that any of the digits has. @param {MeasuredDigit[]} digits */
export const rowsOf = (digits) => Object.keys(SHORTFALL).filter((key) => digits.some((digit) => valuesOf(digit, key)[0] !== undefined));

/** @param {MeasuredDigit} digit @param {string} key @returns {(number|undefined)[]} of samples, and of real digits */
const valuesOf = (digit, key) => [digit, digit.real].map((metrics) => {
  const value = /** @type {Record<string, unknown>} */ (metrics)[key];
  return typeof value === 'number' ? value : undefined;
});

/**
 * A row a metric, a column a digit.
 * @param {HTMLTableElement} table
 * @param {MeasuredDigit[]} digits
 * @param {(value: unknown) => string} number
 */
export function fillDigits(table, digits, number) {
  const columns = digits.map((_, digit) => Object.assign(make('th', { textContent: String(digit) }), { scope: 'col' }));
  const counts = digits.map((digit) => make('td', { textContent: count(digit.count) }));
  const rows = rowsOf(digits).map((key) => {
    const dark = shades(key, digits);
    return make('tr', {}, [head(textOr(`data.metric.${key}`, key)), ...digits.map((digit, at) => {
      const [value, real] = valuesOf(digit, key);
      const cell = make('td', { textContent: number(value), title: t('data.digits.real', { value: number(real) }) });
      cell.style.setProperty('--dark', String(Math.round(dark[at] * 100)));
      return cell;
    })]);
  });
  table.replaceChildren(
    make('caption', { textContent: t('data.digits.about') }),
    make('thead', {}, [make('tr', {}, [make('td'), ...columns])]),
    make('tbody', {}, [make('tr', {}, [head(t('data.digits.samples')), ...counts]), ...rows]),
  );
}

/** @param {string} text */
const head = (text) => Object.assign(make('th', { textContent: text }), { scope: 'row' });
