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
  const failed = new Promise((_, reject) => { thread.addEventListener('error', () => reject(new Error('The thread has stopped.'))); });
  failed.catch(() => {});
  const answered = /** @template T @param {Promise<T>} answer @returns {Promise<T>} */ (answer) => /** @type {Promise<T>} */ (Promise.race([answer, failed]));
  try {
    const opened = await answered(worker.open(file));
    if ('problem' in opened) return { problem: opened.problem, close };
    return { opened, look: (frame, turns, byHand) => answered(worker.look(frame, turns, byHand)), close };
  } catch (error) {
    close();
    throw error;
  }
}
