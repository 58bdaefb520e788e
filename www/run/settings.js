// The settings: what the engine's schema says of them, and of those that the page offers the values worth trying and the group.
// Their words are in languages/*/settings.js.

import { FAMILIES, SETTINGS as ALL } from '../engine/schema.js';
import { t, worded } from '../words/i18n.js';
import { listed, shortened } from '../words/sentences.js';

/**
 * @typedef {import('../engine/schema.d.ts').Setting & {label: string, help?: string, offers?: number[], group?: string}} Setting
 *   label: its name on the page, which for one that the page does not offer is its key; help: what it does, for someone who has never
 *   trained a model; offers: values worth trying; group: it is shown on request, with the others of its group
 * @typedef {import('./presets.js').Preset} Preset
 * @typedef {import('../engine/schema.d.ts').SettingKey} SettingKey
 * @typedef {import('../engine/schema.d.ts').When} When
 * @typedef {import('../engine/schema.d.ts').Value} Value
 * @typedef {Record<string, Value>} Values by key
 */

const LEARNING = 'learning';
const NETWORKS = 'networks';
const LOSS = 'loss';
const SAMPLING = 'sampling';
/** Those of the settings shown on request. */
export const SETTING_GROUPS = [NETWORKS, LOSS, SAMPLING, LEARNING];

/** What the page offers, in its order. @type {Partial<Record<SettingKey, {offers?: number[], group?: string}>>} */
const OFFERS = {
  batch_size: { offers: [32, 64, 128, 256, 512] },
  lr: { offers: [0.0001, 0.0003, 0.001, 0.003, 0.01] },
  seed: {},
  latent_dim: { offers: [2, 5, 10, 20, 50, 100], group: NETWORKS },
  hidden_dim: { offers: [64, 100, 200, 400, 800], group: NETWORKS },
  width: { offers: [0.25, 0.5, 1, 2], group: NETWORKS },
  blocks: { offers: [1, 2, 4, 8], group: NETWORKS },
  prior: { group: NETWORKS },
  conditional: { group: NETWORKS },
  dropout: { offers: [0, 0.1, 0.3, 0.5], group: NETWORKS },
  critic_norm: { group: NETWORKS },
  ema: { offers: [0, 0.99, 0.999], group: NETWORKS },
  likelihood: { group: LOSS },
  beta: { offers: [0.1, 0.5, 1, 2, 4], group: LOSS },
  importance_samples: { offers: [1, 5, 20, 50], group: LOSS },
  gan_weight: { offers: [0, 5, 20, 50], group: LOSS },
  label_smoothing: { offers: [0, 0.1, 0.2], group: LOSS },
  weight_clip: { offers: [0, 0.005, 0.01, 0.02], group: LOSS },
  gp_lambda: { offers: [1, 10, 50], group: LOSS },
  r1: { offers: [0, 0.1, 1, 10], group: LOSS },
  time_width: { offers: [0.6, 1, 1.2, 2], group: LOSS },
  flow_paths: { offers: [1, 2, 4, 8], group: LOSS },
  time_shift: { offers: [-1, -0.5, 0, 0.5, 1], group: LOSS },
  solver: { group: SAMPLING },
  sample_steps: { offers: [1, 2, 5, 10, 30, 100], group: SAMPLING },
  guidance: { offers: [0, 1, 1.5, 2, 4], group: SAMPLING },
  temperature: { offers: [0.5, 0.8, 1, 1.2], group: SAMPLING },
  top_p: { offers: [0.5, 0.8, 0.95, 1], group: SAMPLING },
  optimizer: { group: LEARNING },
  lr_d: { offers: [0, 0.0001, 0.0002, 0.0004], group: LEARNING },
  num_critic: { offers: [1, 2, 5], group: LEARNING },
  pretrain_d: { offers: [0, 50, 200, 1000], group: LEARNING },
  diff_augment: { group: LEARNING },
  grad_clip: { offers: [0, 0.5, 1, 5], group: LEARNING },
};

/** @type {Setting[]} every setting of the engine, in its order */
export const SETTINGS = ALL.map((setting) => (Object.hasOwn(OFFERS, setting.key)
  ? worded({ ...setting, ...OFFERS[setting.key] }, `settings.${setting.key}`, ['label', 'help'])
  : { ...setting, label: setting.key }));

/** @param {string} key of a setting that there is @returns {Setting} */
export function settingOf(key) {
  const setting = SETTINGS.find((one) => one.key === key);
  if (!setting) throw new Error(`There is no setting “${key}”.`);
  return setting;
}

/** @type {Setting[]} those that the page offers, in its order */
export const OFFERED = Object.keys(OFFERS).map(settingOf);

/** The words that a setting can have; none for a number. @param {Pick<Setting, 'kind'|'choices'>} setting */
export const wordsOf = ({ kind, choices = [] }) => (kind === 'switch' ? ['false', 'true'] : kind === 'word' ? choices : []);

