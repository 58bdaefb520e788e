// The data that differ: a recipe for A and one for B, of those that are worth trying and those that are in use.

import { sameRecipe } from '../../engine/recipe.js';
import { make } from '../../kit/make.js';
import { worthTrying } from '../../run/experiments.js';
import { t } from '../../words/i18n.js';
import { dataInWords } from '../../words/recipe.js';
import { byData, distinct, onlyLabelsDiffer } from './difference.js';

/** B to begin with, by the model: wrong labels show in one that is told them. */
const FIRST = { conditional: { 'data.mislabel': 0.3 }, other: { 'data.limit': 500 } };

/**
 * @param {import('../../run/address.js').State} run
 * @param {import('../bench.js').Bench} bench
 * @returns {import('./setting-choice.js').Choice}
 */
export function createDataChoice(run, { pg }) {
  const own = pg.data && pg.data.name;
  const conditional = pg.model?.conditional ?? false;
  const [a, b] = run.sides ?? [run.data ?? {}, sameRecipe(run.data ?? {}, {}) ? FIRST[conditional ? 'conditional' : 'other'] : {}];
  const recipes = distinct([{}, run.data ?? {}, a, b, ...worthTrying(pg.model?.data.classes ?? 10).map(({ recipe }) => recipe)]);
  const texts = [...recipes.keys()];
  const [first, second] = ['compare-given', 'compare-value'].map((id) => make('select', { id }, texts.map((value) => make('option', { value }))));
  const say = () => {
    for (const { options } of [first, second]) for (const [at, recipe] of [...recipes.values()].entries()) options[at].textContent = dataInWords(recipe, own);
  };
  say();
  for (const [select, recipe] of /** @type {const} */ ([[first, a], [second, b]])) select.selectedIndex = [...recipes.values()].findIndex((one) => sameRecipe(one, recipe));
  return {
    given: first, other: [second], say,
    read() {
      const sides = /** @type {import('../../run/address.js').Sides} */ ([first, second].map(({ value }) => recipes.get(value) ?? {}));
      if (sameRecipe(...sides)) return { difference: null, problem: t('compare.same-data'), note: '' };
      return { difference: byData(run, sides, own), problem: '', note: onlyLabelsDiffer(sides, { conditional }) ? t('compare.labels-unused') : '' };
    },
  };
}
