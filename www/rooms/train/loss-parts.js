// The two parts of the test loss, as one bar and two figures.

import { onLanguage, t } from '../../words/i18n.js';
import { loss } from '../../words/sentences.js';

/** @param {(id: string) => HTMLElement} find */
export function createLossParts(find) {
  const [split, recon, kl] = ['split', 'part-recon', 'part-kl'].map(find);
  const [reconBar, klBar] = split.children;

  let told = null;

  function say() {
    recon.textContent = told ? loss(told.recon_loss) : '–';
    kl.textContent = told ? loss(told.kl_loss) : '–';
    split.setAttribute('aria-label', told ? t('page.parts-told', { recon: loss(told.recon_loss), kl: loss(told.kl_loss) }) : t('page.parts-empty'));
  }
  onLanguage(say);

  return {
    /** @param {{recon_loss: number, kl_loss: number}|null} losses */
    show(losses) {
      told = losses;
      say();
      const total = losses ? losses.recon_loss + losses.kl_loss : 0;
      reconBar.style.width = total > 0 ? `${(100 * losses.recon_loss) / total}%` : '0';
      klBar.style.width = total > 0 ? `${(100 * losses.kl_loss) / total}%` : '0';
    },
  };
}
