// The numbers of a scene on the page: a table of the model beside methods without one.

import { make, named } from '../../kit/make.js';
import { t, textOr } from '../../words/i18n.js';
import { count } from '../../words/sentences.js';
import { methodsOf, names, numberOf } from './numbers.js';

/** @typedef {import('../../engine/types.d.ts').Played} Played */

/** What a number of a scene looks like. @param {unknown} value */
export const figure = (value) => {
  if (typeof value !== 'number') return '–';
  if (Math.abs(value) < 10) return value.toFixed(Math.abs(value) < 1 ? 4 : 2);
  return Number.isInteger(value) ? count(value) : value.toFixed(1);
};

/** @param {string} method */
export const methodName = (method) => textOr(`scenes.method.${method}`, method);

/** @param {HTMLTableElement} table @param {Played} found */
export function showNumbers(table, found) {
  const methods = methodsOf(found);
  const heading = (/** @type {string} */ text) => Object.assign(make('th', { textContent: text }), { scope: 'col' });
  const head = make('tr', {}, [make('td'), ...methods.map(({ method }) => heading(methodName(method)))]);
  const rows = names(found).map((name) => make('tr', {}, [
    Object.assign(make('th', { textContent: textOr(`scenes.number.${name}`, textOr(`data.metric.${name}`, name)) }), { scope: 'row' }),
    ...methods.map((numbers) => make('td', { textContent: figure(numberOf(numbers, name)) })),
  ]));
  const how = { count: count(found.numbers.count) };
  const caption = make('caption', { textContent: textOr(`scenes.${found.numbers.scene}.numbers`, t('scenes.numbers', how), how) });
  table.replaceChildren(caption, make('thead', {}, [head]), make('tbody', {}, rows));
}

/** The place of the numbers in a card, hidden until there are some. */
export function createResults() {
  const table = make('table', { className: 'yardstick-table' });
  const csv = named(make('button', { type: 'button' }), { t: 'scenes.csv' });
  const command = make('code', { className: 'scene-command' });
  const note = named(make('p', { className: 'fine' }), { t: 'scenes.command' });
  const root = make('div', { className: 'scene-results', hidden: true }, [
    make('div', { className: 'yardstick-scroll', tabIndex: 0 }, [table]), make('p', {}, [csv]), note, command,
  ]);
  return { root, table, csv, command };
}
