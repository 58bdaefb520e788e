// A picture's file on its way to the thread that looks at it.

import * as Comlink from '../../../vendor/comlink.js';

/**
 * @param {Blob} file
 * @returns {Promise<import('./picture-dialog.js').Picture & {close: () => void} | {problem: string, close: () => void}>} problem: a key of
 *   the words, `picture.no-` before it. Rejects where the thread does not come up
 */
export async function openPicture(file) {
  const thread = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const close = () => thread.terminate();
  /** @type {Comlink.Remote<import('./worker.js').PictureWorker>} */
  const worker = Comlink.wrap(thread);
  // A script that does not arrive, or memory that does not suffice, would leave the page waiting.
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => { thread.addEventListener('error', () => reject(new Error('The thread has stopped.'))); });
  failed.catch(() => {});
  try {
    const opened = await Promise.race([worker.open(file), failed]);
    if ('problem' in opened) return { problem: opened.problem, close };
    return { opened, look: (frame, turns, byHand) => Promise.race([worker.look(frame, turns, byHand), failed]), close };
  } catch (error) {
    close();
    throw error;
  }
}
