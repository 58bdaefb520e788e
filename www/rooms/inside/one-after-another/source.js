// Which digit is looked at: a test digit, or the visitor's drawing.

import { PIXELS } from '../../../maths/digit.js';
import { t } from '../../../words/i18n.js';

/**
 * @param {import('../../bench.js').Bench} bench
 * @param {ReturnType<typeof import('../../../kit/find.js').partsOf>} part  the card's, with the buttons `other` and `yours`
 * @param {() => void} onChange  another was chosen
 */
export function createSource(bench, part, onChange) {
  let index = 0;
  let ofDrawing = false;
  part('other').addEventListener('click', () => {
    if (!ofDrawing) index += 1;
    ofDrawing = false;
    onChange();
  });
  part('yours').addEventListener('click', () => {
    if (!bench.drawing()?.some((ink) => ink > 0)) {
      bench.notice('drawing', () => t('latent.drawFirst'));
      return;
    }
    ofDrawing = true;
    onChange();
  });

  return {
    /** Null while the digits are on their way. @returns {Promise<{image: Float32Array, label: number}|null>} */
    async digit() {
      const drawing = bench.drawing();
      if (ofDrawing && drawing) return { image: drawing, label: bench.drawn() };
      if (bench.arrived() <= index) return null;
      const { images, labels } = await bench.testDigits(index + 1);
      return { image: images.slice(index * PIXELS, (index + 1) * PIXELS), label: labels[index] };
    },
  };
}
