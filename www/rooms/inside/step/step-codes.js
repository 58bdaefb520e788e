// The codes of a step's first digits: what the encoder says of each, and what was thrown.

import { onLanguage, t } from '../../../words/i18n.js';
import { contextOf } from '../../../kit/find.js';
import { asImage } from '../../../kit/make.js';
import { colour, onThemeChange } from '../../../kit/theme.js';

/** As many as there are digits in a row of the stage's picture, and they stand under it. */
const DIGITS = 6;
const NUMBERS = 16;
/** In pixels of the canvas; the style sheet halves them. */
const [COLUMN, ROW, GAP] = [56, 12, 8];
/** Codes lie mostly in -3..3. */
const REACH = 3;

/**
 * @typedef {object} Codes of a batch, one after another
 * @property {Float32Array} mean
 * @property {Float32Array} logvar
 * @property {Float32Array} z      what was drawn from these Gaussians
 * @property {number} latent       numbers in a code
 * @property {number} spread       the mean standard deviation
 */

/** @param {import('../../../kit/find.js').ById} find */
export function createStepCodes(find) {
  const [posterior, thrown] = ['step-posterior', 'step-thrown'].map((id) => find(id, HTMLCanvasElement));
  const note = find('step-posterior-note');
  /** @type {Codes|null} */
  let shown = null;

  /** @param {HTMLCanvasElement} canvas @param {Codes} codes @param {boolean} withSample */
  function paint(canvas, { mean, logvar, z, latent }, withSample) {
    const rows = Math.min(latent, NUMBERS);
    Object.assign(canvas, { width: DIGITS * (COLUMN + GAP) - GAP, height: rows * ROW });
    const context = contextOf(canvas);
    const [code, line, ground] = ['--code', '--line', '--sunken'].map(colour);
    for (let digit = 0; digit < DIGITS && (digit + 1) * latent <= mean.length; digit++) {
      const left = digit * (COLUMN + GAP);
      /** @param {number} value */
      const x = (value) => left + (COLUMN * (Math.max(-REACH, Math.min(REACH, value)) + REACH)) / (2 * REACH);
      context.globalAlpha = 1;
      context.fillStyle = ground;
      context.fillRect(left, 0, COLUMN, canvas.height);
      context.fillStyle = line;
      context.fillRect(x(0) - 1, 0, 2, canvas.height);
      context.fillStyle = code;
      for (let row = 0; row < rows; row++) {
        const at = digit * latent + row;
        const spread = Math.exp(logvar[at] / 2);
        context.globalAlpha = withSample ? 0.22 : 0.4;
        context.fillRect(x(mean[at] - spread), row * ROW + 2, Math.max(2, x(mean[at] + spread) - x(mean[at] - spread)), ROW - 4);
        context.globalAlpha = 1;
        const point = withSample ? z[at] : mean[at];
        context.fillRect(x(point) - 2, row * ROW + 1, 4, ROW - 2);
      }
    }
  }

  function draw() {
    if (!shown) return;
    paint(posterior, shown, false);
    paint(thrown, shown, true);
    const { latent, spread } = shown;
    const parameters = { digits: DIGITS, shown: Math.min(latent, NUMBERS), latent, spread: spread.toFixed(2) };
    // Without a spread the mean is the latent vector.
    note.textContent = spread > 0 ? t('inside.step.spread', parameters) : '';
    asImage(posterior, t(spread > 0 ? 'inside.step.posterior' : 'inside.step.points', parameters));
    asImage(thrown, t('inside.step.thrown', parameters));
  }

  onThemeChange(draw);
  onLanguage(draw);
  return {
    /** @param {import('../../../engine/types.d.ts').StepDetail} detail */
    show({ mean, logvar, z, images }) {
      shown = null;
      if (mean && logvar && z) {
        const spread = logvar.reduce((sum, value) => sum + Math.exp(value / 2), 0) / logvar.length;
        shown = { mean, logvar, z, latent: mean.length / (images.length / 784), spread };
      }
      draw();
    },
  };
}
