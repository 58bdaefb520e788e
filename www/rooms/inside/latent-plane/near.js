// The test digit nearest to a place: real, and rebuilt by the model.

import { PIXELS } from '../../../maths/digit.js';
import { t } from '../../../words/i18n.js';
import { createDigits } from '../../../kit/digits.js';
import { nearest } from '../../../maths/places.js';


/**
 * @param {(id: string) => HTMLCanvasElement} find
 * @param {HTMLElement} line what it is, in words
 * @param {ReturnType<typeof import('../test-codes.js').createTestCodes>} codes of two numbers
 */
export function createNear(find, line, codes) {
  const [real, rebuilt] = ['plane-real', 'plane-rebuilt'].map((id) => createDigits(find(id), { columns: 1, rows: 1, framed: false }));
  let near = -1;

  return {
    /** Whether there is one. */
    get found() { return near >= 0; },
    get label() { return codes.digits.labels[near]; },
    /** @returns {Float32Array} two numbers */
    get code() { return codes.means.subarray(2 * near, 2 * near + 2); },
    /** For the plane: where it is, and how far its code may be off. */
    get picked() {
      if (near < 0) return null;
      const [x, y] = this.code;
      return { x, y, spread: [0, 1].map((at) => Math.exp(codes.logvars[2 * near + at] / 2)) };
    },
    /**
     * @param {{x: number, y: number}} place
     * @param {number|null} alone the only digit that may be chosen
     * @returns {boolean} whether it is another than before
     */
    find({ x, y }, alone) {
      const before = near;
      const { digits, means } = codes;
      near = digits && means ? nearest(means, x, y, (index) => alone === null || digits.labels[index] === alone) : -1;
      if (near !== before) {
        real.show(near < 0 ? null : digits.images.subarray(near * PIXELS, (near + 1) * PIXELS));
        if (near < 0) rebuilt.show(null);
      }
      this.say();
      return near !== before;
    },
    /** @param {Float32Array} image what the model made of it */
    show: (image) => rebuilt.show(image),
    say() {
      line.textContent = near < 0 ? t('latent.nearNone') : t('latent.near', { digit: this.label });
    },
  };
}
