// The bar with play, step and restart, and the figures of the run.

import { t } from '../words/i18n.js';
import { count, epochs, milliseconds } from '../words/sentences.js';

/** Weight of the newest measurement: speeds jitter, and a reader wants to read them. */
const SMOOTHING = 0.25;

/** @typedef {import('../engine/types.d.ts').StepPart} StepPart */

/** What a step of each button updates. @type {[id: string, part: StepPart][]} */
const STEPS = [['step', 'both'], ['step-d', 'discriminator'], ['step-g', 'generator']];

/**
 * @param {import('../kit/find.js').ById} find
 * @param {{onToggle: () => void, onStep: (part?: StepPart) => void, onRestart: () => void}} actions
 */
export function createTransport(find, { onToggle, onStep, onRestart }) {
  const [play, restart] = ['play', 'restart'].map((id) => find(id, HTMLButtonElement));
  const playLabel = find('play-label');
  const steps = STEPS.map(([id, part]) => ({ button: find(id, HTMLButtonElement), part }));
  const needsModel = [...steps.map(({ button }) => button), restart];
  const [statStep, statEpoch, statSpeed, statMs] = ['stat-step', 'stat-epoch', 'stat-speed', 'stat-ms'].map((id) => find(id));
  let msPerStep = 0;
  /** Images a step. */
  let batch = 0;

  play.addEventListener('click', onToggle);
  for (const { button, part } of steps) button.addEventListener('click', () => onStep(part));
  restart.addEventListener('click', onRestart);
  for (const button of needsModel) button.disabled = true;

  return {
    /** @param {boolean} ready */
    setReady(ready) {
      for (const button of needsModel) button.disabled = !ready;
    },
    /** Whether Train leads anywhere. @param {boolean} playable */
    setPlayable(playable) {
      play.disabled = !playable;
    },
    /** @param {boolean} playing */
    setPlaying(playing) {
      play.classList.toggle('playing', playing);
      const label = t(playing ? 'page.pause' : 'page.train');
      // The same text, written again, would be laid out again.
      if (playLabel.textContent !== label) playLabel.textContent = label;
    },
    /** @param {number} at @param {number} stepsPerEpoch */
    setStep(at, stepsPerEpoch) {
      statStep.textContent = count(at);
      statEpoch.textContent = epochs(at, stepsPerEpoch);
    },
    /** Some steps have been timed. @param {number} ms of one @param {number} batchSize */
    timed(ms, batchSize) {
      msPerStep = msPerStep === 0 ? ms : msPerStep + SMOOTHING * (ms - msPerStep);
      batch = batchSize;
    },
    showSpeed() {
      if (msPerStep === 0) return;
      statMs.textContent = milliseconds(msPerStep);
      statSpeed.textContent = count((1000 * batch) / msPerStep);
    },
    /** Milliseconds a step, smoothed; 0 where none was timed yet. */
    get msPerStep() { return msPerStep; },
    clearSpeed() {
      msPerStep = 0;
      statMs.textContent = '–';
      statSpeed.textContent = '–';
    },
  };
}
