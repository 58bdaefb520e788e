// What is done with the training images first: tried out here, and trained on when asked for.

import { RECIPE } from '../../engine/schema.js';
import { sameRecipe } from '../../engine/recipe.js';
import { effect } from '../../kit/scope.js';
import { make, named } from '../../kit/make.js';
import { EXPERIMENTS, worthTrying } from '../../run/experiments.js';
import { recipeReaders } from '../../run/recipe.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { count } from '../../words/sentences.js';
import { draftOf } from './draft.js';
import { createFields } from './fields.js';
import { createKeptRecipes } from './kept-recipes.js';

/** @typedef {import('../../engine/recipe.js').Recipe} Recipe */

/** @type {import('../cards.js').CardDefinition} */
export const recipe = { name: 'recipe', title: 'data.recipe.title', fits: () => true, create };

/** @param {HTMLElement} card @param {import('../bench.js').Bench} bench */
function create(card, bench) {
  const kept = draftOf(bench);
  const draft = kept.recipe;
  const groups = createFields();
  const fields = groups.flatMap((group) => group.fields);
  const tries = EXPERIMENTS.map(({ id, recipe: wanted }) => {
    const button = named(make('button', { type: 'button', className: 'quiet-try' }), { t: `data.try.${id}` });
    button.addEventListener('click', () => { draft.value = wanted; });
    return { button, wanted };
  });
  const train = named(make('button', { type: 'submit', className: 'primary' }), { t: 'data.train' });
  const plain = named(make('button', { type: 'button' }), { t: 'data.plain' });
  const compare = make('button', { type: 'button', id: 'recipe-compare' });
  const state = make('p', { className: 'recipe-state', role: 'status' });
  const form = make('form', { className: 'recipe-form', noValidate: true }, [
    make('div', { className: 'tries' }, [named(make('span', { className: 'fine' }), { t: 'data.tries' }), ...tries.map(({ button }) => button)]),
    createKeptRecipes(draft),
    make('div', { className: 'recipe-groups' }, groups.map(({ group, fields: own }) => make('fieldset', { className: 'recipe-group' }, [
      named(make('legend'), { t: `data.group.${group}` }), ...own.map(({ element }) => element),
    ]))),
    make('div', { className: 'recipe-actions' }, [train, compare, plain, state]),
  ]);
  card.append(named(make('p', { className: 'explain' }), { t: 'data.recipe.about' }), form);
  translate(card);

  /** As the form has it. @returns {Recipe} */
  function read() {
    /** @type {Recipe} */
    const wanted = {};
    // What changes nothing is not in it: the same rules as for an address.
    const readers = recipeReaders(wanted, () => {});
    for (const { key, read: value } of fields) readers[key](value());
    // What says more about a step says nothing without it.
    for (const { key } of RECIPE) if (RECIPE.some((step) => key.startsWith(`${step.key}_`) && !(step.key in wanted))) delete wanted[key];
    return wanted;
  }

  const running = () => bench.state().data ?? {};
  function say() {
    const wanted = draft.value;
    const same = sameRecipe(wanted, running());
    train.disabled = same;
    plain.disabled = compare.disabled = Object.keys(wanted).length === 0;
    compare.textContent = t('data.compare', { name: bench.pg.data?.name ?? t('data.mnist') });
    state.textContent = same
      ? t(Object.keys(wanted).length === 0 ? 'data.state.plain' : 'data.state.same', { count: count(bench.pg.model?.trainSize ?? 0) })
      : t('data.state.differs');
    const fitting = worthTrying(bench.pg.model?.data.classes ?? 10).map(({ recipe: one }) => one);
    for (const { button, wanted: own } of tries) {
      button.setAttribute('aria-pressed', String(sameRecipe(own, wanted)));
      button.hidden = !fitting.includes(own);
    }
  }

  /** What the fields stand on was written by this form itself, and is not written into it again. */
  let own = false;
  effect(() => {
    const wanted = draft.value;
    if (!own) for (const { key, write } of fields) write(wanted[key]);
    say();
  });
  form.addEventListener('input', () => {
    own = true;
    draft.value = read();
    own = false;
  });
  compare.addEventListener('click', () => {
    bench.kept('compare-next', { begin: false }).begin = true;
    bench.goTo('compare', { sides: [{}, draft.value] });
  });
  plain.addEventListener('click', () => { draft.value = {}; });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!train.disabled) bench.trainOn(draft.value);
  });
  const words = () => {
    for (const { say: sayField } of fields) sayField();
    say();
  };
  onLanguage(words);
  words();
  return {
    loaded() {
      // What is being put together stays until there is a run on other data.
      if (!sameRecipe(kept.running, running())) draft.value = running();
      kept.running = running();
      say();
    },
  };
}
