// Models by counting, each told more of what came before, beside the transformer on the bench: what they write, and how much the same
// digits surprise them.

import { PIXELS } from '../../../maths/digit.js';
import { mulberry32 } from '../../../maths/noise.js';
import { mean } from '../../../maths/statistics.js';
import { breathe } from '../../../kit/breathe.js';
import { make } from '../../../kit/make.js';
import { onEnd } from '../../../kit/scope.js';
import { t } from '../../../words/i18n.js';
import { loss } from '../../../words/sentences.js';
import { LEVELS, countsOf, imageOf, natsOf, textsOf, write } from '../logic/counting.js';
import { action, digitsCanvas, words } from '../parts/canvas.js';
import { createStrip } from '../parts/strip.js';

const SHOWN = 8;
/** Digits that are counted, and those whose surprise is measured. */
const [COUNTED, JUDGED] = [1900, 100];
/** Milliseconds between two looks at the transformer while it trains. */
const EVERY = 4000;

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  const strip = createStrip(bench, [{ key: 'tutorial.counting-load', run: () => bench.choose('transformer') }]);
  const rows = [...LEVELS.map(({ name }) => name), /** @type {const} */ ('transformer')].map((name) => {
    const made = digitsCanvas({ columns: SHOWN, role: 'model', label: `tutorial.counting-${name}` });
    const number = make('b', { textContent: '–' });
    return { name, made, number, element: make('div', { className: 'counting-row' }, [words('span', `tutorial.counting-${name}`), made.canvas, number]) };
  });
  const onBench = rows[LEVELS.length];
  body.append(
    make('div', { className: 'counting-row counting-head' }, [words('span', 'tutorial.counting-told', 'fine'), words('span', 'tutorial.counting-writes', 'fine'), words('span', 'tutorial.counting-nats', 'fine')]),
    ...rows.map(({ element }) => element),
    make('div', { className: 'row-of-buttons' }, [action('tutorial.counting-again', () => { seed += 1; writeAll(); lookAgain(); })]),
    strip.element,
  );

  let seed = 1;
  let seen = false;
  let ended = false;
  /** @type {Float32Array[]|null} */
  let counts = null;
  /** What is judged. @type {Float32Array|null} */
  let judged = null;
  let looking = false;
  /** What is on the bench has changed while it was looked at. */
  let again = false;
  let looked = 0;
  onEnd(() => { ended = true; });

  async function begin() {
    const { images } = await bench.testDigits(COUNTED + JUDGED);
    judged = images.slice(COUNTED * PIXELS, (COUNTED + JUDGED) * PIXELS);
    const texts = textsOf(images.subarray(0, (COUNTED + JUDGED) * PIXELS));
    counts = countsOf(texts.slice(0, COUNTED));
    await writeAll();
    for (const level of LEVELS.keys()) {
      await breathe();
      if (ended) return;
      const known = counts;
      rows[level].number.textContent = loss(mean(texts.slice(COUNTED).map((text) => natsOf(known, level, text))));
    }
  }

  async function writeAll() {
    const unit = mulberry32(seed);
    for (const level of LEVELS.keys()) {
      await breathe();
      if (!counts || ended) return;
      const made = new Float32Array(SHOWN * PIXELS);
      for (let at = 0; at < SHOWN; at++) made.set(imageOf(write(counts, level, unit)), at * PIXELS);
      rows[level].made.show(made);
    }
  }

  /** At the transformer on the bench, where there is one that is not told the digit. */
  async function look() {
    const { model } = pg;
    if (!model?.capabilities.includes('autoregressive') || model.conditional || !judged) {
      onBench.made.show(null);
      onBench.number.textContent = '–';
      return;
    }
    if (looking) return;
    looking = true;
    try {
      const made = await pg.sample(SHOWN, { seed });
      const nats = await pg.surprise(judged);
      if (pg.model !== model || ended) return;
      onBench.made.show(made);
      onBench.number.textContent = loss(nats.reduce((sum, one) => sum + one, 0) / JUDGED);
    } finally {
      looking = false;
      looked = performance.now();
      if (again) lookAgain();
    }
  }

  /** Now, or after the look that is under way. */
  const lookAgain = () => {
    again = looking;
    if (!looking && seen) look().catch(() => {});
  };
  onEnd(pg.on('loaded', lookAgain));
  onEnd(pg.on('training', (training) => { if (!training) lookAgain(); }));
  onEnd(pg.on('step', () => { if (!looking && performance.now() > looked + EVERY) lookAgain(); }));

  return {
    async start() {
      seen = true;
      strip.start();
      if (!counts) {
        rows.forEach(({ made }) => made.show(null));
        await begin();
      }
      await look();
    },
    stop() {
      seen = false;
      strip.stop();
    },
    words: strip.words,
  };
}
