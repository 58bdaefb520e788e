// Two runs side by side, from the same seed and with one setting changed, trained in turn.

import { TEST_DIGITS, changesTheLoss, measuresOf } from './figures.js';
import { createChooser } from './chooser.js';
import { createControls } from './controls.js';
import { createFiguresTable } from './figures-table.js';
import { createMeasureChart } from './measure-chart.js';
import { Pair } from './pair.js';
import { createSidePanel } from './side-panel.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { createPlayground } from '../../engine/playground.js';
import { changesOf } from '../../run/address.js';
import { make } from '../../kit/make.js';
import { onEnd } from '../../kit/scope.js';
import { count } from '../../words/sentences.js';

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const panels = [createSidePanel('a'), createSidePanel('b')];
  const table = createFiguresTable();
  const chart = createMeasureChart();
  const controls = createControls({
    onToggle: () => (pair.phase === 'playing' ? pair.pause() : play()),
    onStep: async () => { stopThePage(); await openAgain(); pair.oneStep(); },
    onClose: close,
  });
  const chooser = createChooser({ onCompare: begin });
  const about = make('p', { className: 'explain' });
  about.dataset.t = 'compare.about';
  const results = make('div', { className: 'compare-results', hidden: true }, [
    controls.element, make('div', { className: 'compare-sides' }, panels.map(({ element }) => element)), chart.element, table.element,
  ]);
  card.append(about, chooser.element, results);
  translate(card);

  /** Goes on with the page's run, where it was paused for this. @type {(() => void)|null} */
  let resume = null;
  /** The comparison under way; it outlives its engines, which end when the room is left. @type {{run: Comparison|null}} */
  const kept = bench.kept('compare', { run: null });
  /** @type {import('./figures.js').Measure[]} */
  let measures = [];
  let digits = 0;
  /** The latest of each. @type {(import('../../engine/types.d.ts').Losses|null)[]} */
  const losses = [null, null];

  const pair = new Pair({
    // Two models train at once, so neither has help.
    async open() {
      const other = await createPlayground({ device: bench.pg.device.kind, workers: 1, preload: !bench.pg.data });
      // On what the page's own run learns from.
      if (bench.pg.data) await other.setData(bench.pg.data);
      return other;
    },
    async look({ pg, step, msPerStep }, index) {
      const { run } = kept;
      if (!run || !pg) return;
      run.images[index] = await panels[index].draw(pg);
      const latest = await pg.evaluate(digits);
      losses[index] = latest;
      run.looks.push({ index, step, losses: latest, msPerStep });
      chart.add(index, step, latest);
    },
    onChange: show,
  });
  // One engine at a time has the machine: who trains the page's own run pauses the two.
  onEnd(bench.pg.on('training', (training) => { if (training) pair.pause(); }));
  onEnd(() => {
    const { run } = kept;
    if (run && pair.phase !== 'closed') run.saved = pair.suspend().catch(() => []);
    resume?.();
  });

  function stopThePage() {
    resume ??= bench.pauseRun();
  }

  async function play() {
    stopThePage();
    await openAgain();
    pair.play();
  }

  /** @param {import('../../run/settings.js').Setting} setting @param {import('../../run/settings.js').Values} settings */
  async function begin(setting, settings) {
    const { preset, settings: own, data } = bench.state();
    const { model } = bench.pg;
    // While the page changes its device there is none, and the chooser is about to show another run.
    if (!model) return;
    /** @type {Comparison} */
    const run = {
      setting, preset, data, both: [own, settings], measures: measuresOf(model), digits: model.hasEncoder ? TEST_DIGITS.encoder : TEST_DIGITS.game,
      looks: [], images: [null, null], saved: null,
    };
    kept.run = run;
    stopThePage();
    lay(run);
    await pair.load(preset, changesOfBoth(run));
    if (pair.phase === 'paused') pair.play();
  }

  /** The card as a comparison has it: what was seen of both so far. @param {Comparison} run */
  function lay(run) {
    const { setting, both, looks, images } = run;
    results.hidden = false;
    ({ measures, digits } = run);
    losses.fill(null);
    panels.forEach((panel, index) => {
      panel.begin(() => `${'AB'[index]}: ${setting.label} ${both[index][setting.key]}`);
      panel.show(images[index]);
    });
    // Where the setting is a part of the loss, the part that it leaves alone says more.
    chart.begin(measures, changesTheLoss(setting) && measures.length > 1 ? 1 : 0);
    for (const { index, step, losses: seen } of looks) {
      losses[index] = seen;
      chart.add(index, step, seen);
    }
  }

  /** Goes on where both were when the room was left. */
  async function openAgain() {
    const { run } = kept;
    if (!run || pair.phase !== 'closed') return;
    await pair.load(run.preset, changesOfBoth(run), await run.saved ?? []);
  }

  function close() {
    const hadFocus = results.contains(document.activeElement);
    kept.run = null;
    pair.close();
    results.hidden = true;
    if (hadFocus) chooser.start.focus();
    resume?.();
    resume = null;
  }

  /** @param {Comparison} run */
  function status({ looks }) {
    if (pair.phase === 'opening') return t('compare.opening');
    if (pair.phase === 'pausing') return t('compare.pausing');
    if (pair.phase === 'closed') return t('compare.pausedAt', { step: count(Math.max(0, ...looks.map(({ step }) => step))) });
    if (pair.alive.length === 0) return t('compare.over');
    return t(pair.phase === 'playing' ? 'compare.training' : 'compare.pausedAt', { step: count(pair.step) });
  }

  let phase = 'closed';
  function show() {
    pair.sides.forEach(({ error }, index) => panels[index].fail(error));
    const { run } = kept;
    if (!run) return;
    const again = pair.phase === 'closed';
    controls.show(pair.phase, again || pair.alive.length > 0, status(run));
    /** @param {number} index */
    const speed = (index) => (again ? run.looks.findLast((look) => look.index === index)?.msPerStep ?? 0 : pair.sides[index].msPerStep);
    table.show(measures, digits, losses.map((seen, index) => ({ losses: seen, msPerStep: speed(index) })));
    if (phase !== pair.phase && pair.phase !== 'closed') bench.announce(status(run));
    phase = pair.phase;
  }

  onLanguage(show);
  if (kept.run) {
    lay(kept.run);
    show();
  }

  return {
    loaded() {
      chooser.show(bench.state());
      // The page's run is another one now.
      resume &&= () => {};
    },
  };
}

/** @param {Comparison} run @returns {import('../../run/settings.js').Values[]} */
const changesOfBoth = ({ preset, data, both }) => both.map((settings) => changesOf({ preset, settings, data }));

/**
 * @typedef {object} Comparison
 * @property {import('../../run/settings.js').Setting} setting that differs
 * @property {string} preset
 * @property {import('../../run/recipe.js').Recipe} [data] what is done with the data of both
 * @property {import('../../run/settings.js').Values[]} both  settings of the two
 * @property {import('./figures.js').Measure[]} measures
 * @property {number} digits   of the test set, at each look
 * @property {{index: number, step: number, losses: import('../../engine/types.d.ts').Losses, msPerStep: number}[]} looks what was seen of them
 * @property {(Float32Array|null)[]} images  the latest samples of both
 * @property {Promise<(Uint8Array|null)[]>|null} saved  once the room was left
 */

/** @type {import('../cards.js').CardDefinition} */
export const compare = { name: 'compare', title: 'compare.title', fits: () => true, create };
