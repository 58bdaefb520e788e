// A digit's cloud of codes: throw one, have it decoded, throw again. The network is one that has been trained already.

import { PIXELS } from '../../../maths/digit.js';
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

const signed = (value) => value.toFixed(2).replace('-', '−');

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  let model = null;
  let digits = null;
  let others = null;
  /** The digit, the place of the dice, and all that follows from them. */
  let state = { index: 0, seed: 1, factor: 1 };
  let image = null;
  let cloud = null;
  let asking = Promise.resolve();

  const real = digitsCanvas({ columns: 1, role: 'real', label: 'tutorial.resample-real', framed: false });
  const made = digitsCanvas({ columns: 1, role: 'model', label: 'tutorial.resample-made', framed: false });
  const history = digitsCanvas({ columns: ROW, role: 'model', label: 'tutorial.resample-history' });
  const plane = createPlane();
  const figures = ['mu', 'sigma', 'epsilon', 'z'].map((name) => [name, make('td', { textContent: '–' }), make('td', { textContent: '–' })]);
  const table = make('table', { className: 'throw-table' }, [make('tbody', {}, figures.map(([name, ...cells]) => {
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
      action('tutorial.resample-digit', () => change({ index: (state.index + 1) % (digits?.labels.length ?? 1) })),
      make('label', { className: 'slider' }, [words('span', 'tutorial.resample-factor'), factor, factorSaid]),
    ]),
    history.canvas, words('p', 'tutorial.resample-history-caption', 'fine'), costs,
  );

  function change(next) {
    state = { ...state, ...next };
    // One question at a time; of those that wait, only the last is worth asking.
    const mine = state;
    asking = asking.then(() => (mine === state && model ? throwAndShow() : null)).catch((error) => { costs.textContent = t('tutorial.figure-failed', { message: error.message }); });
  }

  async function throwAndShow() {
    const { index, seed } = state;
    if (cloud?.index !== index) {
      image = digits.images.subarray(index * PIXELS, (index + 1) * PIXELS);
      cloud = { index, ...await model.encode(image.slice()) };
    }
    // The newest throw is the last; those before it were thrown with the seeds before.
    const size = cloud.mean.length;
    const noise = new Float32Array(ROW * size);
    for (let i = 0; i < ROW; i++) noise.set(normalCodes(1, size, seed - (ROW - 1) + i), i * size);
    const codes = throwCodes(cloud.mean, cloud.logvar, noise, state.factor);
    const pictures = await model.decode(codes);
    show({ noise: noise.subarray((ROW - 1) * size), codes, pictures });
  }

  function show({ noise, codes, pictures }) {
    const newest = pictures.subarray((ROW - 1) * PIXELS);
    const z = codes.subarray(codes.length - cloud.mean.length);
    const spread = cloud.logvar.map((value) => state.factor * Math.exp(value / 2));
    real.show(image);
    made.show(newest);
    history.show(pictures);
    factorSaid.textContent = `× ${state.factor}`;
    const rows = { mu: cloud.mean, sigma: spread, epsilon: noise, z };
    for (const [name, first, second] of figures) [first.textContent, second.textContent] = [signed(rows[name][0]), signed(rows[name][1])];
    plane.show({ others, mean: cloud.mean, spread, thrown: codes }, t('tutorial.resample-plane', { digit: digits.labels[state.index], x: signed(z[0]), y: signed(z[1]) }));
    const [rebuilding, code] = [rebuildingLoss(image, newest), codeLoss(cloud.mean, cloud.logvar)];
    costs.textContent = t('tutorial.resample-costs', { rebuilding: loss(rebuilding), code: loss(code), whole: loss(rebuilding + code) });
  }

  return {
    async start() {
      if (model) return;
      [real, made, history].forEach((picture) => picture.show(null));
      const [{ pg }, arrived] = await Promise.all([showcase('vae'), bench.testDigits(2000)]);
      digits = { images: arrived.images.subarray(0, OTHERS * PIXELS), labels: arrived.labels.subarray(0, OTHERS) };
      others = { codes: (await pg.encode(digits.images.slice())).mean, labels: digits.labels };
      model = pg;
      change({});
    },
    words: () => change({}),
  };
}
