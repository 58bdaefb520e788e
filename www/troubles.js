// Errors as notices: what happened, and a next step where there is one.

import { count } from './words.js';

/** Reported elsewhere, or no trouble at all: something newer took over. */
const SILENT = ['aborted', 'closed', 'not-loaded', 'unsupported'];
/** The playground restarts its worker by itself then, and says so through its own events. */
const RECOVERING = ['worker-crashed', 'device-lost'];

/**
 * What the engine noticed while training: the game of two networks has gone wrong.
 * @param {{kind: string, step: number, message: string}} event
 * @param {{lowerRate: () => void, choose: ((id: string) => void)|null}} can
 * @returns {{text: string, actions: {label: string, run: () => void}[]}}
 */
export function explainEvent({ kind, step, message }, { lowerRate, choose }) {
  const actions = [{ label: 'Restart with a lower rate', run: lowerRate }];
  if (kind === 'collapsed' && choose) actions.push({ label: 'Load WGAN-GP', run: () => choose('wgan-gp') });
  return { text: `Step ${count(step)}: ${message}`, actions };
}

/**
 * @param {{code: string, message: string}} error
 * @param {{retryData: () => void, lowerRate: () => void, startAgain: () => void, useCpu: () => void}} can
 * @param {{final?: boolean}} [situation] final: it will not recover by itself
 * @returns {{key: string, text: string, actions: {label: string, run: () => void}[]} | null} null: say nothing
 */
export function explain({ code, message }, can, { final = false } = {}) {
  if (SILENT.includes(code) || (RECOVERING.includes(code) && !final)) return null;
  switch (code) {
    case 'data-failed':
      return { key: 'data', text: message, actions: [{ label: 'Try again', run: can.retryData }] };
    case 'not-finite':
      return { key: 'run', text: `Training has stopped. ${message}`, actions: [{ label: 'Restart with a lower rate', run: can.lowerRate }] };
    case 'engine-failed':
      return { key: 'engine', text: message, actions: [{ label: 'Try again', run: can.startAgain }] };
    case 'worker-crashed':
    case 'device-lost':
      return { key: 'engine', text: message, actions: [{ label: 'Start again', run: can.startAgain }, { label: 'Use the CPU', run: can.useCpu }] };
    default:
      return { key: code ?? 'other', text: message, actions: [] };
  }
}
