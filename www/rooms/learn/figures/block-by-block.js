// A digit that the transformer on the bench writes, block by block, with how likely each block was to come next.

import { PIXELS } from '../../../maths/digit.js';
import { createWriting } from '../../../kit/writing/writing.js';
import { make } from '../../../kit/make.js';
import { onEnd } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';
import { action } from '../parts/canvas.js';
import { createStrip } from '../parts/strip.js';

/** Milliseconds between two looks while it trains. */
const EVERY = 3000;

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  const strip = createStrip(bench, [{ key: 'tutorial.counting-load', run: () => bench.choose('transformer') }]);
  const writing = createWriting();
  const hint = make('p', { className: 'fine' });
  const another = action('tutorial.writing-again', () => { seed += 1; look().then(() => { writing.film.slider.value = '0'; writing.film.play(); }, () => {}); });
  body.append(writing.element, make('div', { className: 'row-of-buttons' }, [another]), hint, strip.element);
  let seed = 0;
  let seen = false;
  let looked = 0;
  let looking = false;
  /** What is on the bench has changed while it was looked at. */
  let again = false;

  const writes = () => pg.model?.capabilities.includes('autoregressive') ?? false;

  async function look() {
    const { model } = pg;
    say();
    if (!model || !writes()) writing.put(null);
    else if (!looking) {
      looking = true;
      try {
        const written = await pg.continueImage(new Float32Array(PIXELS), { rows: 0, count: 1, seed, ...(model.conditional ? { label: seed % 10 } : {}) });
        if (pg.model === model) writing.put(written);
      } finally {
        looking = false;
        looked = performance.now();
        if (again) lookAgain();
      }
    }
  }

  function say() {
    another.disabled = !writes();
    hint.textContent = writes() ? '' : t('tutorial.writing-none');
  }

  /** Now, or after the look that is under way. */
  const lookAgain = () => {
    again = looking;
    if (!looking && seen && !writing.film.playing) look().catch(() => {});
  };
  onEnd(pg.on('loaded', lookAgain));
  onEnd(pg.on('training', (training) => { if (!training) lookAgain(); }));
  onEnd(pg.on('step', () => { if (!looking && performance.now() > looked + EVERY) lookAgain(); }));

  return {
    start() {
      seen = true;
      strip.start();
      return look();
    },
    stop() {
      seen = false;
      strip.stop();
      writing.film.stop();
    },
    words() {
      strip.words();
      writing.words();
      say();
    },
  };
}
