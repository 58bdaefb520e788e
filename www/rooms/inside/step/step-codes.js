// The codes of a step's first digits: what the encoder says of each, and what was thrown.

import { onLanguage, t } from '../../../words/i18n.js';
import { colour, onThemeChange } from '../../../kit/theme.js';

/** As many as there are digits in a row of the stage's picture, and they stand under it. */
const DIGITS = 6;
const NUMBERS = 16;
/** In pixels of the canvas; the style sheet halves them. */
const [COLUMN, ROW, GAP] = [56, 12, 8];
/** Codes lie mostly in -3..3. */
const REACH = 3;

/** @param {(id: string) => HTMLElement} find */
export function createStepCodes(find) {
  const [posterior, thrown, note] = ['step-posterior', 'step-thrown', 'step-posterior-note'].map(find);
  let shown = null;

  function paint(canvas, withSample) {
    const { mean, logvar, z, latent } = shown;
    const rows = Math.min(latent, NUMBERS);
    Object.assign(canvas, { width: DIGITS * (COLUMN + GAP) - GAP, height: rows * ROW });
    const context = canvas.getContext('2d');
    const [code, line, ground] = ['--code', '--line', '--sunken'].map(colour);
    for (let digit = 0; digit < DIGITS && (digit + 1) * latent <= mean.length; digit++) {
      const left = digit * (COLUMN + GAP);
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
    paint(posterior, false);
    paint(thrown, true);
    const { latent, spread } = shown;
    const parameters = { digits: DIGITS, shown: Math.min(latent, NUMBERS), latent, spread: spread.toFixed(2) };
    note.textContent = t('inside.step.spread', parameters);
    posterior.setAttribute('aria-label', t('inside.step.posterior', parameters));
    thrown.setAttribute('aria-label', t('inside.step.thrown', parameters));
  }

  onThemeChange(draw);
  onLanguage(draw);
  return {
    /** @param {import('../../../engine/playground.js').StepDetail} detail */
    show({ mean, logvar, z, images }) {
      const latent = mean ? mean.length / (images.length / 784) : 0;
      const spread = mean ? logvar.reduce((sum, value) => sum + Math.exp(value / 2), 0) / logvar.length : 0;
      shown = mean ? { mean, logvar, z, latent, spread } : null;
      draw();
    },
  };
}
