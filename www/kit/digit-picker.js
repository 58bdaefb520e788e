// A digit to choose, or all of them, for models that are told it.

import { translate } from '../words/i18n.js';
import { make } from './make.js';
import { effect, signal } from './scope.js';

/** Labels that there are to choose from: all pickers offer these. */
const classes = signal(10);

/** @param {number} count of labels that the model is told, from 0 on */
export const offerLabels = (count) => { classes.value = count; };

/**
 * @template Digit
 * @typedef {object} DigitPicker
 * @property {Digit} digit
 * @property {(digit: Digit) => void} set from outside, without an event
 */

/**
 * One of the ten digits.
 * @overload
 * @param {HTMLElement} root a fieldset with its legend
 * @param {{onPick: (digit: number) => void}} options
 * @returns {DigitPicker<number>}
 */
/**
 * One of the ten, or all, which is null.
 * @overload
 * @param {HTMLElement} root
 * @param {{all: true, onPick: (digit: number|null) => void}} options
 * @returns {DigitPicker<number|null>}
 */
/**
 * @param {HTMLElement} root
 * @param {{all?: true, onPick: (digit: never) => void}} options
 */
export function createDigitPicker(root, { all, onPick }) {
  const choices = [...(all ? [null] : []), ...Array.from({ length: 10 }, (_, digit) => digit)];
  const tell = /** @type {(digit: number|null) => void} */ (onPick);
  let picked = choices[0];
  const inputs = choices.map((digit) => make('input', { type: 'radio', name: root.id, value: String(digit), checked: digit === picked }));
  choices.forEach((digit, index) => {
    inputs[index].addEventListener('change', () => {
      picked = digit;
      tell(digit);
    });
    const name = make('span', { textContent: String(digit) });
    if (digit === null) name.dataset.t = 'page.any-digit';
    root.append(make('label', {}, [inputs[index], name]));
  });
  effect(() => {
    const offered = classes.value;
    inputs.forEach((input, index) => {
      const digit = choices[index];
      const label = input.parentElement;
      if (label) label.hidden = digit !== null && digit >= offered;
    });
    if (picked !== null && picked >= offered) {
      [picked] = choices;
      inputs[0].checked = true;
    }
  });
  translate(root);

  return {
    get digit() {
      return picked;
    },
    /** @param {number|null} digit one of the choices */
    set(digit) {
      picked = digit;
      inputs[choices.indexOf(digit)].checked = true;
    },
  };
}
