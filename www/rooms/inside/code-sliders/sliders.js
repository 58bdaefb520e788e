// One slider a number of the code, the most used first; where there are many, some at a time.

import { t } from '../../../words/i18n.js';
import { make } from '../../../kit/make.js';
import { signed } from '../numbers.js';
import { mostUsedFirst } from '../../../maths/latent-use.js';

/** Shown at once, and at each press for more. */
const AT_ONCE = 20;
/** Codes lie mostly within 3 of zero; a drawing's may be a little further. */
const REACH = 4;

/** @typedef {{element: HTMLElement, name: HTMLElement, input: HTMLInputElement, value: HTMLElement}} Row */

/**
 * @param {HTMLElement} root
 * @param {HTMLButtonElement} more
 * @param {(index: number, value: number) => void} onMove
 */
export function createSliders(root, more, onMove) {
  /** @type {Float32Array} */
  let code = new Float32Array(0);
  /** Which number each row is of. @type {number[]} */
  let order = [];
  /** @type {Row[]} */
  let rows = [];
  let limit = AT_ONCE;

  function makeRow() {
    const [name, value] = [make('span'), make('output')];
    const input = make('input', { type: 'range', min: String(-REACH), max: String(REACH), step: '0.05' });
    const row = { element: make('label', {}, [name, input, value]), name, input, value };
    input.addEventListener('input', () => {
      const index = order[rows.indexOf(row)];
      code[index] = Number(input.value);
      sayRow(row, index);
      onMove(index, code[index]);
    });
    root.append(row.element);
    return row;
  }

  /** @param {Row} row @param {number} index of the number */
  function sayRow({ name, input, value }, index) {
    name.textContent = String(index + 1);
    input.setAttribute('aria-label', t('latent.number', { n: index + 1 }));
    input.value = String(code[index]);
    value.textContent = signed(code[index]);
  }

  function lay() {
    const wanted = Math.min(limit, code.length);
    rows.splice(wanted).forEach(({ element }) => element.remove());
    while (rows.length < wanted) rows.push(makeRow());
    rows.forEach((row, at) => sayRow(row, order[at]));
    const left = code.length - wanted;
    more.hidden = left === 0;
    more.textContent = t('latent.more', { count: Math.min(AT_ONCE, left), left });
  }

  more.addEventListener('click', () => {
    limit += AT_ONCE;
    const first = rows.length;
    lay();
    rows[first]?.input.focus();
  });

  return {
    /** Whether someone is at a slider, who would not want it to move away. */
    get inHand() { return root.contains(document.activeElement); },
    get order() { return order; },
    lay,
    /** Another run's code. @param {Float32Array} next */
    begin(next) {
      code = next;
      limit = AT_ONCE;
      order = mostUsedFirst(code.length, null);
      root.classList.remove('measured');
      lay();
    },
    /** @param {Float32Array} next */
    show(next) {
      code = next;
      lay();
    },
    /**
     * @param {Float64Array} used the variance of each number over many digits
     * @param {boolean} sort      whether they may change places
     */
    use(used, sort) {
      if (sort) order = mostUsedFirst(code.length, used);
      root.classList.add('measured');
      rows.forEach(({ element }, at) => element.style.setProperty('--use', Math.min(1, Math.sqrt(used[order[at]])).toFixed(3)));
      if (sort) lay();
    },
  };
}
