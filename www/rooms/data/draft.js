// The recipe that is being put together, which both cards of the room show. It is kept while other rooms are open.

import { signal } from '../../kit/scope.js';

/** @typedef {import('../../engine/recipe.js').Recipe} Recipe */

/**
 * @param {import('../bench.js').Bench} bench
 * @returns {{recipe: {value: Recipe}}} a signal, which begins as the recipe of the run
 */
export const draftOf = (bench) => bench.kept('data', { recipe: /** @type {{value: Recipe}} */ (signal(bench.state().data ?? {})) });
