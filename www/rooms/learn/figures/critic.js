// What the critic on the bench makes of the same real and forged digits, before a step and after it.

import { PIXELS } from '../../../maths/digit.js';
import { messageOf } from '../../../engine/thrown.js';
import { t } from '../../../words/i18n.js';
import { probability, isProbability, shareRight, thresholdOf } from '../../../maths/scores.js';
import { mean } from '../../../maths/statistics.js';
import { createBelief } from '../../../kit/belief.js';
import { asImage, make } from '../../../kit/make.js';
import { gameLoss, percent } from '../../../words/sentences.js';
import { action, digitsCanvas, words } from '../parts/canvas.js';
import { createStrip } from '../parts/strip.js';

/** As many real digits as forged ones: the same in every look, so that only the networks differ. */
const JUDGED = 64;
const SHOWN = 10;
const SEED = 7;
/** Milliseconds between two looks while it trains. */
const EVERY = 1500;
/** On a CPU the whole networks take their time. */
const NARROW = { width: 0.25 };

/**
 * @typedef {object} Look what the discriminator said, and of what
 * @property {Float32Array} forged images
 * @property {Float32Array} real   a logit for each real image
 * @property {Float32Array} fake   and for each forged one
 * @property {number|null} right   the share that it judged rightly
 * @property {string} objective
 *
 * @typedef {'discriminator'|'generator'} Player
 * @typedef {Record<'real'|'fake'|'right', HTMLElement>} Scores
 */

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  const strip = createStrip(bench);
  const load = action('tutorial.critic-load', () => bench.choose('gan', pg.device.kind === 'cpu' ? NARROW : {}), 'primary');
  const stepD = action('tutorial.critic-step-d', () => step('discriminator'), 'critic-role');
  const stepG = action('tutorial.critic-step-g', () => step('generator'), 'model');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'hills');
  const belief = createBelief(svg);
  const said = make('p', { className: 'critic-said' });
  said.setAttribute('aria-live', 'polite');
  const rows = ['before', 'now'].map((name) => {
    const forged = digitsCanvas({ columns: SHOWN, role: 'model', label: `tutorial.critic-forged-${name}` });
    /** @type {Scores} */
    const scores = { real: make('td', { className: 'real', textContent: '–' }), fake: make('td', { className: 'model', textContent: '–' }), right: make('td', { textContent: '–' }) };
    return { name, forged, scores };
  });
  const head = make('tr', {}, [make('td'), ...['real', 'fake', 'right'].map((name) => Object.assign(words('th', `tutorial.critic-${name}`), { scope: 'col' }))]);
  const lines = rows.map(({ name, scores }) => make('tr', {}, [Object.assign(words('th', `tutorial.critic-${name}`), { scope: 'row' }), ...Object.values(scores)]));

  body.append(
    make('div', { className: 'row-of-buttons' }, [load, stepD, stepG]),
    svg, make('p', { className: 'axis' }, [words('span', 'tutorial.critic-low'), words('span', 'tutorial.critic-high')]),
    make('table', { className: 'score-table' }, [make('thead', {}, [head]), make('tbody', {}, lines)]),
    ...rows.map(({ name, forged }) => make('div', { className: 'forged-row' }, [words('p', `tutorial.critic-forged-${name}`, 'fine'), forged.canvas])),
    said, strip.element,
  );

  /** @type {import('../../../engine/types.d.ts').LabelledImages|null} */
  let real = null;
  let seen = false;
  /** @type {Promise<void>|null} */
  let looking = null;
  let looked = 0;
  /** The last look, and the one before the last step that was taken here. @type {Look|null} */
  let now = null;
  /** @type {Look|null} */
  let before = null;
  /** The part of a step that was asked for here and has not come. @type {{part: Player, before: Look|null}|null} */
  let asked = null;

  /** Real digits for the discriminator. */
  async function judged() {
    const { images, labels } = await bench.testDigits(2000);
    return { images: images.slice(0, JUDGED * PIXELS), labels: labels.slice(0, JUDGED) };
  }

  /** @returns {Promise<Look|null>} */
  async function look() {
    const { model } = pg;
    if (!model?.hasCritic) return null;
    real ??= await judged();
    const { images, labels } = real;
    const told = model.conditional ? { label: labels } : {};
    const forged = await pg.sample(JUDGED, { seed: SEED, ...told });
    const [ofReal, ofForged] = [await pg.judge(images, told), await pg.judge(forged, told)];
    const objective = String(model.settings.objective);
    return { forged, real: ofReal, fake: ofForged, right: shareRight(ofReal, ofForged, thresholdOf(objective)), objective };
  }

  /** Looks again, and no second time meanwhile; once more where another model came in between. */
  function refresh() {
    looking ??= (async () => {
      /** @type {import('../../../engine/types.d.ts').Model|null} */
      let model = null;
      do {
        ({ model } = pg);
        // What was asked of a model that is gone may well fail.
        now = await look().catch((error) => {
          if (model === pg.model) throw error;
          return null;
        });
      } while (model !== pg.model);
      looked = performance.now();
      show();
    })().catch((error) => { said.textContent = t('tutorial.figure-failed', { message: messageOf(error) }); }).finally(() => { looking = null; });
    return looking;
  }

  /** @param {Player} part */
  async function step(part) {
    await (looking ?? Promise.resolve());
    if (!now || pg.training) await refresh();
    asked = { part, before: now };
    bench.step(part);
  }

  /** @param {import('../../../engine/types.d.ts').StepReport} report */
  async function stepped({ detail }) {
    if (!seen) return;
    if (detail && asked) {
      const { part, before: from } = asked;
      asked = null;
      await (looking ?? Promise.resolve());
      before = from;
      await refresh();
      tell(part);
    } else if (!pg.training || performance.now() > looked + EVERY) {
      refresh();
    }
  }

  /** @param {typeof rows[number]} row @param {Look|null} found */
  function fill({ scores, forged }, found) {
    forged.show(found?.forged.subarray(0, SHOWN * PIXELS) ?? null);
    const certain = found && isProbability(found.objective);
    /** @param {Float32Array} values */
    const score = (values) => (certain ? percent(mean(values.map(probability))) : gameLoss(mean(values)));
    scores.real.textContent = found ? score(found.real) : '–';
    scores.fake.textContent = found ? score(found.fake) : '–';
    scores.right.textContent = found && found.right !== null ? percent(found.right) : '–';
  }

  function show() {
    const fits = pg.model?.hasCritic ?? false;
    load.hidden = fits;
    for (const button of [stepD, stepG]) button.disabled = !fits;
    if (!fits) [now, before] = [null, null];
    fill(rows[0], before);
    fill(rows[1], now);
    if (now) belief.show(now.real, now.fake, thresholdOf(now.objective));
    else belief.clear();
    asImage(svg, now ? t('tutorial.critic-hills', { real: rows[1].scores.real.textContent, fake: rows[1].scores.fake.textContent }) : t('tutorial.critic-none'));
    if (!fits) said.textContent = t('tutorial.critic-none');
    else if (!before) said.textContent = t('tutorial.critic-ready');
  }

  /** @param {Player} part */
  function tell(part) {
    if (!before || !now) return;
    /** @param {'real'|'fake'} kind */
    const change = (kind) => ({ [`${kind}From`]: rows[0].scores[kind].textContent, [`${kind}To`]: rows[1].scores[kind].textContent });
    said.textContent = t(part === 'discriminator' ? 'tutorial.critic-after-d' : 'tutorial.critic-after-g', { ...change('real'), ...change('fake') });
  }

  /** @type {(() => void)[]} */
  const stops = [];
  return {
    start() {
      seen = true;
      strip.start();
      stops.push(pg.on('step', stepped), pg.on('training', (training) => { if (!training && !asked) refresh(); }),
        pg.on('loaded', () => { [now, before, asked] = [null, null, null]; show(); refresh(); }));
      show();
      return refresh();
    },
    stop() {
      seen = false;
      strip.stop();
      for (const off of stops.splice(0)) off();
    },
    words() {
      strip.words();
      show();
    },
  };
}
