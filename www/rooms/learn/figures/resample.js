// A digit's cloud of codes: throw one, have it decoded, throw again. The network is one that has been trained already.

import { PIXELS } from '../../../maths/digit.js';
import { messageOf } from '../../../engine/thrown.js';
import { t } from '../../../words/i18n.js';
import { normalCodes } from '../../../maths/noise.js';
import { showcase } from '../../../showcase/engine.js';
import { make } from '../../../kit/make.js';
import { loss } from '../../../words/sentences.js';
import { codeLoss, rebuildingLoss, throwCodes } from '../logic/bound.js';
import { action, digitsCanvas, words } from '../parts/canvas.js';
import { createPlane } from '../parts/plane.js';

const ROW = 12;
/** Test digits whose codes are drawn behind. */
const OTHERS = 250;

/** @param {number} value */
const signed = (value) => value.toFixed(2).replace('-', '−');

/**
 * @typedef {object} Trained
 * @property {import('../../../engine/playground.js').Playground} pg
 * @property {import('../../../engine/types.d.ts').LabelledImages} digits
 * @property {NonNullable<import('../parts/plane.js').Scene['others']>} others
 *
 * @typedef {import('../../../engine/types.d.ts').Encoding & {index: number, image: Float32Array}} Cloud
 */

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  /** Once it has come: who draws, the digits, and their codes. @type {Trained|null} */
  let trained = null;
  /** The digit, and the place of the dice. */
  let state = { index: 0, seed: 1, factor: 1 };
  /** Of the digit whose index it has. @type {Cloud|null} */
  let cloud = null;
  /** @type {Promise<void>} */
  let asking = Promise.resolve();

  const real = digitsCanvas({ columns: 1, role: 'real', label: 'tutorial.resample-real', framed: false });
  const made = digitsCanvas({ columns: 1, role: 'model', label: 'tutorial.resample-made', framed: false });
  const history = digitsCanvas({ columns: ROW, role: 'model', label: 'tutorial.resample-history' });
  const plane = createPlane();
  const figures = ['mu', 'sigma', 'epsilon', 'z'].map((name) => ({ name, cells: [make('td', { textContent: '–' }), make('td', { textContent: '–' })] }));
  const table = make('table', { className: 'throw-table' }, [make('tbody', {}, figures.map(({ name, cells }) => {
    const heading = words('th', `tutorial.resample-${name}`);
    heading.scope = 'row';
    return make('tr', {}, [heading, ...cells]);
  }))]);
  const costs = make('p', { className: 'fine throw-costs' });
  costs.setAttribute('aria-live', 'polite');
  const factor = make('input', { type: 'range', min: '0', max: '6', step: '0.5', value: '1' });
  const factorSaid = make('output', { textContent: '× 1' });
  factor.addEventListener('input', () => change({ factor: Number(factor.value) }));

  body.append(
    make('div', { className: 'throw' }, [
      make('div', { className: 'throw-end' }, [real.canvas, words('p', 'tutorial.resample-real-caption', 'fine')]),
      make('div', { className: 'throw-plane' }, [plane.canvas, table]),
      make('div', { className: 'throw-end' }, [made.canvas, words('p', 'tutorial.resample-made-caption', 'fine')]),
    ]),
    make('div', { className: 'row-of-buttons' }, [
      action('tutorial.resample-throw', () => change({ seed: state.seed + 1 }), 'primary'),
      action('tutorial.resample-digit', () => change({ index: (state.index + 1) % (trained?.digits.labels.length ?? 1) })),
      make('label', { className: 'slider' }, [words('span', 'tutorial.resample-factor'), factor, factorSaid]),
    ]),
    history.canvas, words('p', 'tutorial.resample-history-caption', 'fine'), costs,
  );

  /** @param {Partial<typeof state>} next */
  function change(next) {
    state = { ...state, ...next };
    // One question at a time; of those that wait, only the last is worth asking.
    const mine = state;
    asking = asking.then(async () => {
      if (mine === state && trained) await throwAndShow(trained);
    }).catch((error) => { costs.textContent = t('tutorial.figure-failed', { message: messageOf(error) }); });
  }

  /** @param {Trained} by */
  async function throwAndShow({ pg, digits, others }) {
    const { index, seed, factor: stretched } = state;
    if (cloud?.index !== index) {
      const image = digits.images.subarray(index * PIXELS, (index + 1) * PIXELS);
      cloud = { index, image, ...await pg.encode(image.slice()) };
    }
    const { image, mean, logvar } = cloud;
    // The newest throw is the last; those before it were thrown with the seeds before.
    const size = mean.length;
    const noise = new Float32Array(ROW * size);
    for (let i = 0; i < ROW; i++) noise.set(normalCodes(1, size, seed - (ROW - 1) + i), i * size);
    const codes = throwCodes(mean, logvar, noise, stretched);
    const pictures = await pg.decode(codes);
    const newest = pictures.subarray((ROW - 1) * PIXELS);
    const spread = logvar.map((value) => stretched * Math.exp(value / 2));
    /** @type {Record<string, Float32Array>} of the newest throw */
    const rows = { mu: mean, sigma: spread, epsilon: noise.subarray((ROW - 1) * size), z: codes.subarray((ROW - 1) * size) };
    real.show(image);
    made.show(newest);
    history.show(pictures);
    factorSaid.textContent = `× ${stretched}`;
    for (const { name, cells } of figures) cells.forEach((cell, at) => { cell.textContent = signed(rows[name][at]); });
    plane.show({ others, mean, spread, thrown: codes }, t('tutorial.resample-plane', { digit: digits.labels[index], x: signed(rows.z[0]), y: signed(rows.z[1]) }));
    const [rebuilding, code] = [rebuildingLoss(image, newest), codeLoss(mean, logvar)];
    costs.textContent = t('tutorial.resample-costs', { rebuilding: loss(rebuilding), code: loss(code), whole: loss(rebuilding + code) });
  }

  return {
    async start() {
      if (trained) return;
      [real, made, history].forEach((picture) => picture.show(null));
      const [{ pg }, arrived] = await Promise.all([showcase('vae'), bench.testDigits(2000)]);
      const digits = { images: arrived.images.subarray(0, OTHERS * PIXELS), labels: arrived.labels.subarray(0, OTHERS) };
      const { mean } = await pg.encode(digits.images.slice());
      trained = { pg, digits, others: { codes: mean, labels: digits.labels } };
      change({});
    },
    words: () => change({}),
  };
}
