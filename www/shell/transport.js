// The bar with play, step and restart, and the figures of the run.

import { t } from '../words/i18n.js';
import { count, epochs, milliseconds } from '../words/sentences.js';

/** Weight of the newest measurement: speeds jitter, and a reader wants to read them. */
const SMOOTHING = 0.25;

/**
 * @param {(id: string) => HTMLElement} find
 * @param {{onToggle: () => void, onStep: (part?: string) => void, onRestart: () => void}} actions
 */
export function createTransport(find, { onToggle, onStep, onRestart }) {
  const [play, playLabel, restart] = ['play', 'play-label', 'restart'].map(find);
  const steps = { step: 'both', 'step-d': 'discriminator', 'step-g': 'generator' };
  const needsModel = [...Object.keys(steps).map(find), restart];
  const [statStep, statEpoch, statSpeed, statMs] = ['stat-step', 'stat-epoch', 'stat-speed', 'stat-ms'].map(find);
  let msPerStep = 0;

  play.addEventListener('click', onToggle);
  for (const [id, part] of Object.entries(steps)) find(id).addEventListener('click', () => onStep(part));
  restart.addEventListener('click', onRestart);
  for (const button of needsModel) button.disabled = true;

  return {
    setReady(ready) {
      for (const button of needsModel) button.disabled = !ready;
    },
    /** Whether Train leads anywhere. */
    setPlayable(playable) {
      play.disabled = !playable;
    },
    setPlaying(playing) {
      play.classList.toggle('playing', playing);
      playLabel.textContent = t(playing ? 'page.pause' : 'page.train');
    },
    setStep(at, stepsPerEpoch) {
      statStep.textContent = count(at);
      statEpoch.textContent = epochs(at, stepsPerEpoch);
    },
    setSpeed(ms, batchSize) {
      msPerStep = msPerStep === 0 ? ms : msPerStep + SMOOTHING * (ms - msPerStep);
      statMs.textContent = milliseconds(msPerStep);
      statSpeed.textContent = count((1000 * batchSize) / msPerStep);
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
