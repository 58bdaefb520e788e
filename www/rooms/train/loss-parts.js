// The two parts of the test loss, as one bar and two figures.

import { onLanguage, t } from '../../words/i18n.js';
import { loss } from '../../words/sentences.js';

/** @param {import('../../kit/find.js').ById} find */
export function createLossParts(find) {
  const [split, recon, kl] = ['split', 'part-recon', 'part-kl'].map((id) => find(id));
  const [reconBar, klBar] = /** @type {HTMLCollectionOf<HTMLElement>} */ (split.children);

  /** @type {import('../../engine/types.d.ts').Losses|null} */
  let told = null;

  function say() {
    recon.textContent = told ? loss(told.recon_loss) : '–';
    kl.textContent = told ? loss(told.kl_loss) : '–';
    split.setAttribute('aria-label', told ? t('page.parts-told', { recon: loss(told.recon_loss), kl: loss(told.kl_loss) }) : t('page.parts-empty'));
  }
  onLanguage(say);

  return {
    /** @param {import('../../engine/types.d.ts').Losses|null} losses with `recon_loss` and `kl_loss` */
    show(losses) {
      told = losses;
      say();
      const { recon_loss: rebuilt, kl_loss: coded } = losses ?? { recon_loss: 0, kl_loss: 0 };
      const total = rebuilt + coded;
      reconBar.style.width = total > 0 ? `${(100 * rebuilt) / total}%` : '0';
      klBar.style.width = total > 0 ? `${(100 * coded) / total}%` : '0';
    },
  };
}
