// What is going on, in one sentence and a fraction. Plain data in, words out.

import { t } from './i18n.js';
import { amount, count } from './sentences.js';

/**
 * @typedef {object} Situation
 * @property {{phase: string, loaded?: number, total?: number}} status the engine's last word; phase `ready` once it is
 * @property {'training'|'evaluating'|''} busy   what the page's own run does
 * @property {boolean} playing                   the visitor wants training
 * @property {boolean} scripted                  a script trains
 * @property {number} step
 * @property {number} stepsPerEpoch
 * @property {number} target                     the step to stop at, or Infinity
 * @property {boolean} stepped                   this engine has done a step, so nothing has to be compiled any more
 * @property {string} device                     'cpu' or 'webgpu'
 */

/**
 * @param {Situation} situation
 * @returns {{text: string, fraction: number|null}} fraction: 0..1, or null for "it takes a moment"
 */
export function tell(situation) {
  const { status, busy, playing, scripted, step, stepped, device } = situation;
  const before = beforeReady(status);
  if (before) return before;
  if (busy === 'evaluating') return { text: t('story.evaluating'), fraction: null };
  if (status.phase === 'waiting') return { text: t('story.waiting'), fraction: null };
  if ((playing || scripted) && !stepped) {
    return { text: t(device === 'webgpu' ? 'story.first-step-gpu' : 'story.first-step'), fraction: null };
  }
  if (scripted) return { text: t('story.scripted', { step: count(step) }), fraction: withinEpoch(situation) };
  if (playing) return training(situation);
  if (step === 0) return { text: t('story.ready'), fraction: 0 };
  return { text: t('story.paused', { step: count(step) }), fraction: withinEpoch(situation) };
}

/** What there is to say until the engine is ready. @param {Situation['status']} status */
function beforeReady({ phase, loaded = 0, total = 0 }) {
  switch (phase) {
    case 'starting': return { text: t('story.starting'), fraction: null };
    case 'engine': return {
      text: loaded > 0 ? t('story.engine-amount', { amount: amount(loaded, total) }) : t('story.engine'),
      fraction: total > 0 && loaded > 0 ? Math.min(1, loaded / total) : null,
    };
    case 'device': return { text: t('story.device'), fraction: null };
    case 'model': return { text: t('story.model'), fraction: null };
    case 'cleaning': return { text: t('story.cleaning'), fraction: loaded };
    case 'restarting': return { text: t('story.restarting'), fraction: null };
    case 'failed': return { text: t('story.failed'), fraction: 0 };
    default: return null;
  }
}

/** @param {Situation} situation */
function training({ step, target, stepsPerEpoch }) {
  const left = target - step;
  if (Number.isFinite(target)) return { text: t(left === 1 ? 'story.one-left' : 'story.left', { steps: count(left) }), fraction: step / target };
  const epoch = Math.floor(step / stepsPerEpoch) + 1;
  return { text: t(epoch === 1 ? 'story.first-pass' : 'story.pass', { pass: count(epoch) }), fraction: (step % stepsPerEpoch) / stepsPerEpoch };
}

/** @param {Situation} situation */
const withinEpoch = ({ step, stepsPerEpoch }) => (stepsPerEpoch > 0 ? (step % stepsPerEpoch) / stepsPerEpoch : 0);
