// One setting's row in the form: its label, its input, what it does, and what is wrong with what was typed.

import { parseSetting } from '../../run/address.js';
import { make, named } from '../../kit/make.js';

/**
 * @param {import('../../run/settings.js').Setting} setting
 */
export function settingField(setting) {
  const id = `setting-${setting.key}`;
  const problem = make('p', { className: 'problem', id: `${id}-problem`, hidden: true });
  const help = named(make('p', { className: 'help', id: `${id}-help` }), { t: `settings.${setting.key}.help` });
  const input = setting.kind === 'word'
    ? make('select', { id }, setting.choices.map(wordOption))
    : make('input', { id, type: 'text', inputMode: setting.kind === 'whole' ? 'numeric' : 'decimal', autocomplete: 'off' });
  input.setAttribute('aria-describedby', `${help.id} ${problem.id}`);
  const inputs = make('div', { className: 'inputs' }, [input]);
  if (setting.kind !== 'word' && setting.offers) {
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
      problem.textContent = result.problem ?? '';
      problem.hidden = !('problem' in result);
      input.setAttribute('aria-invalid', String('problem' in result));
      return result;
    },
    write(value) {
      input.value = String(value);
    },
  };
}

const wordOption = (word) => named(make('option', { value: word }), { t: `settings.word.${word}` });

function diceFor(input) {
  const dice = named(make('button', { type: 'button' }), { t: 'settings.new-seed', tLabel: 'settings.another-seed' });
  dice.addEventListener('click', () => {
    input.value = String(Math.floor(Math.random() * 1000));
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return dice;
}
