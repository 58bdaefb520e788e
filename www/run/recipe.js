// What is done with the training images first, as the address has it. The engine says what there is; of a text it alone knows
// which are good. No DOM.

import { RECIPE } from '../engine/schema.js';
import { t } from '../words/i18n.js';
import { listed, shortened } from '../words/sentences.js';
import { parseSetting } from './settings.js';

/** @typedef {import('../engine/recipe.js').Recipe} Recipe */
/** @typedef {import('../engine/schema.d.ts').RecipeSetting} RecipeSetting */

/** The names of all values, in the engine's order. */
export const RECIPE_KEYS = RECIPE.map(({ key }) => key);

/** Which of two seeds counts is no matter of how large they are. */
const SEED = 'data.seed';

/** Whether a value may change something. @param {RecipeSetting} setting @param {import('../engine/schema.d.ts').Value} value */
function matters({ key, kind, choices = [] }, value) {
  if (kind === 'text') return value !== '';
  return kind === 'word' ? value !== choices[0] : key === SEED || value !== 0;
}

/**
 * Readers of the address by key, which put what they read into a recipe.
 * @param {Recipe} recipe changed
 * @param {(problem: string) => void} tell what cannot be used, in words
 * @returns {Record<string, (text: string) => void>}
 */
export const recipeReaders = (recipe, tell) => Object.fromEntries(RECIPE.map((setting) => {
  const { key, kind } = setting;
  return [key, (/** @type {string} */ text) => {
    const result = kind === 'text' ? { value: text.trim() } : parseSetting({ ...setting, kind, label: key }, text);
    if ('problem' in result) {
      tell(result.problem);
      return;
    }
    delete recipe[key];
    if (matters(setting, result.value)) recipe[key] = result.value;
  }];
}));

const PREFIX = 'data.';

/**
 * A recipe as one value of an address: `mislabel:0.3;digits:0,1,7`. No key and no value has a semicolon in it.
 * @param {Recipe} recipe
 */
export const recipeText = (recipe) => RECIPE_KEYS.filter((key) => key in recipe).map((key) => `${key.slice(PREFIX.length)}:${recipe[key]}`).join(';');

/**
 * The same read. What it cannot use it leaves out.
 * @param {string} text
 * @param {(problem: string) => void} tell of that, in words
 * @returns {Recipe}
 */
export function recipeOfText(text, tell) {
  /** @type {Recipe} */
  const recipe = {};
  const readers = recipeReaders(recipe, tell);
  for (const part of text.split(';').filter((one) => one.trim())) {
    const [name, ...value] = part.split(':');
    const key = `${PREFIX}${name.trim()}`;
    if (Object.hasOwn(readers, key)) readers[key](value.join(':').trim());
    else tell(t('troubles.no-setting', { key: shortened(key), known: listed(RECIPE_KEYS) }));
  }
  return recipe;
}
