// What files are called: the run and how far it had come, so that a folder of them explains itself.

/**
 * `vae-seed-0-step-1200`
 * @param {{preset: string, settings: {seed: import('../../engine/schema.js').Value}}} model
 * @param {number} step
 */
export const runName = ({ preset, settings }, step) => `${preset}-seed-${settings.seed}-step-${step}`;

/** `1.2 MB`, or `45 kB`. @param {number} bytes */
export const fileSize = (bytes) => (bytes < 1e5 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
