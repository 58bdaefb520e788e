// Of a model's settings those on which it depends how much a step holds.

import { PRESETS, SETTINGS } from './schema.js';

/**
 * As they were given, or else as the preset has them. What is no number, or too large, is for the engine to refuse.
 * @param {string} preset
 * @param {Record<string, unknown>} settings
 * @returns {import('./types.d.ts').Batch}
 */
export function batchOf(preset, settings) {
  const own = /** @type {Record<string, unknown>} */ (PRESETS.find(({ id }) => id === preset)?.settings ?? {});
  const value = (/** @type {string} */ key) => Number(settings[key] ?? own[key] ?? SETTINGS.find((setting) => setting.key === key)?.default);
  return { batch_size: value('batch_size'), importance_samples: value('importance_samples') };
}
