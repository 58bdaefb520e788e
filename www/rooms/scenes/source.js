// Which digit a scene is about: a test digit, or the visitor's drawing.

import { PIXELS } from '../../maths/digit.js';
import { make, named } from '../../kit/make.js';
import { t } from '../../words/i18n.js';

/** Test digits to choose from. */
const DIGITS = 100;

/**
 * @param {import('../bench.js').Bench} bench
 * @param {number} first which test digit it begins with
 * @param {() => void} onChange another was chosen
 */
export function createSource(bench, first, onChange) {
  /** Which test digit; null is the visitor's drawing. @type {number|null} */
  let index = first;
  const other = named(make('button', { type: 'button' }), { t: 'scenes.other' });
  const yours = named(make('button', { type: 'button' }), { t: 'scenes.yours' });
  other.addEventListener('click', () => {
    index = index === null ? first : (index + 1) % DIGITS;
    onChange();
  });
  yours.addEventListener('click', () => {
    if (!isDrawn(bench.drawing())) {
      bench.notice('drawing', () => t('latent.drawFirst'));
      return;
    }
    index = null;
    onChange();
  });

  return {
    buttons: [other, yours],
    /** Null while the digits are on their way. @returns {Promise<{image: Float32Array, label: number}|null>} */
    async digit() {
      const drawing = bench.drawing();
      if (index === null && drawing && isDrawn(drawing)) return { image: drawing, label: bench.drawn() };
      index ??= first;
      if (bench.arrived() < DIGITS) return null;
      const { images, labels } = await bench.testDigits(DIGITS);
      const at = index ?? first;
      return { image: images.slice(at * PIXELS, (at + 1) * PIXELS), label: labels[at] };
    },
  };
}

/** @param {Float32Array|null} drawing */
const isDrawn = (drawing) => drawing?.some((value) => value > 0) ?? false;
