// The page's languages, each by its own name.

import { LANGUAGES, language, onLanguage } from '../words/i18n.js';
import { make } from '../kit/make.js';

/**
 * @param {HTMLElement} root
 * @param {(code: 'en'|'zh') => void} onChoose
 */
export function createLanguageSwitch(root, onChoose) {
  const buttons = Object.entries(LANGUAGES).map(([code, name]) => {
    const button = make('button', { type: 'button', lang: code === 'zh' ? 'zh-CN' : code, textContent: name });
    button.addEventListener('click', () => onChoose(code));
    return [code, button];
  });
  const show = () => { for (const [code, button] of buttons) button.setAttribute('aria-pressed', String(code === language())); };
  root.replaceChildren(...buttons.map(([, button]) => button));
  onLanguage(show);
  show();
}
