// Recipes that a visitor has kept, in this browser: offered in the card of the recipe beside those worth trying.

import { sameRecipe } from '../../engine/recipe.js';
import { make, named } from '../../kit/make.js';
import { effect, signal } from '../../kit/scope.js';
import { recipeReaders } from '../../run/recipe.js';
import { onLanguage, t, textOr } from '../../words/i18n.js';
import { listed } from '../../words/sentences.js';

/** @typedef {import('../../engine/recipe.js').Recipe} Recipe */

const STORED = 'playground.recipes';
/** The latest ones; an older one goes. */
const MOST = 8;
/** Letters of a value in a button: a list of images is long. */
const LETTERS = 24;

const kept = signal(/** @type {Recipe[]} */ ([]));

/** Whether storage was denied, or full: then the recipes are there for this visit. */
let denied = false;

/**
 * What is there and can be used; other visits, another tab or another version of the page may have changed it.
 * @param {Pick<Storage, 'getItem'>} [storage] the browser's, which throws at its very name where it is denied
 * @returns {Recipe[]}
 */
export function readRecipes(storage) {
  if (denied) return kept.value;
  try {
    const found = JSON.parse((storage ?? localStorage).getItem(STORED) ?? '[]');
    return Array.isArray(found) ? found.map(usable).filter((one) => Object.keys(one).length > 0).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Of something that was stored, what is a recipe. @param {unknown} stored @returns {Recipe} */
function usable(stored) {
  /** @type {Recipe} */
  const recipe = {};
  const readers = recipeReaders(recipe, () => {});
  if (typeof stored !== 'object' || stored === null) return recipe;
  for (const [key, value] of Object.entries(stored)) if (Object.hasOwn(readers, key)) readers[key](String(value));
  return recipe;
}

/** @param {Recipe[]} recipes @param {Pick<Storage, 'setItem'>} [storage] */
function write(recipes, storage) {
  kept.value = recipes;
  try {
    (storage ?? localStorage).setItem(STORED, JSON.stringify(recipes));
  } catch {
    denied = true;
  }
}

/** One more, the latest first, and none twice. @param {Recipe} recipe @param {Pick<Storage, 'getItem'|'setItem'>} [storage] */
export function keepRecipe(recipe, storage) {
  write([recipe, ...readRecipes(storage).filter((one) => !sameRecipe(one, recipe))].slice(0, MOST), storage);
}

/**
 * A row of buttons, one a recipe; none where none is kept.
 * @param {{value: Recipe}} draft a signal: what is being put together
 */
export function createKeptRecipes(draft) {
  const element = make('div', { className: 'tries kept-recipes', hidden: true });
  kept.value = readRecipes();

  function say() {
    element.hidden = kept.value.length === 0;
    element.replaceChildren(named(make('span', { className: 'fine', textContent: t('data.kept') }), { t: 'data.kept' }), ...kept.value.map((recipe) => {
      const name = nameOf(recipe);
      const use = make('button', { type: 'button', textContent: name });
      use.setAttribute('aria-pressed', String(sameRecipe(recipe, draft.value)));
      use.addEventListener('click', () => { draft.value = recipe; });
      const forget = make('button', { type: 'button', textContent: '×', title: t('data.forget', { name }) });
      forget.setAttribute('aria-label', forget.title);
      forget.addEventListener('click', () => write(readRecipes().filter((one) => !sameRecipe(one, recipe))));
      return make('span', { className: 'kept-recipe' }, [use, forget]);
    }));
  }
  effect(say);
  onLanguage(say);
  return element;
}

/** What it does, in short. @param {Recipe} recipe */
function nameOf(recipe) {
  return listed(Object.entries(recipe).map(([key, value]) => {
    const text = String(value);
    return `${textOr(`${key}.label`, key)} ${text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text}`;
  }));
}
