// Images worth a look: those least like others of their label, those that are there twice or nearly, and labels that a classifier which
// has not learnt them would not give (confident learning). One list, the strangest of each kind first in turn.

import { messageOf } from '../../../../engine/thrown.js';
import { createDigits } from '../../../../kit/digits.js';
import { asImage, make, named } from '../../../../kit/make.js';
import { innerScope } from '../../../../kit/scope.js';
import { t, translate } from '../../../../words/i18n.js';
import { count, percent } from '../../../../words/sentences.js';
import { inDigits } from '../controls/in-digits.js';
import { nameOf } from '../controls/look.js';

/** @typedef {import('./find-worth.js').Found} Found */

/**
 * @param {object} options
 * @param {{train: number}} options.facts
 * @param {boolean} options.engine  whether the engine finds nearly same images and suspect labels
 * @param {boolean} options.canEdit
 * @param {() => {dropped: Set<number>, relabelled: Map<number, number>}} options.edits
 * @param {(onProgress: (done: number) => void, onFound: (found: Found[]) => Promise<void>) => Promise<Found[]>} options.find
 * @param {(which: number[]) => Promise<Float32Array>} options.images
 * @param {{fly: (index: number) => void, drop: (index: number) => void, relabel: (index: number, label: number) => void}} options.on
 */
export function createWorth({ facts, engine, canEdit, edits, find, images, on }) {
  const look = named(make('button', { type: 'button' }), { t: 'explorer.find' });
  const state = make('p', { className: 'recipe-state' });
  state.setAttribute('role', 'status');
  const list = make('ol', { className: 'explorer-list' });
  const scroll = named(make('div', { className: 'explorer-scroll', tabIndex: 0, hidden: true }, [list]), { tLabel: 'explorer.worth' });
  scroll.setAttribute('role', 'region');
  const element = make('div', { className: 'explorer-worth' }, [
    named(make('h3'), { t: 'explorer.worth' }), named(make('p', { className: 'explain' }), { t: engine ? 'explorer.worth-about' : 'explorer.worth-pixels' }),
    make('div', { className: 'recipe-actions' }, [look, state]), scroll,
  ]);
  translate(element);
  /** One scope for the pictures of the list, which ends with each new one. */
  const pictures = innerScope();
  /** @type {Found[]} */
  let found = [];
  /** @type {{found: Found, words: HTMLElement, fly: HTMLButtonElement, drop: HTMLButtonElement, relabel: HTMLButtonElement}[]} */
  let rows = [];
  let said = () => '';

  look.addEventListener('click', async () => {
    look.disabled = true;
    said = () => t('explorer.finding', { share: percent(0) });
    say();
    try {
      await fill(await find((done) => {
        said = () => t('explorer.finding', { share: percent(done) });
        state.textContent = said();
      }, fill));
      said = () => t('explorer.found', { count: count(found.length) });
    } catch (error) {
      const message = messageOf(error);
      said = () => t('explorer.failed', { message });
    }
    look.disabled = false;
    say();
  });

  /** @param {Found[]} now */
  async function fill(now) {
    const pixels = await images(now.flatMap(({ index, of = index }) => [index, of]));
    found = now;
    pictures.end();
    rows = found.map((one, at) => {
      const canvas = make('canvas', { className: 'digits real' });
      const words = make('p');
      const button = (/** @type {string} */ name, /** @type {() => void} */ run) => {
        const made = make('button', { type: 'button' });
        if (name !== 'relabel-to') named(made, { t: `explorer.${name}` });
        made.addEventListener('click', run);
        return made;
      };
      const fly = button('fly', () => on.fly(one.index));
      const drop = button('drop', () => on.drop(one.index));
      const relabel = button('relabel-to', () => { if (one.suggested !== undefined) on.relabel(one.index, one.suggested); });
      relabel.hidden = one.suggested === undefined;
      // A recipe is about training images.
      const actions = make('div', { className: 'explorer-row-actions' }, [fly, ...(canEdit && one.index < facts.train ? [drop, relabel] : [])]);
      list.append(make('li', {}, [canvas, words, actions]));
      asImage(canvas, nameOf(one.index, facts.train));
      const columns = one.of === undefined ? 1 : 2;
      pictures.run(() => createDigits(canvas, { columns, rows: 1 }).show(pixels.subarray(2 * at * 784, (2 * at + columns) * 784)));
      return { found: one, words, fly, drop, relabel };
    });
    list.replaceChildren(...[...list.children].slice(-rows.length));
    scroll.hidden = rows.length === 0;
    translate(list);
    say();
  }

  function say() {
    state.textContent = said();
    const { dropped, relabelled } = edits();
    for (const { found: one, words, fly, drop, relabel } of rows) {
      const { kind, index, label, score, of = 0, suggested = 0 } = one;
      const name = nameOf(index, facts.train);
      words.textContent = t(`explorer.kind.${kind}`, { name, label, score: inDigits(score), other: nameOf(of, facts.train), suggested });
      drop.disabled = dropped.has(index);
      relabel.textContent = t('explorer.relabel-to', { label: suggested });
      relabel.disabled = dropped.has(index) || relabelled.get(index) === suggested;
      for (const [button, key] of /** @type {const} */ ([[fly, 'explorer.fly'], [drop, 'explorer.drop']])) button.setAttribute('aria-label', `${t(key)}: ${name}`);
      relabel.setAttribute('aria-label', `${t('explorer.relabel-to', { label: suggested })}: ${name}`);
    }
  }
  say();
  return { element, say };
}
