// Scores of images: those that pixels alone give, and those that the engine computes with a model or a classifier (`pg.scores`), where
// it can. No DOM.

/** What needs no model (thread/analysis.js). */
export const PIXEL_SCORES = ['mean-distance', 'ink'];
/** What the engine is asked for. */
export const ENGINE_SCORES = ['nearest', 'self-confidence', 'learning-confidence', 'learning-variability', 'reconstruction'];

/**
 * @typedef {{index: number, label: number, suggested: number, score: number}} Suspect an image whose label seems wrong
 * @typedef {{values: Float32Array, others?: Uint32Array, suspects?: Suspect[]}} PartScores others: the image that each is nearest to, among those of the part
 * @typedef {(name: string, options: {part: 'train'|'test', onProgress?: (done: number) => void}) => Promise<PartScores>} AskScores
 * @typedef {{values: Float32Array, others: Uint32Array|null, suspects: Suspect[]}} Scores of all images, training images first: values NaN where there is
 *   none, others for training images alone, suspects the least believed of each part first
 */

/** How to ask the engine, where it knows scores. @param {object} pg @returns {AskScores|null} */
export function asker(pg) {
  const { scores } = /** @type {{scores?: AskScores}} */ (pg);
  return typeof scores === 'function' ? scores.bind(pg) : null;
}

/**
 * Of both parts. Where only training images can have one, test images have none.
 * @param {AskScores} ask
 * @param {string} name
 * @param {{train: number, count: number}} images
 * @param {(done: number) => void} onProgress 0 to 1
 * @returns {Promise<Scores>}
 */
export async function engineScores(ask, name, { train, count }, onProgress) {
  const share = train / count;
  const values = new Float32Array(count).fill(NaN);
  const ofTrain = await ask(name, { part: 'train', onProgress: (done) => onProgress(share * shareOf(done)) });
  values.set(ofTrain.values.subarray(0, train));
  const ofTest = await ask(name, { part: 'test', onProgress: (done) => onProgress(share + (1 - share) * shareOf(done)) }).catch(() => null);
  if (ofTest) values.set(ofTest.values.subarray(0, count - train), train);
  const suspects = [...(ofTrain.suspects ?? []), ...(ofTest?.suspects ?? []).map((one) => ({ ...one, index: train + one.index }))];
  return { values, others: ofTrain.others ?? null, suspects };
}

/** @param {unknown} done */
const shareOf = (done) => (typeof done === 'number' && done >= 0 && done <= 1 ? done : 0);
