// UMAP (McInnes, Healy and Melville 2018) on a thread of its own, by the package umap-js: it is busy for seconds, and ends when the
// thread does. It fits a sample; every other image is put among the fitted ones that it is nearest to.

import * as Comlink from '../../../../vendor/comlink.js';
import { mulberry32 } from '../../../../maths/noise.js';
import { UMAP } from '../../../../vendor/umap.js';
import { placeAmong } from './place-among.js';

/** Images that are fitted. */
const SAMPLE = 2000;
const NEIGHBOURS = 15;
const EPOCHS = 200;
/** Vectors between two reports. */
const PIECE = 500;

const actions = {
  /**
   * @param {Float32Array} vectors one after another
   * @param {number} size numbers in each
   * @param {(stage: 'neighbours'|'fit'|'others', done: number) => void} onProgress done: 0 to 1
   * @returns {Promise<Float32Array>} x and y of each
   */
  async map(vectors, size, onProgress) {
    const count = vectors.length / size;
    const sample = Math.min(count, SAMPLE);
    // Evenly from all of them, which are in no order.
    const fitted = Uint32Array.from({ length: sample }, (_, at) => Math.floor((at * count) / sample));
    onProgress('neighbours', 0);
    const umap = new UMAP({ nComponents: 2, nNeighbors: Math.min(NEIGHBOURS, sample - 1), minDist: 0.1, nEpochs: EPOCHS, random: mulberry32(1) });
    const epochs = umap.initializeFit(Array.from(fitted, (at) => Array.from(vectors.subarray(at * size, (at + 1) * size))));
    for (let epoch = 1; epoch <= epochs; epoch++) {
      umap.step();
      if (epoch % 5 === 0) onProgress('fit', epoch / epochs);
    }
    const places = Float32Array.from(umap.getEmbedding().flat());
    const all = new Float32Array(2 * count);
    for (let from = 0; from < count; from += PIECE) {
      placeAmong({ vectors, size, fitted, places }, from, Math.min(count, from + PIECE), all);
      onProgress('others', from / count);
    }
    return Comlink.transfer(all, [all.buffer]);
  },
};

/** @typedef {typeof actions} UmapThread */
Comlink.expose(actions);
