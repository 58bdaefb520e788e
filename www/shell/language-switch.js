// The page's languages, each by its own name.

import { language, onLanguage } from '../words/i18n.js';
import { LANGUAGES, TAGS } from '../words/tags.js';
import { make } from '../kit/make.js';

/**
 * @param {HTMLElement} root
 * @param {(code: import('../words/tags.js').Language) => void} onChoose
 */
export function createLanguageSwitch(root, onChoose) {
  const codes = /** @type {import('../words/tags.js').Language[]} */ (Object.keys(LANGUAGES));
  const buttons = codes.map((code) => {
    const button = make('button', { type: 'button', lang: TAGS[code], textContent: LANGUAGES[code] });
    button.addEventListener('click', () => onChoose(code));
    return { code, button };
  });
  const show = () => { for (const { code, button } of buttons) button.setAttribute('aria-pressed', String(code === language())); };
  root.replaceChildren(...buttons.map(({ button }) => button));
  onLanguage(show);
  show();
}
