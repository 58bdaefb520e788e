// Two runs side by side, from the same seed, trained in turn: with one setting changed, or on other data.

import { TEST_DIGITS, measuresOf } from './figures.js';
import { createChooser } from './chooser.js';
import { createControls } from './controls.js';
import { createFiguresTable } from './figures-table.js';
import { SAMPLES, createMeasuredTable } from './measured-table.js';
import { createMeasureChart } from './measure-chart.js';
import { Pair } from './pair.js';
import { LEARNT, createSidePanel } from './side-panel.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { createPlayground } from '../../engine/playground.js';
import { recipeOf } from '../../engine/recipe.js';
import { changesOf } from '../../run/address.js';
import { make, named } from '../../kit/make.js';
import { onEnd } from '../../kit/scope.js';
import { count } from '../../words/sentences.js';

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const panels = [createSidePanel('a'), createSidePanel('b')];
  const table = createFiguresTable();
  const chart = createMeasureChart();
  const measured = createMeasuredTable({ onMeasure: measure });
  const controls = createControls({
    onToggle: () => (pair.phase === 'playing' ? pair.pause() : play()),
    onStep: async () => { stopThePage(); await openAgain(); pair.oneStep(); },
    onClose: close,
  });
  const chooser = createChooser({ bench, onCompare: begin });
  const results = make('div', { className: 'compare-results', hidden: true }, [
    controls.element, make('div', { className: 'compare-sides' }, panels.map(({ element }) => element)), chart.element, table.element, measured.element,
  ]);
  card.append(named(make('p', { className: 'explain' }), { t: 'compare.about' }), chooser.element, results);
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
      if (!run || !pg?.model) return;
      run.images[index] = await panels[index].draw(pg);
      run.trainedOn[index] ??= { recipe: recipeOf(pg.model), own: run.own, images: pg.model.trainSize };
      panels[index].learnsFrom(run.trainedOn[index]);
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

  /** @param {import('./difference.js').Difference} difference */
  async function begin(difference) {
    const { preset } = bench.state();
    const { model, data } = bench.pg;
    // While the page changes its device there is none, and the chooser is about to show another run.
    if (!model) return;
    /** @type {Comparison} */
    const run = {
      difference, preset, own: data && data.name, measures: measuresOf(model), digits: model.hasEncoder ? TEST_DIGITS.encoder : TEST_DIGITS.game,
      looks: [], images: [null, null], trainedOn: [null, null], learnt: null, measured: null, saved: null,
    };
    kept.run = run;
    bench.placeAt({ sides: difference.sides ?? undefined });
    stopThePage();
    lay(run);
    await pair.load(preset, changesOfBoth(run));
    if (pair.phase === 'paused') pair.play();
  }

  /** The card as a comparison has it: what was seen of both so far. @param {Comparison} run */
  function lay(run) {
    const { difference, looks, images, trainedOn } = run;
    results.hidden = false;
    ({ measures, digits } = run);
    losses.fill(null);
    panels.forEach((panel, index) => {
      panel.begin(() => `${'AB'[index]}: ${difference.name(index)}`, difference.sides !== null);
      panel.show(images[index]);
      panel.learnsFrom(trainedOn[index]);
    });
    if (difference.sides) showLearnt(run);
    // Where the setting is a part of the loss, the part that it leaves alone says more.
    chart.begin(measures, difference.inTheLoss && measures.length > 1 ? 1 : 0);
    for (const { index, step, losses: seen } of looks) {
      losses[index] = seen;
      chart.add(index, step, seen);
    }
  }

  /** Some training images of both, as the page's own engine tells of them. @param {Comparison} run */
  async function showLearnt(run) {
    const seed = Number(run.difference.both[0].settings.seed);
    run.learnt ??= Promise.all((run.difference.sides ?? []).map((recipe) => bench.pg.previewData(recipe, { seed, count: LEARNT })));
    // A recipe that cannot be used is told by its side, when it is opened; what an engine that started again has broken off is asked anew.
    const previews = await run.learnt.catch(() => {
      run.learnt = null;
      return [];
    });
    if (kept.run === run) previews.forEach((preview, index) => panels[index].showLearnt(preview));
  }

  async function measure() {
    const { run } = kept;
    if (!run) return;
    stopThePage();
    await openAgain();
    const both = await pair.ask((pg) => pg.measure({ count: SAMPLES, seed: 1 }));
    if (!both?.some(Boolean) || kept.run !== run) return;
    run.measured = { step: pair.step, both, own: run.own !== null };
    show();
    bench.announce(t('data.measure.done'));
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
    bench.placeAt({});
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
    measured.show(run.measured, { busy: pair.phase === 'measuring', ready: again || (pair.alive.length > 0 && ['paused', 'playing'].includes(pair.phase)) });
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

  /** Another room may have led here to compare at once. @type {{begin: boolean}} */
  const asked = bench.kept('compare-next', { begin: false });
  function turned() {
    const { sides } = bench.state();
    if (!sides && kept.run?.difference.sides) bench.placeAt({ sides: kept.run.difference.sides });
    chooser.show(bench.state());
    const wanted = asked.begin ? chooser.chosen : null;
    asked.begin = false;
    if (wanted) begin(wanted);
  }

  return {
    loaded() {
      turned();
      // The page's run is another one now.
      resume &&= () => {};
    },
    turned,
  };
}

/** @param {Comparison} run @returns {import('../../run/settings.js').Values[]} */
const changesOfBoth = ({ preset, difference }) => difference.both.map(({ settings, data }) => changesOf({ preset, settings, data }));

/**
 * @typedef {object} Comparison
 * @property {import('./difference.js').Difference} difference of the two
 * @property {string} preset
 * @property {string|null} own      what one's own images are called, where they learn from such
 * @property {import('./figures.js').Measure[]} measures
 * @property {number} digits   of the test set, at each look
 * @property {{index: number, step: number, losses: import('../../engine/types.d.ts').Losses, msPerStep: number}[]} looks what was seen of them
 * @property {(Float32Array|null)[]} images  the latest samples of both
 * @property {(import('./side-panel.js').TrainedOn|null)[]} trainedOn of both, once they are there
 * @property {Promise<import('../../engine/types.d.ts').DataPreview[]>|null} learnt  training images of both, where they differ
 * @property {import('./measured-table.js').Taken|null} measured how good samples of both were, when that was asked last
 * @property {Promise<(Uint8Array|null)[]>|null} saved  once the room was left
 */

/** @type {import('../cards.js').CardDefinition} */
export const compare = { name: 'compare', title: 'compare.title', fits: () => true, create };
