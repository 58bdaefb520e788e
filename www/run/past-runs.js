// Runs of the past beside the present one: which of them compare, and what was different. No DOM.

import { initialState } from './address.js';

/** Runs of one kind that are kept, and the steps from which on a run is worth it. */
const MOST = 5;
const LEAST_STEPS = 10;

/**
 * @typedef {import('../engine/types.d.ts').Model} Model
 * @typedef {import('../engine/schema.d.ts').Value} Value
 */

/**
 * @typedef {object} PastRun
 * @property {number} id       no two have the same
 * @property {Model} model       what `load` answered
 * @property {number} step     how far it came
 * @property {boolean} shown
 * @property {Record<string, Record<string, import('./history.js').History>>} lines by chart and by name
 */

/** Losses of two models compare where they measure the same: the same likelihood, the same rules of the game. @param {Model} model */
const kindOf = ({ hasEncoder, hasCritic, settings }) => `${hasEncoder ? settings.likelihood : ''}/${hasCritic ? settings.objective : ''}`;

export class PastRuns {
  /** @type {PastRun[]} oldest first */
  #all = [];
  #next = 0;

  /** A run has ended. @param {Omit<PastRun, 'id'|'shown'>} run */
  keep(run) {
    if (run.step < LEAST_STEPS) return;
    this.#all.push({ ...run, id: this.#next, shown: true });
    this.#next += 1;
    const alike = this.like(run.model);
    if (alike.length > MOST) this.#all.splice(this.#all.indexOf(alike[0]), 1);
  }

  /** Those that compare with a model. @param {Model|null} model @returns {PastRun[]} */
  like(model) {
    return model ? this.#all.filter((run) => kindOf(run.model) === kindOf(model)) : [];
  }

  /** Forgets those that compare with a model. @param {Model|null} model */
  clear(model) {
    const gone = this.like(model);
    this.#all = this.#all.filter((run) => !gone.includes(run));
  }
}

/**
 * What a past run did otherwise: settings with both values; of another preset, the settings that were not the preset's own.
 * @param {{preset: string, settings: Record<string, Value>}} past
 * @param {{preset: string, settings: Record<string, Value>}} now
 * @returns {{key: string, past: Value, now?: Value}[]}
 */
export function differences(past, now) {
  /** @param {Record<string, Value>} values */
  const unlike = (values) => Object.keys(values).filter((key) => key in past.settings && past.settings[key] !== values[key]);
  if (past.preset === now.preset) return unlike(now.settings).map((key) => ({ key, past: past.settings[key], now: now.settings[key] }));
  const own = unlike(initialState(past.preset).settings).filter((key) => past.settings[key] !== now.settings[key]);
  return [{ key: 'preset', past: past.preset, now: now.preset }, ...own.map((key) => ({ key, past: past.settings[key] }))];
}

/**
 * The last step that a chart shows. Earlier runs may have gone much further, and would press a young one flat against the
 * left: they are shown up to twice as far as it has come.
 * @param {number} present its last step
 * @param {number} past    the last step of the others
 */
export const reach = (present, past) => Math.max(50, present === 0 ? past : Math.max(present, Math.min(past, 2 * present)));
