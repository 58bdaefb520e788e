// Collects what is worth a look: from the pixels alone, and from the engine's scores where it computes them. No DOM.

/** Of each kind. */
export const EACH = 12;

/** @typedef {{kind: 'outlier'|'same'|'near'|'suspect', index: number, label: number, score: number, of?: number, suggested?: number}} Found of: the image that it is like */

/**
 * Kinds in turn, and no image twice.
 * @param {Found[][]} kinds
 * @returns {Found[]}
 */
export function inTurn(kinds) {
  const all = Array.from({ length: Math.max(0, ...kinds.map(({ length }) => length)) }, (_, at) => kinds.flatMap((kind) => kind.slice(at, at + 1))).flat();
  return all.filter(({ index }, at) => all.findIndex((other) => other.index === index) === at);
}

/**
 * @param {object} parts
 * @param {import('../thread.js').Thread<import('../thread/worker.js').ExplorerThread>} parts.thread
 * @param {ArrayLike<number>} parts.labels of all images
 * @param {number} parts.train
 * @param {((name: string, onProgress: (done: number) => void) => Promise<import('../engine/scores.js').Scores>)|null} parts.scores the engine's, where there are any
 * @param {(done: number) => void} onProgress 0 to 1
 * @param {(found: Found[]) => Promise<void>} [onFound] what is known already: the engine's part takes long
 * @returns {Promise<Found[]>}
 */
export async function findWorth({ thread, labels, train, scores }, onProgress, onFound = async () => {}) {
  const { remote } = thread;
  const outliers = await thread.or(remote.outliers(EACH));
  const same = await thread.or(remote.sameImages());
  onProgress(scores ? 0.05 : 1);
  /** @type {Found[]} */
  const unlike = outliers.map(({ index, score }) => ({ kind: 'outlier', index, label: labels[index], score }));
  /** @type {Found[]} */
  const twice = same.slice(0, EACH).map(({ index, of }) => ({ kind: 'same', index, of, label: labels[index], score: 0 }));
  if (!scores) return inTurn([unlike, twice]);
  await onFound(inTurn([unlike, twice]));
  const { values, others } = await scores('nearest', (done) => onProgress(0.05 + 0.45 * done));
  // Of two that are nearest to each other the later one.
  const isFirst = (/** @type {number} */ at) => others !== null && others[others[at]] === at && others[at] > at;
  const nearest = Array.from({ length: train }, (_, at) => at).filter((at) => values[at] > 0 && !isFirst(at)).sort((a, b) => values[a] - values[b]);
  /** @type {Found[]} */
  const near = nearest.slice(0, EACH).map((index) => ({ kind: 'near', index, label: labels[index], score: values[index], ...(others && { of: others[index] }) }));
  await onFound(inTurn([twice, near, unlike]));
  const { suspects } = await scores('self-confidence', (done) => onProgress(0.5 + 0.5 * done));
  /** @returns {Found[]} */
  const doubted = (/** @type {typeof suspects} */ some) => some.slice(0, 2 * EACH).map(({ index, label, suggested, score }) => ({ kind: 'suspect', index, label, suggested, score }));
  // Labels of test images can be doubted too, though nothing is learnt from them. What is found twice is what can be mended.
  return inTurn([doubted(suspects.filter(({ index }) => index < train)), twice, near, unlike, doubted(suspects.filter(({ index }) => index >= train))]);
}
