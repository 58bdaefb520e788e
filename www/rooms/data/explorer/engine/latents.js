// Latents of all images, some at a time: between two calls the run goes on training. No DOM.

import { PIXELS } from '../../../../maths/digit.js';

const PIECE = 500;

/**
 * @param {object} parts
 * @param {Pick<import('../../../../engine/playground.js').Playground, 'encode'|'model'>} parts.pg
 * @param {(which: number[]) => Promise<Float32Array>} parts.images pixels of images
 * @param {ArrayLike<number>} parts.labels of all images
 * @param {(done: number) => void} parts.onProgress 0 to 1
 * @param {() => boolean} parts.stopped
 * @returns {Promise<Float32Array|null>} the mean of each image's latent, one after another; null where it was stopped, or another model came
 */
export async function latentsOf({ pg, images, labels, onProgress, stopped }) {
  const { model } = pg;
  if (!model?.hasEncoder) return null;
  const all = new Float32Array(labels.length * model.latentDim);
  for (let from = 0; from < labels.length; from += PIECE) {
    const which = Array.from({ length: Math.min(PIECE, labels.length - from) }, (_, at) => from + at);
    const pixels = await images(which);
    const { mean } = await pg.encode(pixels, model.conditional ? { label: which.map((at) => labels[at]) } : {});
    if (stopped() || pg.model !== model) return null;
    all.set(mean, from * model.latentDim);
    onProgress((from + pixels.length / PIXELS) / labels.length);
  }
  return all;
}
