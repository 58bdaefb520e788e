// The models: what the engine's schema says of them, and their words, in languages/*/models.js.

import { PRESETS as ALL, SETTINGS } from '../engine/schema.js';
import { worded } from '../words/i18n.js';

const DEFAULTS = Object.fromEntries(SETTINGS.map((setting) => [setting.key, setting.default]));

/**
 * @typedef {object} Preset
 * @property {string} id      as in the hash and in `pg.load`
 * @property {import('../engine/schema.d.ts').FamilyName} family
 * @property {import('../engine/schema.d.ts').Capability[]} capabilities
 * @property {string} title
 * @property {string} short   where there is little room
 * @property {string} about   one sentence
 * @property {Record<string, number|string|boolean>} initial  every setting, as the preset has it
 */

/** @type {Preset[]} in the engine's order */
export const PRESETS = ALL.map(({ id, family, capabilities, settings }) => worded(
  { id, family, capabilities, initial: { ...DEFAULTS, ...settings } }, `models.${id}`, ['title', 'short', 'about'],
));

/** What a visitor sees first, whose address says nothing of a run: of all, its digits are good soonest (docs/reproduction). */
export const FIRST = 'latent-flow';

/** As visitors see them: a VAE-GAN is an autoencoder first, and a learned prior draws step by step. @param {Preset} preset */
function groupOf({ capabilities }) {
  if (capabilities.includes('prior')) return 'stepwise';
  if (capabilities.includes('encodes')) return 'autoencoders';
  return capabilities.includes('judges') ? 'gans' : 'stepwise';
}

export const GROUPS = ['autoencoders', 'gans', 'stepwise'].map((id) => worded(
  { id, presets: PRESETS.filter((preset) => groupOf(preset) === id) }, `models.${id}`, ['label'],
));

/** @param {string} id the preset's; the first where there is no such preset */
export const presetOf = (id) => PRESETS.find((preset) => preset.id === id) ?? PRESETS[0];
