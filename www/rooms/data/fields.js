// A field for each value of a recipe, as the engine's schema describes it. A step that is new there has one here without a line.

import { RECIPE } from '../../engine/schema.js';
import { make, named } from '../../kit/make.js';
import { t, textOr } from '../../words/i18n.js';
import { percent } from '../../words/sentences.js';

/** @typedef {import('../../engine/schema.d.ts').RecipeSetting} RecipeSetting */
/** @typedef {import('../../engine/schema.d.ts').Value} Value */

/** What people look for together; others come last. */
const GROUPS = {
  amount: ['data.digits', 'data.limit', 'data.rare', 'data.duplicates', 'data.rebalance', 'data.seed'],
  damage: ['data.mislabel', 'data.mislabel_kind', 'data.invert', 'data.occlude', 'data.blur', 'data.noise'],
  clean: ['data.drop', 'data.relabel', 'data.clean', 'data.clean_share'],
  augment: ['data.augment'],
};

/**
 * @typedef {object} Field
 * @property {string} key
 * @property {HTMLElement} element with its label
 * @property {() => string} read as an address has it; '' where nothing is set
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
  const { key, kind, min = 0, choices = [], amounts } = setting;
  if (amounts) return createAmounts(setting, amounts);
  const id = `recipe-${key.replace('data.', '')}`;
  const input = kind === 'word'
    ? make('select', { id }, choices.map((choice) => named(make('option', { value: choice }), { t: `${key}.${choice}` })))
    : make('input', { id, ...attributes(setting) });
  const { row, name, show } = labelled(input);
  const help = make('p', { className: 'help', id: `${id}-help` });
  input.setAttribute('aria-describedby', help.id);
  return {
    key,
    element: make('div', { className: 'field recipe-field' }, [...row, help]),
    read: () => input.value,
    write(value) {
      input.value = String(value ?? (kind === 'word' ? choices[0] : input.type === 'range' ? min : ''));
      show();
    },
    say: () => sayOf(setting, name, help, show),
  };
}

/**
 * A slider for each name of a list, `shift:2,rotate:10`.
 * @param {RecipeSetting} setting
 * @param {NonNullable<RecipeSetting['amounts']>} amounts
 * @returns {Field}
 */
function createAmounts(setting, amounts) {
  const { key } = setting;
  const sliders = amounts.map(({ name, most, whole }) => {
    const input = make('input', { id: `recipe-${name}`, ...range(0, most, whole) });
    return { of: name, input, ...labelled(input) };
  });
  const title = make('p', { className: 'amounts-title' });
  const help = make('p', { className: 'help' });
  return {
    key,
    element: make('div', { className: 'field recipe-field' }, [title, help, ...sliders.flatMap(({ row }) => row)]),
    read: () => sliders.filter(({ input }) => Number(input.value) > 0).map(({ of, input }) => `${of}:${input.value}`).join(),
    write(value) {
      const given = new Map(String(value ?? '').split(',').map((one) => /** @type {[string, string]} */ (one.split(':').map((part) => part.trim()))));
      for (const { of, input, show } of sliders) {
        input.value = given.get(of) ?? '0';
        show();
      }
    },
    say() {
      sayOf(setting, title, help, () => {});
      for (const { of, name, show } of sliders) {
        name.textContent = textOr(`${key}.${of}`, of);
        show();
      }
    },
  };
}

/** A control with its name, and, where it is a slider, what it stands at. @param {HTMLInputElement|HTMLSelectElement} input */
function labelled(input) {
  const name = make('label', { htmlFor: input.id });
  const output = make('output');
  output.setAttribute('for', input.id);
  const share = input instanceof HTMLInputElement && input.max === '1';
  function show() {
    if (input.type === 'range') output.textContent = share ? percent(Number(input.value)) : input.value;
  }
  input.addEventListener('input', show);
  return { row: [make('div', { className: 'field-head' }, [name, output]), input], name, show };
}

/** @param {RecipeSetting} setting @param {HTMLElement} name @param {HTMLElement} help @param {() => void} show */
function sayOf({ key, description }, name, help, show) {
  name.textContent = textOr(`${key}.label`, key);
  help.textContent = textOr(`${key}.help`, description);
  show();
}

/** @param {RecipeSetting} setting @returns {Partial<HTMLInputElement>} */
function attributes({ kind, min = 0, max = 1 }) {
  if (kind === 'text') return { type: 'text', spellcheck: false, autocomplete: 'off' };
  // Counts of images have no range that a hand could set.
  if (kind === 'whole' && max > 100) return { type: 'number', min: String(min), max: String(max), step: '1', inputMode: 'numeric' };
  return range(min, max, kind === 'whole');
}

/** @param {number} min @param {number} max @param {boolean} whole @returns {Partial<HTMLInputElement>} */
function range(min, max, whole) {
  const step = whole || max > 20 ? 1 : max <= 1 ? 0.05 : 0.25;
  // A slider's steps begin at its least.
  return { type: 'range', min: String(min < step ? 0 : min), max: String(max), step: String(step) };
}
