// The two parts of the loss of whatever autoencoder is on the bench, as it learns.

import { t } from '../../../words/i18n.js';
import { asImage, make } from '../../../kit/make.js';
import { onEnd } from '../../../kit/scope.js';
import { count, loss } from '../../../words/sentences.js';
import { words } from '../parts/canvas.js';
import { createStack } from '../parts/history.js';
import { createStrip } from '../parts/strip.js';

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  /** @param {string} preset */
  const choose = (preset) => () => bench.choose(preset);
  const strip = createStrip(bench, [
    { key: 'tutorial.elbo-vae', run: choose('vae') }, { key: 'tutorial.elbo-beta', run: choose('beta-vae') },
  ]);
  const chart = createStack(['code-role', 'model']);
  const amounts = Object.fromEntries(['recon_loss', 'kl_loss', 'loss'].map((name) => [name, make('dd', { textContent: '–' })]));
  /** @param {string} role @param {string} name */
  const entry = (role, name) => make('div', { className: role }, [words('dt', `tutorial.elbo-${name}`), amounts[name]]);
  const hint = make('p', { className: 'fine elbo-hint' });
  body.append(make('dl', { className: 'legend' }, [entry('model', 'recon_loss'), entry('code-role', 'kl_loss'), entry('real', 'loss')]), chart.svg, hint, strip.element);
  /** @type {{step: number, losses: import('../../../engine/types.d.ts').Losses}|null} */
  let last = null;

  /** @param {import('../../../engine/types.d.ts').StepReport} report */
  function add({ step, chunk: { meanLosses: values } }) {
    if (!('kl_loss' in values)) return;
    put(step, values);
    show();
  }

  /** @param {number} step @param {import('../../../engine/types.d.ts').Losses} values */
  function put(step, values) {
    last = { step, losses: values };
    // The rest of the loss is the weighted code, and in a beta-VAE that is more than its own size.
    chart.add(step, values.loss - values.recon_loss, values.recon_loss);
  }

  function show() {
    const fits = pg.model?.losses.includes('kl_loss') ?? false;
    hint.textContent = fits ? (last ? '' : t('tutorial.elbo-empty')) : t('tutorial.elbo-none');
    for (const [name, place] of Object.entries(amounts)) place.textContent = fits && last ? loss(last.losses[name]) : '–';
    asImage(chart.svg, last
      ? t('tutorial.elbo-chart', { step: count(last.step), recon: loss(last.losses.recon_loss), kl: loss(last.losses.kl_loss), whole: loss(last.losses.loss) }) : t('tutorial.elbo-empty'));
  }

  // What was trained before anyone looked, then each step: the curve has no gaps.
  const { steps, names, columns } = bench.log.losses;
  if (names.includes('kl_loss')) steps.forEach((step, at) => put(step, Object.fromEntries(names.map((name, column) => [name, columns[column][at]]))));
  onEnd(pg.on('step', add));
  onEnd(pg.on('loaded', () => { last = null; chart.clear(); show(); }));
  return {
    start() {
      strip.start();
      show();
    },
    stop: strip.stop,
    words() {
      strip.words();
      show();
    },
  };
}
