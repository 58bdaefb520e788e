// One setting that differs: what it is in A, and a field for what it is in B.

import { wordsOf } from '../../run/settings.js';
import { make, named } from '../../kit/make.js';
import { t } from '../../words/i18n.js';
import { bySetting } from './difference.js';
import { changed, otherValue } from './figures.js';

/**
 * @typedef {object} Choice
 * @property {HTMLElement} given  what A has, its id `compare-given`
 * @property {HTMLElement[]} other  what B shall have, the first of them `compare-value`
 * @property {() => {difference: import('./difference.js').Difference|null, problem: string, note: string}} read note: what is to be known of one that can be used
 * @property {() => void} [say]  its words, after a change of language
 */

/** @param {import('../../run/address.js').State} run @param {import('../../run/settings.js').Setting} setting @returns {Choice} */
export function createSettingChoice(run, setting) {
  const { kind, offers } = setting;
  const current = run.settings[setting.key];
  const words = wordsOf(setting);
  const input = words.length > 0
    ? make('select', { id: 'compare-value' }, words.filter((word) => word !== String(current)).map((word) => named(make('option', { value: word }), { t: `settings.word.${word}` })))
    : make('input', { id: 'compare-value', type: 'text', inputMode: kind === 'whole' ? 'numeric' : 'decimal', autocomplete: 'off', value: String(otherValue(setting, current)) });
  /** @type {HTMLElement[]} */
  const other = [input];
  if (offers) {
    other.push(make('datalist', { id: 'compare-offers' }, offers.map((one) => make('option', { value: String(one) }))));
    input.setAttribute('list', 'compare-offers');
  }
  return {
    given: words.length > 0 ? named(make('output', { id: 'compare-given' }), { t: `settings.word.${current}` }) : make('output', { id: 'compare-given', textContent: String(current) }),
    other,
    read() {
      const result = changed(run, setting, input.value);
      if (!('settings' in result)) return { difference: null, problem: 'problem' in result ? result.problem : t('compare.same'), note: '' };
      const difference = bySetting(run, setting, result.settings);
      return { difference, problem: '', note: difference.inTheLoss ? t('compare.otherLoss') : '' };
    },
  };
}