/** As messages name it: “Learning rate (lr)”. @param {{key: string, label: string}} setting */
export const nameOf = ({ key, label }) => (label === key ? key : t('settings.name', { label, key }));

/** Architecture and objective make the family; those that do not go together are the engine's to refuse. @param {Value} architecture @param {Value} objective @param {Preset} preset */
function familyOf(architecture, objective, preset) {
  const found = FAMILIES.find(({ architectures, objectives }) => (
    architectures.some((one) => one === architecture) && objectives.some(({ word }) => word === objective)
  ));
  return found?.name ?? preset.family;
}

/**
 * Why a setting cannot be set to something else beside these settings, or null where it can.
 * @param {Setting} setting
 * @param {Preset} preset
 * @param {Values} [settings] where they differ from the preset's
 * @returns {{why: 'family'} | {why: 'when'|'refused', when: When} | null} family: models of this
 *   family have no use for it; when: it changes something only under these words; refused: under these it must have its default
 */
export function obstacle(setting, preset, settings = {}) {
  // Looked up one by one: this is asked of every setting, and to lay all together each time took most of the time of reading an address.
  /** @param {string} key */
  const valueOf = (key) => (key in settings ? settings[key] : preset.initial[key]);
  /** @param {When} when */
  const holds = ({ key, is }) => is.includes(String(valueOf(key)));
  if (!setting.families.includes(familyOf(valueOf('architecture'), valueOf('objective'), preset))) return { why: 'family' };
  if (setting.when && !holds(setting.when)) return { why: 'when', when: setting.when };
  const when = setting.refused?.find(holds);
  return when ? { why: 'refused', when } : null;
}

/**
 * Whether a setting changes something beside these settings. The engine refuses one that does not, unless it is as the preset has it.
 * @param {Setting} setting
 * @param {Preset} preset
 * @param {Values} [settings] where they differ from the preset's
 */
export const hasEffect = (setting, preset, settings) => obstacle(setting, preset, settings) === null;

/**
 * The settings to offer: of those that the page offers, the ones with an effect.
 * @param {Preset} preset
 * @param {Values} [settings] where they differ from the preset's
 */
export const settingsFor = (preset, settings) => OFFERED.filter((setting) => hasEffect(setting, preset, settings));

/**
 * Every setting, with the preset's value where another would have no effect: what the engine takes.
 * @param {Preset} preset
 * @param {Values} settings where they differ from the preset's
 * @returns {Values}
 */
export function effective(preset, settings) {
  const all = { ...preset.initial, ...settings };
  return Object.fromEntries(SETTINGS.map((setting) => [setting.key, accepts(setting, all[setting.key], preset, all) ? all[setting.key] : preset.initial[setting.key]]));
}

/**
 * Whether the engine takes a value beside these settings. Where it refuses the others, it takes the default.
 * @param {Setting} setting
 * @param {Value} value
 * @param {Preset} preset
 * @param {Values} settings
 */
export function accepts(setting, value, preset, settings) {
  const found = obstacle(setting, preset, settings);
  return found === null || (found.why === 'refused' && value === setting.default);
}

/**
 * Why a setting cannot be what the address asks for beside these settings, in words.
 * @param {Setting} setting
 * @param {Preset} preset
 * @param {Values} settings
 */
export function objection(setting, preset, settings) {
  const found = obstacle(setting, preset, settings);
  const about = { name: nameOf(setting), preset: preset.id };
  if (found === null || found.why === 'family') return t('troubles.no-effect', about);
  const under = { ...about, key: found.when.key, words: found.when.is.join(t('troubles.or')) };
  return found.why === 'when' ? t('troubles.no-effect-unless', under) : t('troubles.only-default', { ...under, value: String(setting.default) });
}

/**
 * A setting's value from text.
 * @param {Pick<Setting, 'kind'|'label'|'choices'|'min'|'max'> & {key: string}} setting
 * @param {string} text
 * @returns {{value: Value} | {problem: string}}
 */
export function parseSetting(setting, text) {
  const { kind, min = -Infinity, max = Infinity } = setting;
  const trimmed = text.trim();
  const about = { name: nameOf(setting), text: shortened(text) };
  const words = wordsOf(setting);
  if (words.length > 0) {
    if (words.includes(trimmed)) return { value: kind === 'switch' ? trimmed === 'true' : trimmed };
    return { problem: t('settings.not-offered', { ...about, offers: listed(words) }) };
  }
  const value = Number(trimmed);
  const whole = kind === 'whole';
  // Only plain decimals: Number() alone would also take “0x1F”.
  const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed);
  if (!decimal || (whole && !Number.isInteger(value)) || !(value >= min && value <= max)) {
    return { problem: t(whole ? 'settings.not-whole' : 'settings.not-number', { ...about, min, max }) };
  }
  return { value: Object.is(value, -0) ? 0 : value };
}
