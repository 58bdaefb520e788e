// The ten digits with their colours; pressing one shows it alone, pressing it again shows all.

import { make } from '../../../kit/make.js';
import { onLanguage, t } from '../../../words/i18n.js';

/**
 * @param {HTMLElement} root
 * @param {(digit: number|null) => void} onAlone
 */
export function createLegend(root, onAlone) {
  /** @type {number|null} */
  let alone = null;
  const buttons = Array.from({ length: 10 }, (_, digit) => {
    const button = make('button', { type: 'button', className: `kind-${digit}` }, [make('i'), String(digit)]);
    button.addEventListener('click', () => {
      alone = alone === digit ? null : digit;
      buttons.forEach((other, at) => other.setAttribute('aria-pressed', String(at === alone)));
      onAlone(alone);
    });
    button.setAttribute('aria-pressed', 'false');
    return button;
  });
  const name = () => buttons.forEach((button, digit) => button.setAttribute('aria-label', t('latent.onlyDigit', { digit })));
  root.append(...buttons);
  onLanguage(name);
  name();
}
