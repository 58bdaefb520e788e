// Reads files of images on a thread of its own: thousands of pictures take a while.

import * as Comlink from '../vendor/comlink.js';
import { DataProblem } from './problem.js';
import { setOf, sourcesOf, suggestion } from './read.js';

/**
 * @typedef {import('./read.js').How} How
 * @typedef {{problem: import('./problem.js').Problem, facts: Record<string, string|number>}} Refused
 * @typedef {{pictures: number, how: How, others: number}} Opened pictures: 0 where there are only IDX files
 */

/** @type {import('./read.js').Sources|null} */
let sources = null;

/** @type {import('./read.js').Decode} */
async function decode(blob, longest, { width, height }) {
  const scale = longest / Math.max(width, height);
  /** @type {ImageBitmapOptions} */
  const smaller = scale < 1 ? { resizeQuality: 'high', ...(width >= height ? { resizeWidth: longest } : { resizeHeight: longest }) } : {};
  const bitmap = await createImageBitmap(blob, smaller);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no canvas to read the picture with.');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const size = { width: bitmap.width, height: bitmap.height };
  bitmap.close();
  return { data, ...size };
}

/** @template T @param {() => Promise<T>} work @returns {Promise<T|Refused>} errors lose what they say between threads */
async function told(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DataProblem)) throw error;
    return { problem: error.problem, facts: error.facts };
  }
}

const actions = {
  /** @param {File[]} files @returns {Promise<Opened|Refused>} */
  open: (files) => told(async () => {
    sources = await sourcesOf(files);
    return { pictures: sources.idx.length > 0 ? 0 : sources.pictures.length, how: await suggestion(sources, decode), others: sources.others };
  }),
  /** @param {How} how @param {(done: number, all: number) => void} onProgress */
  convert: (how, onProgress) => told(async () => {
    if (!sources) throw new Error('There are no files yet.');
    let last = 0;
    return setOf(sources, how, decode, (done, all) => {
      const now = performance.now();
      if (now - last > 100) {
        last = now;
        onProgress(done, all);
      }
    });
  }),
};
/** @typedef {typeof actions} DataWorker */
Comlink.expose(actions);
