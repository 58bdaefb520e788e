// What tells the two runs apart: one setting, or what is done with their training images. No DOM.

import { recipeText } from '../../run/recipe.js';
import { dataInWords } from '../../words/recipe.js';
import { changesTheLoss } from './figures.js';

/**
 * @typedef {import('../../run/address.js').State} State
 * @typedef {import('../../run/address.js').Sides} Sides
 * @typedef {import('../../run/settings.js').Values} Values
 * @typedef {import('../../engine/recipe.js').Recipe} Recipe
 *
 * @typedef {object} Difference
 * @property {{settings: Values, data?: Recipe}[]} both  of the two
 * @property {(index: number) => string} name  what one of the two has that the other has not
 * @property {boolean} inTheLoss  whether it is a part of the loss itself, so that the two losses measure different things
 * @property {Sides|null} sides   as the address has them, where it is the data
 */

/**
 * @param {State} run A
 * @param {import('../../run/settings.js').Setting} setting
 * @param {Values} settings of B
 * @returns {Difference}
 */
export function bySetting({ settings: own, data }, setting, settings) {
  const both = [own, settings].map((one) => ({ settings: one, data }));
  return { both, name: (index) => `${setting.label} ${both[index].settings[setting.key]}`, inTheLoss: changesTheLoss(setting), sides: null };
}

/**
 * @param {Pick<State, 'settings'>} run whose settings both have
 * @param {Sides} sides
 * @param {string|null} own what one's own images are called
 * @returns {Difference}
 */
export const byData = ({ settings }, sides, own) => ({
  both: sides.map((data) => ({ settings, data })), name: (index) => dataInWords(sides[index], own), inTheLoss: false, sides,
});

/**
 * Recipes to choose from, each once.
 * @param {Recipe[]} all
 * @returns {Map<string, Recipe>} by their text
 */
export const distinct = (all) => new Map(all.map((recipe) => [recipeText(recipe), recipe]));

/** Steps that change nothing but labels. */
const OF_LABELS = ['data.mislabel', 'data.mislabel_kind', 'data.seed'];

/**
 * Whether the two learn from the same images, and differ in labels that the model is never told.
 * @param {Sides} sides
 * @param {{conditional: boolean}} model
 */
export function onlyLabelsDiffer([a, b], { conditional }) {
  const images = (/** @type {Recipe} */ recipe) => recipeText(Object.fromEntries(Object.entries(recipe).filter(([key]) => !OF_LABELS.includes(key))));
  return !conditional && images(a) === images(b);
}
