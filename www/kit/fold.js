// A part that can be folded to its heading: the long ones of a list begin folded, so that all headings are in sight.

import { make } from './make.js';

/** Of so many things in all, everything is open to begin with. */
const ENOUGH = 14;
/** So many headings stand beside each other with what is below them, */
const FEW = 4;
/** and so many things in one row. */
const ROW = 7;

/**
 * @param {HTMLElement[]} head  what stays in sight
 * @param {HTMLElement} content
 * @param {{className?: string, onOpen?: () => void}} [options]
 */
export function createFold(head, content, { className = '', onOpen = () => {} } = {}) {
  const element = make('details', { className: `fold ${className}` }, [make('summary', { className: 'fold-head' }, head), content]);
  element.addEventListener('toggle', () => { if (element.open) onOpen(); });
  return element;
}

/**
 * Opens what begins open: all of a short list, of few things in few folds and few in each; of a long one the first so many, and one at a time from then on.
 * @param {HTMLDetailsElement[]} folds
 * @param {number[]} sizes  of each, in things
 * @param {{name: string, first: number}} list  name: of which there is one on the page
 */
export function openFirst(folds, sizes, { name, first }) {
  const long = sizes.reduce((sum, size) => sum + size, 0) > ENOUGH || folds.length > FEW || Math.max(...sizes) > ROW;
  folds.forEach((fold, at) => {
    if (long) fold.setAttribute('name', name);
    fold.open = !long || at < first;
  });
}
