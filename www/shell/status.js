// What is going on, in words, and how far it is.

import { onLanguage, t } from '../words/i18n.js';
import { amount, count } from '../words/sentences.js';

/**
 * @param {import('../kit/find.js').ById} find
 */
export function createStatus(find) {
  const [line, dataLine, announcer] = ['status', 'data-status', 'announcer'].map((id) => find(id));
  const bar = find('progress', HTMLProgressElement);

  let dataWords = () => '';
  /** @param {() => string} words */
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
    /** Only what someone who cannot see the page needs to hear: a few words at each turn, not every figure. @param {string} text */
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
