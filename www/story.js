// What is going on, in one sentence and a fraction. Plain data in, words out.

import { amount, count } from './words.js';

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
  if (busy === 'evaluating') return { text: 'Checking it on all of the test digits…', fraction: null };
  if (status.phase === 'waiting') return { text: 'Waiting for more digits to arrive…', fraction: null };
  if ((playing || scripted) && !stepped) {
    return { text: device === 'webgpu' ? 'First step: the GPU’s programs are being compiled, which can take a few seconds…' : 'First step…', fraction: null };
  }
  if (scripted) return { text: `A script is training. Step ${count(step)}.`, fraction: withinEpoch(situation) };
  if (playing) return training(situation);
  if (step === 0) return { text: 'Ready. Press Train and watch it learn.', fraction: 0 };
  return { text: `Paused at step ${count(step)}. Nothing is lost; press Train to go on.`, fraction: withinEpoch(situation) };
}

function beforeReady({ phase, loaded = 0, total = 0 }) {
  switch (phase) {
    case 'starting': return { text: 'Starting…', fraction: null };
    case 'engine': return {
      text: loaded > 0 ? `Downloading the engine: ${amount(loaded, total)}` : 'Downloading the engine…',
      fraction: total > 0 && loaded > 0 ? Math.min(1, loaded / total) : null,
    };
    case 'device': return { text: 'Preparing the device…', fraction: null };
    case 'model': return { text: 'Making the first weights…', fraction: null };
    case 'restarting': return { text: 'The engine stopped and is being restarted…', fraction: null };
    case 'failed': return { text: 'Stopped. The notice says what can be done.', fraction: 0 };
    default: return null;
  }
}

function training({ step, target, stepsPerEpoch }) {
  if (Number.isFinite(target)) return { text: `Training: ${count(target - step)} ${target - step === 1 ? 'step' : 'steps'} to go.`, fraction: step / target };
  const epoch = Math.floor(step / stepsPerEpoch) + 1;
  const pass = epoch === 1 ? 'the first pass' : `pass ${count(epoch)}`;
  return { text: `Training: ${pass} over all digits.`, fraction: (step % stepsPerEpoch) / stepsPerEpoch };
}

const withinEpoch = ({ step, stepsPerEpoch }) => (stepsPerEpoch > 0 ? (step % stepsPerEpoch) / stepsPerEpoch : 0);
