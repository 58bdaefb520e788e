// Which digit a card is about: a test digit, or the visitor's drawing.

import { PIXELS } from '../maths/digit.js';
import { t } from '../words/i18n.js';

/** Test digits to choose from. */
const DIGITS = 100;

/**
 * The drawing. Where there is none, the visitor is told to draw first.
 * @param {import('./bench.js').Bench} bench
 */
export function drawingToUse(bench) {
  const drawing = bench.drawing();
  if (!drawing) bench.notice('drawing', () => t('latent.drawFirst'));
  return drawing;
}

/**
 * @param {import('./bench.js').Bench} bench
 * @param {object} parts
 * @param {HTMLElement} parts.other  the button for another test digit
 * @param {HTMLElement} parts.yours  the button for the drawing
 * @param {number} [parts.first]     which test digit it begins with
 * @param {() => void} parts.onChange another was chosen
 */
export function createOneDigit(bench, { other, yours, first = 0, onChange }) {
  let index = first;
  let isDrawing = false;
  other.addEventListener('click', () => {
    if (!isDrawing) index = (index + 1) % DIGITS;
    isDrawing = false;
    onChange();
  });
  yours.addEventListener('click', () => {
    if (!drawingToUse(bench)) return;
    isDrawing = true;
    onChange();
  });

  return {
    /** Null while the digits are on their way. @returns {Promise<{image: Float32Array, label: number}|null>} */
    async digit() {
      const drawing = bench.drawing();
      if (isDrawing && drawing) return { image: drawing, label: bench.drawn() };
      if (bench.arrived() < DIGITS) return null;
      const { images, labels } = await bench.testDigits(DIGITS);
      return { image: images.slice(index * PIXELS, (index + 1) * PIXELS), label: labels[index] };
    },
  };
}
