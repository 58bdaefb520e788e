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
import { count } from '../../words/sentences.js';

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const panels = ['a', 'b'].map(createSidePanel);
  const table = createFiguresTable();
  const chart = createMeasureChart();
  const controls = createControls({
    onToggle: () => (pair.phase === 'playing' ? pair.pause() : play()),
    onStep: () => { stopThePage(); pair.oneStep(); },
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

  /** Goes on with the page's run, where it was paused for this. */
  let resume = null;
  let measures = [];
  let digits = 0;
  const losses = [null, null];

  const pair = new Pair({
    // Two models train at once, so neither has help.
    open: () => createPlayground({ device: bench.pg.device.kind, workers: 1 }),
    async look(side, index) {
      await panels[index].draw(side.pg);
      losses[index] = await side.pg.evaluate(digits);
      chart.add(index, side.step, losses[index]);
    },
    onChange: show,
  });
  // One engine at a time has the machine: who trains the page's own run pauses the two.
  bench.pg.on('training', (training) => { if (training) pair.pause(); });

  function stopThePage() {
    resume ??= bench.pauseRun();
  }

  function play() {
    stopThePage();
    pair.play();
  }

  async function begin(setting, settings) {
    const { preset, settings: own } = bench.state();
    const both = [own, settings];
    results.hidden = false;
    stopThePage();
    measures = measuresOf(bench.pg.model);
    digits = bench.pg.model.hasEncoder ? TEST_DIGITS.encoder : TEST_DIGITS.game;
    losses.fill(null);
    panels.forEach((panel, index) => panel.begin(() => `${'AB'[index]}: ${setting.label} ${both[index][setting.key]}`));
    // Where the setting is a part of the loss, the part that it leaves alone says more.
    chart.begin(measures, changesTheLoss(setting) && measures.length > 1 ? 1 : 0);
    await pair.load(preset, both.map((settings) => changesOf({ preset, settings })));
    if (pair.phase === 'paused') play();
  }

  function close() {
    const hadFocus = results.contains(document.activeElement);
    pair.close();
    results.hidden = true;
    if (hadFocus) chooser.start.focus();
    resume?.();
    resume = null;
  }

  function status() {
    if (pair.phase === 'opening') return t('compare.opening');
    if (pair.phase === 'pausing') return t('compare.pausing');
    if (pair.alive.length === 0) return t('compare.over');
    return t(pair.phase === 'playing' ? 'compare.training' : 'compare.pausedAt', { step: count(pair.step) });
  }

  let phase = 'closed';
  function show() {
    pair.sides.forEach(({ error }, index) => panels[index].fail(error));
    controls.show(pair.phase, pair.alive.length > 0, status());
    table.show(measures, digits, pair.sides.map(({ msPerStep }, index) => ({ losses: losses[index], msPerStep })));
    if (phase !== pair.phase && pair.phase !== 'closed') bench.announce(status());
    phase = pair.phase;
  }

  onLanguage(() => { if (pair.phase !== 'closed') show(); });

  return {
    loaded() {
      chooser.show(bench.state());
      // The page's run is another one now.
      resume &&= () => {};
    },
  };
}

/** @type {import('../cards.js').ViewDefinition} */
export const compare = { name: 'compare', title: 'compare.title', fits: () => true, create };
