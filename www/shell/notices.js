// Messages that ask for nothing but offer a next step; they cover a corner and never push the page around.

import { t } from '../words/i18n.js';

/** More than these at once is a wall. */
const MOST = 3;

/**
 * @param {HTMLElement} root
 */
export function createNotices(root) {
  const shown = new Map();

  function dismiss(key) {
    shown.get(key)?.remove();
    shown.delete(key);
  }

  /**
   * @param {string} key a newer notice with the same key replaces the older
   * @param {string} text
   * @param {{problem?: boolean, actions?: {label: string, run: () => void}[]}} [options]
   */
  function show(key, text, { problem = false, actions = [] } = {}) {
    dismiss(key);
    const notice = document.createElement('div');
    notice.className = problem ? 'notice problem' : 'notice';
    notice.setAttribute('role', problem ? 'alert' : 'status');
    notice.dataset.notice = key;
    const words = document.createElement('p');
    words.textContent = text;
    const close = button('×', () => dismiss(key));
    close.dataset.tLabel = 'page.close';
    close.setAttribute('aria-label', t('page.close'));
    close.className = 'close';
    notice.append(words, close);
    if (actions.length > 0) {
      const buttons = document.createElement('div');
      buttons.append(...actions.map(({ label, run }) => button(label, () => { dismiss(key); run(); })));
      notice.append(buttons);
    }
    root.append(notice);
    shown.set(key, notice);
    if (shown.size > MOST) dismiss(shown.keys().next().value);
  }

  return { show, dismiss };
}

function button(label, run) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', run);
  return element;
}
