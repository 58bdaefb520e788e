// Yardsticks while the model trains, as curves below the losses: off until somebody wants them. A thread of its own measures; what
// training pays for is the drawing of the samples, and run/watch.js sees to it that this stays a twentieth of its time.

import { createLossChart } from '../../kit/loss-chart.js';
import { coded } from '../../engine/worker/failure.js';
import { onLanguage, t } from '../../words/i18n.js';
import { count, gameLoss, percent } from '../../words/sentences.js';

/** Enough to see where it goes; for numbers to compare there is the room Data. */
export const SCHEDULED_SAMPLES = 500;

/** What a model that was replaced, or is not there yet, says. */
const NO_TROUBLE = ['aborted', 'closed', 'not-loaded'];

/** Shares, and how much is around each. */
const SHARES = { format: percent, range: { empty: /** @type {[number, number]} */ ([0, 1]), grain: 0.1, least: 0 } };
const LARGE = { format: gameLoss, range: { empty: /** @type {[number, number]} */ ([0, 10]), grain: 1, least: 0 } };

/** @typedef {import('../../engine/types.d.ts').Measured} Measured */

/** @param {import('../../kit/find.js').ById} find */
export function createScheduled(find) {
  /** @param {string} name @param {string} colour @param {string} readout */
  const line = (name, colour, readout) => ({ name, words: `record.measured-${name}`, colour, look: /** @type {const} */ ('thick'), readout: find(readout) });
  const chart = createLossChart(find('scheduled-chart'), {
    classifier_score: { ...LARGE, lines: [line('classifier_score', '--model', 'scheduled-first')] },
    classifier_distance: { ...LARGE, lines: [line('classifier_distance', '--model', 'scheduled-first')] },
    overlap: { ...SHARES, lines: [line('precision', '--model', 'scheduled-first'), line('coverage', '--real', 'scheduled-second')] },
  }, { told: 'record.measured-told', empty: 'record.measured-empty' });
  const NAMES = ['classifier_score', 'classifier_distance', 'precision', 'coverage'];
  const on = find('scheduled-on', HTMLInputElement);
  const metric = find('scheduled-metric', HTMLSelectElement);
  let busy = false;
  /** The step that was measured last. */
  let measured = -1;
  /** What went wrong. */
  let problem = '';

  on.addEventListener('change', () => {
    problem = '';
    say();
  });
  metric.addEventListener('change', () => {
    chart.choose(metric.value);
    say();
  });

  function say() {
    find('scheduled-label').textContent = t('record.measured-on', { count: count(SCHEDULED_SAMPLES) });
    find('scheduled-shown').hidden = !on.checked;
    metric.hidden = !on.checked;
    const both = metric.value === 'overlap';
    find('scheduled-name').textContent = t(`record.measured-${both ? 'precision' : metric.value}`);
    find('scheduled-other').hidden = !both;
    find('scheduled-problem').textContent = problem;
    if (on.checked) chart.redraw();
  }

  onLanguage(say);
  say();

  /** @param {import('../../engine/playground.js').Playground} pg */
  async function measure(pg) {
    const { model, step } = pg;
    const isStill = () => pg.model === model;
    /** @type {Record<string, unknown>|null} */
    let found = null;
    busy = true;
    try {
      found = { ...await pg.measure({ count: SCHEDULED_SAMPLES, seed: 0 }) };
    } catch (error) {
      const { code, message } = coded(error);
      if (isStill() && !NO_TROUBLE.includes(code)) {
        // It would fail again and again.
        [on.checked, problem] = [false, message];
        say();
      }
    }
    busy = false;
    if (found && isStill()) {
      measured = step;
      for (const name of NAMES) chart.add(name, step, Number(found[name]));
    }
    // Where a run has stopped meanwhile, its last step is measured too; where another model has come, that one is.
    if (!pg.training && (found || !isStill())) refresh(pg);
  }

  /**
   * Measures the model as it is now, where that is wanted and not under way. Nothing waits for it.
   * @param {import('../../engine/playground.js').Playground} pg
   */
  function refresh(pg) {
    if (on.checked && !busy && pg.model && pg.step !== measured) measure(pg);
  }

  return {
    refresh,
    /** A new model. */
    start() {
      measured = -1;
      chart.start();
    },
    redraw: chart.redraw,
    /** The run went back to this step. @param {number} step */
    truncate(step) {
      measured = -1;
      chart.truncate(step);
    },
  };
}
