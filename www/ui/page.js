// All parts of the page, made and wired to one another; what they show comes from outside.

import { failure } from '../worker/failure.js';
import { count } from '../words.js';
import { createCodeBars } from './code-bars.js';
import { createDeviceBadge } from './device-badge.js';
import { createDigits } from './digits.js';
import { createLossChart } from './loss-chart.js';
import { createLossParts } from './loss-parts.js';
import { createNotices } from './notices.js';
import { createPad } from './pad.js';
import { createSettings } from './settings.js';
import { createShortcuts } from './shortcuts.js';
import { createStatus } from './status.js';
import { createTransport } from './transport.js';

const find = (id) => document.getElementById(id);

/**
 * @param {object} actions
 * @param {() => void} actions.onToggle
 * @param {() => void} actions.onStep
 * @param {() => void} actions.onRestart
 * @param {(state: import('../state.js').State) => void} actions.onApply
 * @param {(device: 'cpu'|'webgpu') => void} actions.onSwitch
 * @param {() => void} actions.onDrawing    the digit on the pad has changed
 * @param {() => void} actions.onTestDigit  a test digit is wanted on the pad
 */
export function createPage({ onToggle, onStep, onRestart, onApply, onSwitch, onDrawing, onTestDigit }) {
  const controls = { onToggle, onStep, onRestart };
  const pictures = {
    samples: createDigits(find('samples'), { columns: 8, rows: 8 }),
    real: createDigits(find('real'), { columns: 10, rows: 1 }),
    rebuilt: createDigits(find('rebuilt'), { columns: 10, rows: 1 }),
    seen: createDigits(find('seen'), { columns: 1, rows: 1, framed: false }),
    redrawn: createDigits(find('redrawn'), { columns: 1, rows: 1, framed: false }),
    code: createCodeBars(find('code')),
  };
  let touched = false;

  const page = {
    notices: createNotices(find('notices')),
    status: createStatus(find),
    transport: createTransport(find, controls),
    device: createDeviceBadge(find, { onSwitch }),
    settings: createSettings(find('settings'), { onApply }),
    chart: createLossChart(find('chart'), { train: find('loss-train'), test: find('loss-test') }),
    parts: createLossParts(find),
    pictures,
    /** @type {Float32Array|null} the digit on the pad, as the model takes it */
    drawing: null,
    pad: createPad(find('pad'), {
      onChange(image) {
        page.drawing = image;
        pictures.seen.show(image);
        onDrawing();
      },
      onTouched: () => { touched = true; },
    }),

    /** A new model: nothing of the old one stays in sight. */
    showModel({ step, stepsPerEpoch, latentDim, parameterCount }) {
      page.chart.clear();
      page.parts.show(null);
      page.transport.clearSpeed();
      page.transport.setStep(step, stepsPerEpoch);
      for (const place of document.querySelectorAll('[data-latent-dim]')) place.textContent = count(latentDim);
      find('model-size').textContent = `This model has ${count(parameterCount)} weights.`;
      page.showEpoch('A dot marks the whole test set after each epoch.');
    },
    showEpoch(text) {
      find('epoch-note').textContent = text;
    },
    /** A real digit waits on the pad, unless someone has drawn already. */
    offerDigit() {
      if (!touched) onTestDigit();
    },
    /** @param {string[]} missing */
    refuse(missing) {
      const text = `This page trains a neural network inside the browser and needs ${missing.join(' and ')}, which this browser does not offer or has switched off. A current Chrome, Edge, Firefox or Safari works.`;
      find('unsupported').textContent = text;
      find('unsupported').hidden = false;
      return failure('unsupported', text);
    },
  };

  createShortcuts(find('keys-on'), controls);
  find('pad-clear').addEventListener('click', () => page.pad.clear());
  find('pad-digit').addEventListener('click', onTestDigit);
  document.querySelector('[data-skip]').addEventListener('click', (event) => {
    // A real jump would change the hash, and the hash is the page's state.
    event.preventDefault();
    find('views').focus();
  });
  return page;
}
