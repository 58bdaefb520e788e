// Canvases of digits with their name, and words under them.

import { createDigits } from '../../../kit/digits.js';
import { make } from '../../../kit/make.js';
import { innerScope } from '../../../kit/scope.js';

/**
 * @param {{columns: number, rows?: number, role: 'real'|'model', label: string, framed?: boolean}} of label: key of its name
 */
export function digitsCanvas({ columns, rows = 1, role, label, framed = true }) {
  const canvas = make('canvas', { className: `digits ${role}` });
  canvas.setAttribute('role', 'img');
  canvas.dataset.tLabel = label;
  /** Made when there is something to show: its ink is its role's colour, which it only has within the page. @type {ReturnType<typeof createDigits>|null} */
  let digits = null;
  const own = innerScope();
  return {
    canvas,
    /** @param {Float32Array|null} images */
    show(images) {
      digits ??= own.run(() => createDigits(canvas, { columns, rows, framed }));
      digits.show(images);
    },
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} key of its words
 */
export function words(tag, key, className = '') {
  const element = make(tag);
  element.className = className;
  element.dataset.t = key;
  return element;
}

/** @param {string} key @param {() => void} run */
export function action(key, run, className = '') {
  const button = words('button', key, className);
  button.type = 'button';
  button.addEventListener('click', run);
  return button;
}
