// The two parts of the test loss, as one bar and two figures.

import { loss } from '../words.js';

/** @param {(id: string) => HTMLElement} find */
export function createLossParts(find) {
  const [split, recon, kl] = ['split', 'part-recon', 'part-kl'].map(find);
  const [reconBar, klBar] = split.children;

  return {
    /** @param {{recon_loss: number, kl_loss: number}|null} losses */
    show(losses) {
      recon.textContent = losses ? loss(losses.recon_loss) : '–';
      kl.textContent = losses ? loss(losses.kl_loss) : '–';
      const total = losses ? losses.recon_loss + losses.kl_loss : 0;
      reconBar.style.width = total > 0 ? `${(100 * losses.recon_loss) / total}%` : '0';
      klBar.style.width = total > 0 ? `${(100 * losses.kl_loss) / total}%` : '0';
      split.setAttribute('aria-label', losses
        ? `The parts of the test loss: rebuilding ${loss(losses.recon_loss)}, code ${loss(losses.kl_loss)}`
        : 'The parts of the test loss');
    },
  };
}
