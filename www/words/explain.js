// Errors as notices: what happened, and a next step where there is one.

import { CODES, CRASHES, SUPERSEDED } from '../engine/errors.js';
import { t } from './i18n.js';
import { count } from './sentences.js';

/**
 * @typedef {{readonly label: string, run: () => void}} Action
 * @typedef {{readonly text: string, actions: Action[]}} Told  text and labels are in the language that the page has when they are read
 */

/** Reported elsewhere, or no trouble at all: something newer took over. @type {string[]} */
export const SILENT = [...SUPERSEDED, 'not-loaded', 'unsupported'];
/** An error of the browser has none of these codes. @type {(readonly string[])[]} */
const [KNOWN, CRASHED] = [CODES, CRASHES];
const EVENTS = ['collapsed', 'critic-wins'];

/** @param {string} key of its label @param {() => void} run @returns {Action} */
const action = (key, run) => ({ get label() { return t(key); }, run });

/**
 * What the engine noticed while training: the game of two networks has gone wrong.
 * @param {{kind: string, step: number, message: string}} event
 * @param {{lowerRate: () => void, choose: ((id: string) => void)|null}} can
 * @returns {Told}
 */
export function explainEvent({ kind, step, message }, { lowerRate, choose }) {
  const actions = [action('troubles.lower-rate', lowerRate)];
  if (kind === 'collapsed' && choose) actions.push(action('troubles.load-wgan-gp', () => choose('wgan-gp')));
  const key = EVENTS.includes(kind) ? `troubles.${kind}` : 'troubles.event';
  return { get text() { return t(key, { step: count(step), message }); }, actions };
}

/**
 * @param {{code: string, message: string}} error
 * @param {{retryData: () => void, lowerRate: () => void, startAgain: () => void, useCpu: () => void}} can
 * @param {{final?: boolean}} [situation] final: it will not recover by itself
 * @returns {Told & {key: string} | null} key: of the notice; null: say nothing
 */
export function explain({ code, message }, can, { final = false } = {}) {
  // After a crash the playground restarts its worker by itself, and says so through its own events.
  if (SILENT.includes(code) || (CRASHED.includes(code) && !final)) return null;
  const { key = code ?? 'other', actions } = nextSteps(code, can);
  const words = KNOWN.includes(code) ? `troubles.${code}` : 'troubles.other';
  return { key, get text() { return t(words, { message }); }, actions };
}

/**
 * @param {string} code
 * @param {{retryData: () => void, lowerRate: () => void, startAgain: () => void, useCpu: () => void}} can
 * @returns {{key?: string, actions: Action[]}} key: of what the steps are about, where several errors are
 */
function nextSteps(code, can) {
  switch (code) {
    case 'data-failed':
      return { key: 'data', actions: [action('troubles.try-again', can.retryData)] };
    case 'not-finite':
      return { key: 'run', actions: [action('troubles.lower-rate', can.lowerRate)] };
    case 'engine-failed':
      return { key: 'engine', actions: [action('troubles.try-again', can.startAgain)] };
    case 'worker-crashed':
    case 'device-lost':
      return { key: 'engine', actions: [action('troubles.start-again', can.startAgain), action('troubles.use-cpu', can.useCpu)] };
    default:
      return { actions: [] };
  }
}
