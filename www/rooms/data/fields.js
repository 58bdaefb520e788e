// A field for each value of a recipe, as the engine's schema describes it. A step that is new there has one here without a line.

import { RECIPE } from '../../engine/schema.js';
import { make, named } from '../../kit/make.js';
import { hasText, t } from '../../words/i18n.js';
import { count, percent } from '../../words/sentences.js';

/** @typedef {import('../../engine/schema.d.ts').RecipeSetting} RecipeSetting */
/** @typedef {import('../../engine/schema.d.ts').Value} Value */

/** What people look for together; others come last. */
const GROUPS = {
  amount: ['data.digits', 'data.limit', 'data.rare', 'data.duplicates', 'data.rebalance'],
  damage: ['data.mislabel', 'data.mislabel_kind', 'data.invert', 'data.occlude', 'data.blur', 'data.noise'],
  augment: ['data.augment'],
};
/** Sliders of numbers with a range that a hand can set: the steps of each. @type {Record<string, number>} */
const STEPS = { 'data.blur': 0.25 };
const SHARES = 0.05;

/**
 * @typedef {object} Field
 * @property {string} key
 * @property {HTMLElement} element with its label
 * @property {() => Value} read nothing done: '' or 0, or the first choice
 * @property {(value: Value|undefined) => void} write undefined: nothing done
 * @property {() => void} say its words, after a change of language
 */

/** @returns {{group: string, fields: Field[]}[]} */
export function createFields() {
  const grouped = new Set(Object.values(GROUPS).flat());
  const others = RECIPE.map(({ key }) => key).filter((key) => !grouped.has(key));
  return Object.entries({ ...GROUPS, other: others }).map(([group, keys]) => ({
    group, fields: keys.flatMap((key) => RECIPE.filter((setting) => setting.key === key).map(createField)),
  })).filter(({ fields }) => fields.length > 0);
}

/** @param {RecipeSetting} setting @returns {Field} */
function createField(setting) {
  const { key, kind, min = 0, max = 1, choices = [] } = setting;
  const id = `recipe-${key.replace('data.', '')}`;
  const output = make('output');
  output.setAttribute('for', id);
  const input = kind === 'word'
    ? make('select', { id }, choices.map((choice) => named(make('option', { value: choice }), { t: `${key}.${choice}` })))
    : make('input', { id, ...attributes(setting) });
  const name = make('label', { htmlFor: id });
  const help = make('p', { className: 'help', id: `${id}-help` });
  input.setAttribute('aria-describedby', help.id);
  const element = make('div', { className: `field recipe-field ${kind}` }, [make('div', { className: 'field-head' }, [name, output]), input, help]);
  const share = kind === 'number' && max === 1;
  /** @returns {Value} */
  function read() {
    if (kind === 'text' || kind === 'word') return input.value.trim();
    return input.value === '' ? 0 : Number(input.value);
  }
  function show() {
    if (input.type === 'range') output.textContent = share ? percent(Number(input.value)) : input.value;
  }
  input.addEventListener('input', show);
  return {
    key, element, read,
    write(value) {
      input.value = String(value ?? (kind === 'word' ? choices[0] : input.type === 'range' ? min : ''));
      show();
    },
    say() {
      name.textContent = hasText(`${key}.label`) ? t(`${key}.label`) : key;
      help.textContent = hasText(`${key}.help`) ? t(`${key}.help`, { max: count(max) }) : setting.description;
      show();
    },
  };
}

/** @param {RecipeSetting} setting @returns {Partial<HTMLInputElement>} */
function attributes({ key, kind, min = 0, max = 1 }) {
  if (kind === 'text') return { type: 'text', spellcheck: false, autocomplete: 'off' };
  // Counts of images have no range that a hand could set.
  if (kind === 'whole' && max > 100) return { type: 'number', min: String(min), max: String(max), step: '1', placeholder: '0', inputMode: 'numeric' };
  return { type: 'range', min: String(min), max: String(max), step: String(kind === 'whole' ? 1 : STEPS[key] ?? (max === 1 ? SHARES : 0.1)) };
}
