// Test images of the data that are learnt from now: asked for once, by all who show some. No DOM.

import { PIXELS } from '../maths/digit.js';

/** @typedef {import('../engine/types.d.ts').LabelledImages} LabelledImages */

/**
 * @param {Pick<import('../engine/playground.js').Playground, 'data'|'testImages'>} pg
 * @returns {(count: number) => Promise<LabelledImages>} the first ones; where one's own images are fewer, these over and over
 */
export function createTestImages(pg) {
  /** @type {Map<number, Promise<LabelledImages>>} */
  const asked = new Map();
  /** The data that the answers are of. */
  let { data } = pg;
  return function first(count) {
    if (data !== pg.data) asked.clear();
    data = pg.data;
    const there = data ? Math.min(count, data.test) : count;
    const known = asked.get(count);
    if (known) return known;
    const answer = pg.testImages(0, there).then((found) => repeated(found, count));
    asked.set(count, answer);
    // A failed question may be asked again.
    answer.catch(() => { if (asked.get(count) === answer) asked.delete(count); });
    return answer;
  };
}

/** @param {LabelledImages} found @param {number} count @returns {LabelledImages} */
function repeated({ images, labels }, count) {
  if (labels.length >= count) return { images, labels };
  const all = { images: new Float32Array(count * PIXELS), labels: new Uint8Array(count) };
  for (let at = 0; at < count; at++) {
    const of = at % labels.length;
    all.images.set(images.subarray(of * PIXELS, (of + 1) * PIXELS), at * PIXELS);
    all.labels[at] = labels[of];
  }
  return all;
}
