// Both charts: an autoencoder's bound, and the game of forger and critic. A VAE-GAN has both.

import { PastRuns } from '../../run/past-runs.js';
import { thresholdOf } from '../../maths/scores.js';
import { loss, gameLoss, percent } from '../../words/sentences.js';
import { createLossChart, library } from '../../kit/loss-chart.js';
import { createPastRuns } from './past-runs-list.js';

const BOUND = ['loss', 'recon_loss', 'kl_loss', 'prior_loss', 'flow_loss'];
/** The square of a velocity's error: a small number, no nats. @type {Pick<import('../../kit/loss-chart.js').Metric, 'format'|'range'>} */
const FLOW = { format: gameLoss, range: { empty: [0, 2], grain: 0.1, least: 0 } };
const GAME = ['d_loss', 'g_loss', 'gradient_penalty'];
/** Whether the whole loss is that of a flow. @param {Model} model */
const isFlowAlone = ({ capabilities, losses }) => capabilities.includes('flows') && losses.length === 1;

/**
 * @typedef {import('../../engine/types.d.ts').Losses} Losses
 * @typedef {import('../../engine/types.d.ts').Model} Model
 */

/** @param {import('../../kit/find.js').ById} find */
export function createLosses(find) {
  const bound = createLossChart(find('chart'), Object.fromEntries(BOUND.map((metric) => [metric, {
    ...(metric === 'flow_loss' ? FLOW : { format: loss }),
    lines: [
      { name: `train ${metric}`, words: 'page.line.train', colour: '--train', look: 'thin', readout: find('loss-train') },
      { name: `test ${metric}`, words: 'page.line.test', colour: '--test', look: 'thick', readout: find('loss-test') },
      { name: `epoch ${metric}`, colour: '--test', look: 'dots' },
    ],
  }])));
  const game = createLossChart(find('game-chart'), {
    losses: {
      format: gameLoss,
      range: { empty: [0, 2], grain: 0.1, least: -Infinity },
      lines: [
        { name: 'd_loss', words: 'page.line.critic', colour: '--critic', look: 'thin', readout: find('loss-d') },
        { name: 'g_loss', words: 'page.line.forger', colour: '--model', look: 'thin', readout: find('loss-g') },
        { name: 'gradient_penalty', words: 'page.line.penalty', colour: '--code', look: 'thin', readout: find('loss-penalty') },
        { name: 'test d_loss', colour: '--critic', look: 'thick' },
        { name: 'test g_loss', colour: '--model', look: 'thick' },
      ],
    },
    accuracy: {
      format: percent,
      range: { empty: [0, 1], grain: 0.1, least: 0 },
      lines: [
        { name: 'test d_accuracy', words: 'page.line.critic', colour: '--critic', look: 'thick', readout: find('loss-d') },
        { name: 'epoch d_accuracy', colour: '--critic', look: 'dots' },
      ],
    },
  });
  const charts = { bound, game };
  const runs = new PastRuns();
  const legend = createPastRuns(find('past-runs'), { onChange: compare, onClear() { runs.clear(model); compare(); } });
  /** The present run: what was loaded, and its last step. @type {Model|null} */
  let model = null;
  let last = 0;

  const [boundMetric, gameMetric] = ['bound-metric', 'game-metric'].map((id) => find(id, HTMLSelectElement));
  boundMetric.addEventListener('change', () => bound.choose(boundMetric.value));
  gameMetric.addEventListener('change', () => game.choose(gameMetric.value));

  function compare() {
    if (!model) return;
    const alike = runs.like(model);
    legend.show(alike, model);
    const shown = alike.filter((run) => run.shown);
    for (const [name, chart] of Object.entries(charts)) chart.compare(shown.map((run) => ({ ...run, lines: run.lines[name] })));
  }

  /** @param {string} of @param {number} step @param {Losses} losses */
  function addBound(of, step, losses) {
    const alone = model !== null && isFlowAlone(model);
    for (const name of BOUND) bound.add(`${of} ${name}`, step, alone && name === 'flow_loss' ? losses.loss : losses[name]);
  }

  return {
    /** What draws them has arrived. */
    ready: library,
    /** A new model; what the one before has left stays to be compared with. @param {Model} loaded */
    start(loaded) {
      const lines = Object.fromEntries(Object.entries(charts).map(([name, chart]) => [name, chart.start()]));
      if (model) runs.keep({ model, step: last, lines });
      [model, last] = [loaded, 0];
      find('legend-penalty').hidden = !loaded.losses.includes('gradient_penalty');
      // A loss of two parts or more can be looked at by its parts.
      boundMetric.hidden = loaded.losses.length < 3;
      const whole = isFlowAlone(loaded) ? 'flow_loss' : 'loss';
      if (boundMetric.hidden || !loaded.losses.includes(boundMetric.value)) bound.choose(boundMetric.value = whole);
      // A critic that measures a distance is never right or wrong.
      const judges = thresholdOf(String(loaded.settings.objective)) !== null;
      gameMetric.hidden = !judges;
      if (!judges) game.choose(gameMetric.value = 'losses');
      compare();
    },
    /** The losses of one step. @param {number} step @param {Losses} losses */
    addTrain(step, losses) {
      last = step;
      addBound('train', step, losses);
      for (const name of GAME) game.add(name, step, losses[name]);
    },
    /** On the few test digits that are looked at all the time. @param {number} step @param {Losses} losses */
    addTest(step, losses) {
      addBound('test', step, losses);
      for (const name of ['d_loss', 'g_loss', 'd_accuracy']) game.add(`test ${name}`, step, losses[name]);
    },
    /** On the whole test set, after an epoch. @param {number} step @param {Losses} losses */
    addEpoch(step, losses) {
      addBound('epoch', step, losses);
      game.add('epoch d_accuracy', step, losses.d_accuracy);
    },
    /** The room is open again. */
    redraw() {
      Object.values(charts).forEach((chart) => chart.redraw());
    },
    /** The run went back to this step. @param {number} step */
    truncate(step) {
      last = Math.min(last, step);
      Object.values(charts).forEach((chart) => chart.truncate(step));
    },
  };
}
