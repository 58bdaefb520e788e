// The same model on data as they are, without a digit, and with wrong labels: three runs on the bench, one under the other.

import { recipeOf, sameRecipe } from '../../../engine/recipe.js';
import { createLabelledRow } from '../../../kit/labelled-row.js';
import { make } from '../../../kit/make.js';
import { onEnd } from '../../../kit/scope.js';
import { PIXELS } from '../../../maths/digit.js';
import { EXPERIMENTS } from '../../../run/experiments.js';
import { t } from '../../../words/i18n.js';
import { count, percent } from '../../../words/sentences.js';
import { createJudge, rightShare } from '../logic/looks-like.js';
import { sumsOf } from '../logic/means.js';
import { action, digitsCanvas, words } from '../parts/canvas.js';
import { createStrip } from '../parts/strip.js';

/** It is told the digit, and small: a run takes seconds. With a latent of two numbers the label has much to say from the first. */
const PRESET = 'cvae';
const SETTINGS = { batch_size: 64, hidden_dim: 200, latent_dim: 2, lr: 0.002 };
const STEPS = 600;
const DIGITS = 10;
/** The digit that is left out of the second run. */
const MISSING = 8;
const SHOWN = 2 * DIGITS;
/** Samples behind the shares, as many of each digit. */
const JUDGED = 500;
/** Real digits that the judge is made of, and others by which it is judged itself. */
const [KNOWN, TRIED] = [1500, 500];
/** Milliseconds between two looks at a run under way. */
const EVERY = 400;

/** @type {{id: string, recipe: import('../../../engine/recipe.js').Recipe}[]} */
const RUNS = [{ id: 'plain', recipe: {} }, ...EXPERIMENTS.filter(({ id }) => ['missing', 'wrong'].includes(id))];

/**
 * @typedef {object} Row one of the runs
 * @property {string} id
 * @property {import('../../../engine/recipe.js').Recipe} recipe
 * @property {ReturnType<typeof digitsCanvas>} made  what it draws, two of each digit asked for
 * @property {HTMLElement} said     how many are the digit asked for
 * @property {HTMLButtonElement} button
 * @property {HTMLElement} element
 * @property {{all: number, missing: number}|null} right shares, once it has run
 */

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  const strip = createStrip(bench);
  const learnt = createLabelledRow({ columns: DIGITS, title: 'tutorial.spoil-learnt' });
  const rows = RUNS.map(({ id, recipe }) => {
    const made = digitsCanvas({ columns: DIGITS, rows: SHOWN / DIGITS, role: 'model', label: 'tutorial.spoil-made' });
    const said = make('p', { className: 'fine' });
    const button = make('button', { type: 'button' });
    /** @type {Row} */
    const row = { id, recipe, made, said, button, element: make('div', { className: 'spoil-row' }, [button, made.canvas, said]), right: null };
    button.addEventListener('click', () => begin(row));
    return row;
  });
  const asked = make('p', { className: 'spoil-asked' }, Array.from({ length: DIGITS }, (_, digit) => make('span', { textContent: String(digit) })));
  asked.setAttribute('aria-hidden', 'true');
  const data = action('tutorial.spoil-data', () => bench.goTo('data'));
  const rule = make('p', { className: 'fine' });
  const mnistOnly = words('p', 'tutorial.spoil-own', 'fine');
  body.append(learnt.element, ...rows.map(({ element }) => element), asked, rule, mnistOnly, data, strip.element);

  /** The row whose run is on the bench. @type {Row|null} */
  let under = null;
  let looked = 0;
  let busy = false;
  /** @type {ReturnType<typeof createJudge>|null} */
  let judge = null;
  let reliable = 0;

  /** @param {Row} row */
  async function begin(row) {
    under = row;
    looked = 0;
    row.right = null;
    bench.choose(PRESET, SETTINGS, STEPS, row.recipe);
    say();
    const seed = Number(bench.state().settings.seed);
    // A recipe that cannot be used is told by the run itself.
    const preview = await pg.previewData(row.recipe, { seed, count: DIGITS }).catch(() => null);
    if (under === row && preview) learnt.show(preview.drawn, preview.told, preview.labels);
  }

  const isOurs = () => under && pg.model?.preset === PRESET && pg.model.batchSize === SETTINGS.batch_size && sameRecipe(recipeOf(pg.model), under.recipe);

  async function look() {
    const row = under;
    if (!row) return;
    const last = pg.step >= STEPS;
    if (busy || row.right || (!last && performance.now() < looked + EVERY)) return;
    busy = true;
    try {
      looked = performance.now();
      const wanted = Uint8Array.from({ length: last ? JUDGED : SHOWN }, (_, at) => at % DIGITS);
      const images = await pg.sample(wanted.length, { seed: 1, label: wanted });
      row.made.show(images.subarray(0, SHOWN * PIXELS));
      if (!last || pg.step !== STEPS || !judge) return;
      const seen = judge(images);
      row.right = { all: rightShare(seen, wanted), missing: rightShare(seen, wanted, MISSING) };
      say();
      bench.announce(`${row.button.textContent}: ${row.said.textContent}`);
    } finally {
      busy = false;
      // The run may have ended while this was looked at.
      if (isOurs() && pg.step >= STEPS && under === row && !row.right && judge) look().catch(() => {});
    }
  }

  function say() {
    for (const { id, button, said, right } of rows) {
      button.textContent = t(`tutorial.spoil-${id}`);
      button.disabled = pg.data !== null;
      said.textContent = right ? t('tutorial.spoil-right', { all: percent(right.all), missing: percent(right.missing), digit: MISSING }) : '–';
    }
    rule.textContent = judge ? t('tutorial.spoil-rule', { judged: count(JUDGED), tried: count(TRIED), right: percent(reliable) }) : '';
    mnistOnly.hidden = pg.data === null;
    data.hidden = !isOurs();
  }

  // A run goes on when the reader does, so it is followed out of sight too.
  onEnd(pg.on('step', () => { if (isOurs()) look().catch(() => {}); }));
  onEnd(pg.on('loaded', () => { if (!isOurs()) under = null; say(); }));
  onEnd(pg.on('dataset', say));

  return {
    async start() {
      strip.start();
      for (const { made, right } of rows) if (!right) made.show(null);
      say();
      if (judge) return;
      const { images, labels } = await bench.testDigits(KNOWN + TRIED);
      if (pg.data) return;
      judge = createJudge(sumsOf(images.subarray(0, KNOWN * PIXELS), labels.subarray(0, KNOWN)));
      reliable = rightShare(judge(images.subarray(KNOWN * PIXELS)), labels.subarray(KNOWN));
      say();
    },
    stop: strip.stop,
    words() {
      strip.words();
      say();
    },
  };
}
