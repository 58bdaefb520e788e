// Which of the kept runs is offered, and which give way to others. No DOM.

import { PRESETS } from '../../run/presets.js';

/** @typedef {import('./store.js').Kept} Kept */

/** Training time from which on a run is worth more than a glance at another. */
const LONG_MS = 60_000;
/** So many are kept. A run is some megabytes. */
export const MOST = 4;

/** @param {Kept} kept */
const isLong = ({ trained }) => trained >= LONG_MS;

/** Whether a run is of a model that this page knows, as far as is known of it. @param {Partial<Kept>} kept */
const isKnown = ({ state, step, at }) => PRESETS.some(({ id }) => id === state?.preset) && typeof state?.settings === 'object' && state.settings !== null && typeof step === 'number' && typeof at === 'number';

/**
 * The newest long run, or else the newest.
 * @param {Kept[]} runs
 * @param {(kept: Kept) => boolean} fits whether a run is what the address asks for
 * @returns {Kept|null}
 */
export function toOffer(runs, fits) {
  const offered = runs.filter((run) => !run.aside && isKnown(run) && fits(run)).sort((a, b) => b.at - a.at);
  return offered.find(isLong) ?? offered[0] ?? null;
}

/**
 * What gives way where there are too many: runs that cannot be read, short ones, old ones, in this order.
 * @param {Kept[]} runs
 * @param {string[]} busy ids of runs that some tab is training: they stay
 * @param {number} [most]
 * @returns {Kept[]}
 */
export function toForget(runs, busy, most = MOST) {
  const worth = (/** @type {Kept} */ run) => [Number(busy.includes(run.id)), Number(!run.aside && isKnown(run)), Number(isLong(run)), run.at];
  const more = (/** @type {number[]} */ a, /** @type {number[]} */ b) => b.map((value, at) => value - a[at]).find((difference) => difference !== 0) ?? 0;
  return [...runs].sort((a, b) => more(worth(a), worth(b))).slice(most).filter(({ id }) => !busy.includes(id));
}
