// What is done with the training images first, in words.

import { sameRecipe } from '../engine/recipe.js';
import { RECIPE } from '../engine/schema.js';
import { EXPERIMENTS } from '../run/experiments.js';
import { t, textOr } from './i18n.js';
import { listed, percent, shortened } from './sentences.js';

/** @typedef {import('../engine/recipe.js').Recipe} Recipe */

/**
 * “MNIST as it is”, “30 % wrong labels”, “runes: Noise 40 %”.
 * @param {Recipe} recipe
 * @param {string|null} own what one's own images are called; null for MNIST
 */
export function dataInWords(recipe, own) {
  const tried = EXPERIMENTS.find((one) => sameRecipe(one.recipe, recipe));
  const steps = tried ? t(`data.try.${tried.id}`) : listed(RECIPE.filter(({ key }) => key in recipe).map((step) => `${textOr(`${step.key}.label`, step.key)} ${valueOf(step, recipe[step.key])}`));
  if (!steps) return t('data.as-is', { name: own ?? t('data.mnist') });
  return own ? t('data.of-own', { name: own, steps }) : steps;
}

/** @param {import('../engine/schema.d.ts').RecipeSetting} step @param {import('../engine/schema.d.ts').Value} value */
function valueOf({ key, kind, max }, value) {
  if (kind === 'word') return textOr(`${key}.${value}`, String(value));
  return kind === 'number' && max === 1 ? percent(Number(value)) : shortened(String(value));
}
