// A digit to choose, or all of them, for models that are told it.

import { translate } from '../words/i18n.js';
import { make } from './make.js';

/**
 * @param {HTMLElement} root a fieldset with its legend
 * @param {{all?: boolean, onPick: (digit: number|null) => void}} options all: also “all”, which is null
 */
export function createDigitPicker(root, { all = false, onPick }) {
  const choices = [...(all ? [null] : []), ...Array.from({ length: 10 }, (_, digit) => digit)];
  let picked = choices[0];
  const inputs = choices.map((digit) => make('input', { type: 'radio', name: root.id, value: String(digit), checked: digit === picked }));
  choices.forEach((digit, index) => {
    inputs[index].addEventListener('change', () => {
      picked = digit;
      onPick(digit);
    });
    const name = make('span', { textContent: String(digit) });
    if (digit === null) name.dataset.t = 'page.any-digit';
    root.append(make('label', {}, [inputs[index], name]));
  });
  translate(root);

  return {
    get digit() {
      return picked;
    },
    /** From outside, without an event. @param {number|null} digit one of the choices */
    set(digit) {
      picked = digit;
      inputs[choices.indexOf(digit)].checked = true;
    },
  };
}
