// A code as bars around zero: up is positive, down is negative.

import { onLanguage, t } from '../../words/i18n.js';

/** Codes of trained models lie mostly in -3..3. */
const REACH = 3;

/** @param {HTMLElement} root */
export function createCodeBars(root) {
  /** @type {{all: number, used: number}|null} */
  let told = null;

  const label = () => { if (told) root.setAttribute('aria-label', t('page.code-told', told)); };
  onLanguage(label);

  return {
    /** @param {Float32Array} code */
    show(code) {
      while (root.children.length > code.length) root.lastChild?.remove();
      while (root.children.length < code.length) root.append(document.createElement('span'));
      const bars = /** @type {HTMLCollectionOf<HTMLElement>} */ (root.children);
      code.forEach((value, index) => {
        const height = Math.max(-1, Math.min(1, value / REACH));
        bars[index].style.setProperty('--value', height.toFixed(3));
      });
      told = { all: code.length, used: code.filter((value) => Math.abs(value) > 0.25).length };
      label();
    },
  };
}
