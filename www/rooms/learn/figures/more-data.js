// The same network after few digits, and after many: three runs on the bench, one under the other.

import { t } from '../../../words/i18n.js';
import { make } from '../../../kit/make.js';
import { onEnd } from '../../../kit/scope.js';
import { count, loss } from '../../../words/sentences.js';
import { action, digitsCanvas } from '../parts/canvas.js';
import { createStrip } from '../parts/strip.js';

const BATCH = 32;
const RUNS = [20, 200, 1875];
const SHOWN = 10;
/** Test digits behind the loss of a run. */
const TESTED = 500;
/** Milliseconds between two looks at a run under way. */
const EVERY = 400;

/**
 * @typedef {object} Row one of the runs
 * @property {number} steps
 * @property {ReturnType<typeof digitsCanvas>} made  what it draws
 * @property {HTMLElement} number  its loss
 * @property {HTMLButtonElement} button
 * @property {HTMLElement} element
 */

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  const strip = createStrip(bench);
  const rows = RUNS.map((steps) => {
    const made = digitsCanvas({ columns: SHOWN, role: 'model', label: 'tutorial.more-made' });
    const number = make('b', { textContent: '–' });
    const button = make('button', { type: 'button' });
    const row = { steps, made, number, button, element: make('div', { className: 'more-row' }, [button, made.canvas, number]) };
    button.addEventListener('click', () => begin(row));
    return row;
  });
  /** The row whose run is on the bench. @type {Row|null} */
  let under = null;
  let looked = 0;
  let busy = false;
  body.append(...rows.map(({ element }) => element), strip.element);

  /** @param {Row} row */
  function begin(row) {
    under = row;
    looked = 0;
    row.number.textContent = '…';
    bench.choose('vae', { batch_size: BATCH }, row.steps, {});
  }

  const isOurs = () => under && pg.model?.preset === 'vae' && pg.model.batchSize === BATCH;

  async function look() {
    const row = under;
    if (!row) return;
    const last = pg.step >= row.steps;
    if (busy || (!last && performance.now() < looked + EVERY)) return;
    busy = true;
    try {
      looked = performance.now();
      row.made.show(await pg.sample(SHOWN, { seed: 1 }));
      if (!last || pg.step !== row.steps) return;
      under = null;
      const { loss: value } = await pg.evaluate(TESTED);
      row.number.textContent = loss(value);
      bench.announce(t('tutorial.more-done', { digits: count(row.steps * BATCH), loss: loss(value) }));
    } finally {
      busy = false;
      // The run may have ended while this was looked at.
      if (isOurs() && pg.step >= row.steps && under === row) look().catch(() => {});
    }
  }

  // A run goes on when the reader does, so it is followed out of sight too.
  onEnd(pg.on('step', () => { if (isOurs()) look().catch(() => {}); }));
  onEnd(pg.on('loaded', () => { if (!isOurs()) under = null; }));

  return {
    start() {
      strip.start();
      rows.forEach(({ made, number }) => { if (number.textContent === '–') made.show(null); });
    },
    stop: strip.stop,
    words() {
      strip.words();
      rows.forEach(({ button, steps }) => { button.textContent = t('tutorial.more-button', { digits: count(steps * BATCH) }); });
    },
  };
}
