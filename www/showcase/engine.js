// Networks that are trained already, for all who show one: the figure at the top of the page, those of the tutorial. They run in
// workers of their own, on the CPU, beside the run of the page.

import { createPlayground } from '../engine/playground.js';
import { fetchUnpacked } from '../engine/worker/download.js';
import { messageOf } from '../engine/thrown.js';
import { failure } from '../engine/worker/failure.js';

/** Each is `pretrained/NAME.safetensors`; `cargo xtask pretrained` trains them. */
export const NAMES = ['vae', 'gan'];

/** @type {Map<string, Promise<Showcase>>} */
const opened = new Map();

/**
 * @typedef {object} Showcase
 * @property {import('../engine/playground.js').Playground} pg  may be asked at any time (sample, encode, decode, ...); calls wait for their
 *   turn. It is shared, so nobody trains it, loads something else or closes it
 * @property {import('../engine/types.d.ts').Model} model
 */

/**
 * One of each for the whole page, made when first asked for. `vae` has a code of two numbers; `gan` draws digits from noise.
 * @param {'vae'|'gan'} [name]
 * @returns {Promise<Showcase>} rejects when it cannot be had (no WebAssembly, a file that does not arrive); asking again tries again
 */
export async function showcase(name = 'vae') {
  if (!NAMES.includes(name)) throw failure('bad-input', `There is no trained network “${name}”. Known: ${NAMES.join(', ')}.`);
  const known = opened.get(name);
  if (known) return known;
  const opening = open(name);
  opened.set(name, opening);
  opening.catch(() => opened.delete(name));
  return opening;
}

/** The bytes of a trained network, as `Playground.restore` takes them. @param {string} name of `NAMES` @returns {Promise<Uint8Array>} */
export async function pretrainedBytes(name) {
  try {
    return await fetchUnpacked(new URL(`../pretrained/${name}.safetensors`, import.meta.url));
  } catch (error) {
    throw failure('weights-failed', `The trained weights could not be loaded (${messageOf(error)}). Check the connection and try again.`);
  }
}

/** @param {string} name @returns {Promise<Showcase>} */
async function open(name) {
  // Neither waits for the other.
  const opening = createPlayground({ device: 'cpu', preload: false });
  try {
    const [pg, bytes] = await Promise.all([opening, pretrainedBytes(name)]);
    return { pg, model: await pg.restore(bytes) };
  } catch (error) {
    opening.then((pg) => pg.close(), () => {});
    throw error;
  }
}
