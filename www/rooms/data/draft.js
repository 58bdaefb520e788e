// The recipe that is being put together, which both cards of the room show. It is kept while other rooms are open.

import { signal } from '../../kit/scope.js';

/** @typedef {import('../../engine/recipe.js').Recipe} Recipe */

/**
 * @param {import('../bench.js').Bench} bench
 * @returns {{recipe: {value: Recipe}, running: Recipe}} recipe: a signal, which begins as that of the run; running: the run's, when the
 *   room last heard of it
 */
export function draftOf(bench) {
  const running = bench.state().data ?? {};
  return bench.kept('data', { recipe: /** @type {{value: Recipe}} */ (signal(running)), running });
}
