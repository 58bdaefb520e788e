// Steps against quality of the flow on the bench.

import { make } from '../../../kit/make.js';
import { onEnd } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';
import { createFewSteps } from '../../inside/few-steps/few-steps.js';
import { createStrip } from '../parts/strip.js';

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  const strip = createStrip(bench, [{ key: 'tutorial.steps-load', run: () => bench.choose('latent-flow') }]);
  const table = createFewSteps(bench);
  const hint = make('p', { className: 'fine' });
  body.append(table.element, hint, strip.element);
  let seen = false;

  function say() {
    hint.textContent = flows() ? '' : t('tutorial.steps-none');
    for (const button of table.element.querySelectorAll('button')) button.disabled = !flows();
  }

  const flows = () => pg.model?.capabilities.includes('flows') ?? false;
  const look = () => { if (seen && flows()) table.draw().catch(() => {}); };
  onEnd(pg.on('loaded', () => { table.clear(); say(); look(); }));
  // A hundred steps cost more than a look while it trains.
  onEnd(pg.on('training', (training) => { if (!training) look(); }));

  return {
    start() {
      seen = true;
      strip.start();
      say();
      look();
    },
    stop() {
      seen = false;
      strip.stop();
    },
    words() {
      strip.words();
      table.words();
      say();
    },
  };
}
