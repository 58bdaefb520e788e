// One end of the walk: a test digit, the visitor's drawing, or a random code.

import { PIXELS } from '../../../maths/digit.js';
import { t } from '../../../words/i18n.js';
import { drawingToUse } from '../../one-digit.js';
import { normalCodes } from '../../../maths/noise.js';
import { createDigits } from '../../../kit/digits.js';

/** Test digits to choose from. */
const DIGITS = 1000;

/** @typedef {import('../../../engine/types.d.ts').Model} Model */

/**
 * @param {object} parts
 * @param {'from'|'to'} parts.name
 * @param {number} parts.first  which test digit, or seed, it begins with
 * @param {ReturnType<typeof import('../../../kit/find.js').partsOf>} parts.part
 * @param {HTMLCanvasElement} parts.canvas
 * @param {import('../../bench.js').Bench} parts.bench
 * @param {(label: number|null) => void} parts.onChange another was chosen; which digit that is, if any
 */
export function createEnd({ name, first, part, canvas, bench, onChange }) {
  const { pg, cost } = bench;
  const picture = createDigits(canvas, { columns: 1, rows: 1, framed: false });
  /** Which test digit; null is the visitor's drawing. @type {number|null} */
  let index = first;
  let seed = first;
  /** @type {Float32Array|null} */
  let image = null;
  /** @type {number|null} */
  let label = null;
  /** @type {Float32Array|null} */
  let code = null;
  /** Of which model, step and digit the code is. @type {unknown[]} */
  let of = [];

  part(`${name}-other`).addEventListener('click', async () => {
    if (bench.arrived() < DIGITS) return;
    const { labels } = await bench.testDigits(DIGITS);
    index = Math.floor(Math.random() * labels.length);
    onChange(labels[index]);
  });
  part(`${name}-yours`).addEventListener('click', () => {
    if (!drawingToUse(bench)) return;
    index = null;
    onChange(bench.drawn());
  });
  part(`${name}-code`).addEventListener('click', () => {
    seed = Math.floor(Math.random() * 2 ** 32);
    onChange(null);
  });

  /** The picture to encode, if there is one. */
  async function fetchImage() {
    const drawing = bench.drawing();
    if (index === null) {
      if (drawing) [image, label] = [drawing, bench.drawn()];
      return image;
    }
    if (bench.arrived() < DIGITS) return null;
    const { images, labels } = await bench.testDigits(DIGITS);
    // Another may have been chosen meanwhile.
    if (index !== null) [image, label] = [images.slice(index * PIXELS, (index + 1) * PIXELS), labels[index]];
    return image;
  }

  /** @param {Model} model */
  async function refreshImage(model) {
    const shown = await fetchImage();
    if (!shown) return 0;
    const now = [model, pg.step, index, index === null ? shown : null, label];
    if (now.every((value, at) => value === of[at])) return 0;
    const { mean } = await pg.encode(shown, model.conditional ? { label } : {});
    if (pg.model !== model) return 0;
    code = mean;
    of = now;
    picture.show(shown);
    return cost.encode;
  }

  return {
    get code() { return code; },
    /** Which digit it is, where it is one. @returns {number|null} */
    get label() { return label; },
    /** Whether its test digit has come, and nobody has asked for it yet. */
    get waits() { return index !== null && image === null && bench.arrived() >= DIGITS; },
    /** Another run. @param {Model} model */
    begin(model) {
      code = null;
      of = [];
      canvas.classList.toggle('real', model.hasEncoder);
      canvas.classList.toggle('model', !model.hasEncoder);
      picture.show(model.hasEncoder ? image : null);
    },
    /** Answers the engine's milliseconds. @param {Model} model */
    async refresh(model) {
      if (model.hasEncoder) return refreshImage(model);
      code = normalCodes(1, model.latentDim, seed);
      return 0;
    },
    /** @param {Float32Array} made what a random code was decoded to */
    show: (made) => picture.show(made),
    say() {
      const title = t(`latent.${name}`);
      const what = !pg.model?.hasEncoder ? t('latent.aCode') : index === null ? t('latent.aDrawing') : label === null ? '' : t('latent.aDigit', { digit: label });
      const text = what ? t('latent.end', { title, what }) : title;
      part(`${name}-title`).textContent = text;
      canvas.setAttribute('aria-label', text);
    },
  };
}
