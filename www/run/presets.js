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

/** @param {Preset} preset */
const encodes = ({ capabilities }) => capabilities.includes('encodes');
/** @param {Preset} preset */
const judges = ({ capabilities }) => capabilities.includes('judges');

/** As visitors see them: a VAE-GAN is an autoencoder first. */
export const GROUPS = [
  { id: 'autoencoders', presets: PRESETS.filter(encodes) },
  { id: 'gans', presets: PRESETS.filter((preset) => judges(preset) && !encodes(preset)) },
  { id: 'others', presets: PRESETS.filter((preset) => !judges(preset) && !encodes(preset)) },
].map((group) => worded(group, `models.${group.id}`, ['label']));

/** @param {string} id the preset's; the first where there is no such preset */
export const presetOf = (id) => PRESETS.find((preset) => preset.id === id) ?? PRESETS[0];
