// What is going on, in words, and how far it is.

import { onLanguage, t } from '../words/i18n.js';
import { amount, count } from '../words/sentences.js';

/**
 * @param {(id: string) => HTMLElement} find
 */
export function createStatus(find) {
  const [line, dataLine, bar, announcer] = ['status', 'data-status', 'progress', 'announcer'].map(find);

  let dataWords = () => '';
  const sayData = (words) => {
    dataWords = words;
    dataLine.textContent = words();
  };
  onLanguage(() => sayData(dataWords));

  return {
    /**
     * @param {string} text
     * @param {number|null|undefined} [fraction] 0..1; null is "some time"; undefined hides the bar's motion
     */
    say(text, fraction) {
      if (line.textContent !== text) line.textContent = text;
      if (fraction === null) bar.removeAttribute('value');
      else bar.value = fraction ?? 0;
    },
    /** Only what someone who cannot see the page needs to hear: a few words at each turn, not every figure. */
    announce(text) {
      announcer.textContent = text;
    },
    /** The phase that has been announced last. */
    announcedPhase: '',
    /** @param {import('../engine/types.d.ts').DataProgress} progress */
    data({ bytes, totalBytes, train, trainTotal }) {
      if (trainTotal === 0) sayData(() => '');
      else if (train < trainTotal) sayData(() => t('page.digits-here', { here: count(train), all: count(trainTotal), amount: amount(bytes, totalBytes) }));
      else sayData(() => t('page.digits-all', { all: count(train) }));
    },
    dataFailed() {
      sayData(() => t('page.digits-missing'));
    },
  };
}
