// What two runs are compared by, and how their settings differ. No DOM.

import { parseSetting, withSettings } from '../../run/address.js';
import { settingsFor } from '../../run/settings.js';
import { presetOf } from '../../run/presets.js';
import { gameLoss, loss } from '../../words/sentences.js';

/** Test digits behind each figure; the page's own curves use as many. */
export const TEST_DIGITS = { encoder: 500, game: 250 };

/** Settings that are part of the loss itself: with another value the loss measures something else. */
const IN_THE_LOSS = ['beta', 'gan_weight', 'label_smoothing', 'importance_samples', 'gp_lambda'];

/**
 * @typedef {object} Measure
 * @property {string} name   as in the answer of `evaluate`
 * @property {string} label  key of its name in languages/
 * @property {(value: number) => string} format
 */

/** @param {{losses: string[]}} model @returns {Measure[]} */
export function measuresOf({ losses }) {
  const measures = [...['loss', 'recon_loss', 'kl_loss', 'prior_loss'].map((name) => ({ name, format: loss })), ...['flow_loss', 'd_loss', 'g_loss'].map((name) => ({ name, format: gameLoss }))];
  return measures.filter(({ name }) => losses.includes(name)).map((measure) => ({ ...measure, label: `compare.${measure.name}` }));
}

/**
 * The settings in which another run can differ from this one. The seed cannot: it is what they share.
 * @param {{preset: string, settings: import('../../run/settings.js').Values}} run
 */
export const comparable = ({ preset, settings }) => settingsFor(presetOf(preset), settings).filter(({ key }) => key !== 'seed');

/**
 * A value worth comparing with the one that there is.
 * @param {Partial<import('../../run/settings.js').Setting>} setting
 * @param {import('../../engine/schema.d.ts').Value} current
 * @returns {import('../../engine/schema.d.ts').Value|undefined}
 */
export function otherValue({ kind, choices, offers, min, max }, current) {
  if (kind === 'switch') return !current;
  return [...(offers ?? choices ?? [])].find((offer) => offer !== current) ?? (current === max ? min : max);
}

/**
 * The settings of the second run.
 * @param {import('../../run/address.js').State} run the first
 * @param {import('../../run/settings.js').Setting} setting the one that differs
 * @param {string} text what was typed for it
 * @returns {{settings: import('../../run/settings.js').Values} | {problem: string} | {same: true}}
 */
export function changed(run, setting, text) {
  const result = parseSetting(setting, text);
  if ('problem' in result) return result;
  if (result.value === run.settings[setting.key]) return { same: true };
  return { settings: withSettings(run, { [setting.key]: result.value }).settings };
}

/** @param {{key: string}} setting */
export const changesTheLoss = ({ key }) => IN_THE_LOSS.includes(key);

/** B minus A, with its sign: “−2.1”. @param {Measure} measure @param {number|undefined} a @param {number|undefined} b */
export function difference({ format }, a, b) {
  if (a === undefined || b === undefined || !Number.isFinite(a) || !Number.isFinite(b)) return '–';
  const size = format(Math.abs(b - a));
  return Number(size) === 0 ? size : `${b > a ? '+' : '−'}${size}`;
}
