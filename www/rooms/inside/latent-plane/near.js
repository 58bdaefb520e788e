// The test digit nearest to a place: real, and rebuilt by the model.

import { PIXELS } from '../../../maths/digit.js';
import { t } from '../../../words/i18n.js';
import { createDigits } from '../../../kit/digits.js';
import { nearest } from '../../../maths/places.js';

/**
 * @param {object} parts
 * @param {HTMLCanvasElement} parts.real
 * @param {HTMLCanvasElement} parts.rebuilt
 * @param {HTMLElement} parts.line what it is, in words
 * @param {ReturnType<typeof import('../test-codes.js').createTestCodes>} parts.codes of two numbers
 */
export function createNear({ real: realCanvas, rebuilt: rebuiltCanvas, line, codes }) {
  const [real, rebuilt] = [realCanvas, rebuiltCanvas].map((canvas) => createDigits(canvas, { columns: 1, rows: 1, framed: false }));
  let near = -1;

  return {
    /** The digit and the two numbers of its code, if there is one. */
    get found() {
      const { digits, means } = codes;
      return near < 0 || !digits || !means ? null : { label: digits.labels[near], code: means.subarray(2 * near, 2 * near + 2) };
    },
    /** For the plane: where it is, and how far its code may be off. @returns {import('./plane-canvas.js').Scene['picked']} */
    get picked() {
      const { found } = this;
      const { logvars } = codes;
      if (!found || !logvars) return null;
      const [x, y] = found.code;
      return { x, y, spread: [Math.exp(logvars[2 * near] / 2), Math.exp(logvars[2 * near + 1] / 2)] };
    },
    /**
     * @param {import('./plane-canvas.js').Place} place
     * @param {number|null} alone the only digit that may be chosen
     * @returns {boolean} whether it is another than before
     */
    find({ x, y }, alone) {
      const before = near;
      const { digits, means } = codes;
      near = digits && means ? nearest(means, x, y, (index) => alone === null || digits.labels[index] === alone) : -1;
      if (near !== before) {
        real.show(near < 0 || !digits ? null : digits.images.subarray(near * PIXELS, (near + 1) * PIXELS));
        if (near < 0) rebuilt.show(null);
      }
      this.say();
      return near !== before;
    },
    /** @param {Float32Array} image what the model made of it */
    show: (image) => rebuilt.show(image),
    say() {
      const { found } = this;
      line.textContent = found ? t('latent.near', { digit: found.label }) : t('latent.nearNone');
    },
  };
}
