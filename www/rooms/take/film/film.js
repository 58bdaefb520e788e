// Films: pictures one after the other, of the run's history or of a walk through the codes.

import { SIDE } from '../../../maths/digit.js';
import { toBytes } from '../../../run/timeline.js';
import { breathe } from '../../../kit/breathe.js';
import { createWalk } from './latent-walk.js';

/** Pictures of a film at most: more make a large file and no smoother a film. */
const MOST = 120;
/** How long a picture stays, and the last of a history, in milliseconds. */
const HISTORY_MS = 80;
const LAST_MS = 1600;
const WALK_MS = 50;

const GRID = { columns: 4, rows: 4 };
/** A model that is told the digit draws all ten in the same handwriting. */
const DIGITS = { columns: 5, rows: 2 };
const STOPS = 6;
const BETWEEN = 20;
/** Pictures that are decoded in one call. */
const AT_ONCE = 10;

/**
 * @typedef {object} Film
 * @property {number} columns
 * @property {number} rows
 * @property {{bytes: Uint8Array, ms: number}[]} pictures
 */

/**
 * What the samples card has shown, first to last.
 * @param {import('../../../run/timeline.js').Timeline} history
 * @returns {Film|null} null: nothing has changed yet
 */
export function filmOfHistory(history) {
  const all = history.last ? history.alike : [];
  if (all.length < 2) return null;
  const count = Math.min(all.length, MOST);
  const shown = Array.from({ length: count }, (_, at) => {
    const { bytes } = all[Math.round((at * (all.length - 1)) / (count - 1))];
    return { bytes, ms: at === count - 1 ? LAST_MS : HISTORY_MS };
  });
  return { columns: all[0].columns, rows: all[0].rows, pictures: shown };
}

/**
 * A walk through random codes that ends where it began. Asked for all at once, so that no training comes between its pictures.
 * @param {import('../../../engine/playground.js').Playground} pg
 * @param {{seed: number, onProgress: (share: number) => void, signal: AbortSignal}} options
 * @returns {Promise<Film>}
 */
export async function filmOfWalk(pg, { seed, onProgress, signal }) {
  if (!pg.model) throw new Error('There is no model to walk through.');
  const { latentDim, conditional } = pg.model;
  const layout = conditional ? DIGITS : GRID;
  const tiles = layout.columns * layout.rows;
  const codes = createWalk({ tiles, alike: conditional, size: latentDim, stops: STOPS, between: BETWEEN, seed });
  const questions = [];
  for (let frame = 0; frame < STOPS * BETWEEN; frame += AT_ONCE) {
    const z = new Float32Array(AT_ONCE * tiles * latentDim);
    for (let at = 0; at < AT_ONCE; at++) z.set(codes(frame + at), at * tiles * latentDim);
    questions.push(z);
    await breathe();
  }
  signal.throwIfAborted();
  const told = conditional ? { label: Uint8Array.from({ length: AT_ONCE * tiles }, (_, at) => at % tiles) } : {};
  let done = 0;
  const answers = await Promise.all(questions.map(async (z) => {
    const images = await pg.decode(z, told);
    done += 1;
    onProgress(done / questions.length);
    return pictures(images, tiles);
  }));
  signal.throwIfAborted();
  return { ...layout, pictures: answers.flat() };
}

/** @param {Float32Array} images @param {number} tiles of a picture */
function pictures(images, tiles) {
  const pixels = tiles * SIDE * SIDE;
  return Array.from({ length: images.length / pixels }, (_, at) => (
    { bytes: toBytes(images.subarray(at * pixels, (at + 1) * pixels)), ms: WALK_MS }
  ));
}
