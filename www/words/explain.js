// Errors as notices: what happened, and a next step where there is one.

import { CODES, CRASHES, SUPERSEDED } from '../engine/errors.js';
import { t } from './i18n.js';
import { count } from './sentences.js';

/** Reported elsewhere, or no trouble at all: something newer took over. */
export const SILENT = [...SUPERSEDED, 'not-loaded', 'unsupported'];
const EVENTS = ['collapsed', 'critic-wins'];

/**
 * What the engine noticed while training: the game of two networks has gone wrong.
 * @param {{kind: string, step: number, message: string}} event
 * @param {{lowerRate: () => void, choose: ((id: string) => void)|null}} can
 * @returns {{text: string, actions: {label: string, run: () => void}[]}}
 */
export function explainEvent({ kind, step, message }, { lowerRate, choose }) {
  const actions = [{ label: t('troubles.lower-rate'), run: lowerRate }];
  if (kind === 'collapsed' && choose) actions.push({ label: t('troubles.load-wgan-gp'), run: () => choose('wgan-gp') });
  return { text: t(EVENTS.includes(kind) ? `troubles.${kind}` : 'troubles.event', { step: count(step), message }), actions };
}

/**
 * @param {{code: string, message: string}} error
 * @param {{retryData: () => void, lowerRate: () => void, startAgain: () => void, useCpu: () => void}} can
 * @param {{final?: boolean}} [situation] final: it will not recover by itself
 * @returns {{key: string, text: string, actions: {label: string, run: () => void}[]} | null} null: say nothing
 */
export function explain({ code, message }, can, { final = false } = {}) {
  // After a crash the playground restarts its worker by itself, and says so through its own events.
  if (SILENT.includes(code) || (CRASHES.includes(code) && !final)) return null;
  const text = t(CODES.includes(code) ? `troubles.${code}` : 'troubles.other', { message });
  const again = { label: t('troubles.try-again') };
  switch (code) {
    case 'data-failed':
      return { key: 'data', text, actions: [{ ...again, run: can.retryData }] };
    case 'not-finite':
      return { key: 'run', text, actions: [{ label: t('troubles.lower-rate'), run: can.lowerRate }] };
    case 'engine-failed':
      return { key: 'engine', text, actions: [{ ...again, run: can.startAgain }] };
    case 'worker-crashed':
    case 'device-lost':
      return { key: 'engine', text, actions: [{ label: t('troubles.start-again'), run: can.startAgain }, { label: t('troubles.use-cpu'), run: can.useCpu }] };
    default:
      return { key: code ?? 'other', text, actions: [] };
  }
}
