// The numbers of a scene: a table of the model beside methods without one, as a file, and the command that makes the same natively.

import { make, named } from '../../kit/make.js';
import { t, textOr } from '../../words/i18n.js';
import { count } from '../../words/sentences.js';

/** @typedef {import('../../engine/types.d.ts').Played} Played */
/** @typedef {import('../../engine/types.d.ts').SceneNumbers} SceneNumbers */

/** What a number of a scene looks like. @param {unknown} value */
export const figure = (value) => (typeof value !== 'number' ? '–' : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(Math.abs(value) < 1 ? 4 : 2));

/** @param {string} method */
export const methodName = (method) => textOr(`scenes.method.${method}`, method);

/** The model's answer, and those without a model. @param {Played} found @returns {SceneNumbers[]} */
export const methodsOf = ({ numbers, plain, others }) => [numbers, plain, ...others];

/** Names of the numbers that any method has. @param {Played} found */
function names(found) {
  const all = methodsOf(found).flatMap((numbers) => Object.entries(numbers).filter(([name, value]) => typeof value === 'number' && !['count', 'seed'].includes(name)).map(([name]) => name));
  return [...new Set(all)];
}

/** As a table for a spreadsheet: a row a method. @param {Played} found */
export function csvOf(found) {
  const columns = names(found);
  const rows = methodsOf(found).map((numbers) => [found.numbers.scene, found.numbers.count, found.numbers.seed, numbers.method, ...columns.map((name) => /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (numbers))[name] ?? '')]);
  return [['scene', 'count', 'seed', 'method', ...columns], ...rows].map((row) => row.join(',')).join('\n').concat('\n');
}

/** The command for the same natively. @param {Played} found @param {Record<string, number>} options that differ from the scene's own */
export function commandOf({ numbers: { scene, count: images, seed } }, options) {
  const own = Object.entries(options).map(([name, value]) => ` --option ${name}=${value}`).join('');
  return `cargo run --release --bin playground -- scene ${scene} --weights FILE --count ${images} --seed ${seed}${own} --json`;
}

/** @param {HTMLTableElement} table @param {Played} found */
export function showNumbers(table, found) {
  const methods = methodsOf(found);
  const heading = (/** @type {string} */ text) => Object.assign(make('th', { textContent: text }), { scope: 'col' });
  const head = make('tr', {}, [make('td'), ...methods.map(({ method }) => heading(methodName(method)))]);
  const rows = names(found).map((name) => make('tr', {}, [
    Object.assign(make('th', { textContent: textOr(`scenes.number.${name}`, name) }), { scope: 'row' }),
    ...methods.map((numbers) => make('td', { textContent: figure(/** @type {Record<string, unknown>} */ (/** @type {unknown} */ (numbers))[name]) })),
  ]));
  const caption = make('caption', { textContent: t('scenes.numbers', { count: count(found.numbers.count) }) });
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
  return { root, table, csv, command, note };
}
