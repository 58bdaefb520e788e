// One setting's row in the form: its label, its input, what it does, and what is wrong with what was typed.

import { parseSetting } from '../../run/address.js';
import { wordsOf } from '../../run/settings.js';
import { make, named } from '../../kit/make.js';

/** @typedef {import('../../engine/schema.d.ts').Value} Value */

/**
 * @param {import('../../run/settings.js').Setting} setting
 */
export function settingField(setting) {
  const id = `setting-${setting.key}`;
  const problem = make('p', { className: 'problem', id: `${id}-problem`, hidden: true });
  const help = named(make('p', { className: 'help', id: `${id}-help` }), { t: `settings.${setting.key}.help` });
  const words = wordsOf(setting);
  const input = words.length > 0
    ? make('select', { id }, words.map(wordOption))
    : make('input', { id, type: 'text', inputMode: setting.kind === 'whole' ? 'numeric' : 'decimal', autocomplete: 'off' });
  input.setAttribute('aria-describedby', `${help.id} ${problem.id}`);
  const inputs = make('div', { className: 'inputs' }, [input]);
  if (setting.offers) {
    const offers = make('datalist', { id: `${id}-offers` }, setting.offers.map((offer) => make('option', { value: String(offer) })));
    input.setAttribute('list', offers.id);
    inputs.append(offers);
  }
  if (setting.key === 'seed') inputs.append(diceFor(input));
  const label = named(make('label', { htmlFor: id }), { t: `settings.${setting.key}.label` });
  return {
    setting,
    row: make('div', { className: 'field' }, [label, inputs, help, problem]),
    read() {
      const result = parseSetting(setting, input.value);
      const refused = 'problem' in result;
      problem.textContent = refused ? result.problem : '';
      problem.hidden = !refused;
      input.setAttribute('aria-invalid', String(refused));
      return result;
    },
    /** @param {Value} value */
    write(value) {
      input.value = String(value);
    },
  };
}

/** @param {string} word */
const wordOption = (word) => named(make('option', { value: word }), { t: `settings.word.${word}` });

/** @param {HTMLInputElement|HTMLSelectElement} input */
function diceFor(input) {
  const dice = named(make('button', { type: 'button' }), { t: 'settings.new-seed', tLabel: 'settings.another-seed' });
  dice.addEventListener('click', () => {
    input.value = String(Math.floor(Math.random() * 1000));
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return dice;
}
