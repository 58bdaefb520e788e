// What is placed where, in which colours, and which images are shown: the row of controls above the explorer.

import { make, named } from '../../../../kit/make.js';
import { percent } from '../../../../words/sentences.js';
import { t, translate } from '../../../../words/i18n.js';
import { ENGINE_SCORES, PIXEL_SCORES } from '../engine/scores.js';

/** Ways to place images; `latents` ones need a model that encodes. Words are `explorer.place.NAME`. */
export const PLACINGS = ['label', 'score', 'pixels-pca', 'pixels-umap', 'latents-pca', 'latents-umap'];

/** @typedef {{place: string, score: string, colour: 'label'|'score', part: 'all'|'train'|'test', digits: number[]|null, low: number, high: number}} Choices low, high: 0 to 1 */

/** @type {Choices} */
export const FIRST = { place: 'label', score: 'mean-distance', colour: 'label', part: 'all', digits: null, low: 0, high: 1 };

/**
 * @param {Choices} chosen changed
 * @param {{classes: number, engine: boolean, onChange: (what: keyof Choices) => void}} options engine: whether it computes scores
 */
export function createChoices(chosen, { classes, engine, onChange }) {
  const lists = {
    place: list('place', PLACINGS), score: list('score', [...PIXEL_SCORES, ...(engine ? ENGINE_SCORES : [])]),
    colour: list('colour', ['label', 'score']), part: list('part', ['all', 'train', 'test']),
  };
  for (const [name, { select }] of Object.entries(lists)) {
    const key = /** @type {'place'|'score'|'colour'|'part'} */ (name);
    if ([...select.options].some(({ value }) => value === chosen[key])) select.value = chosen[key];
    else chosen[key] = /** @type {never} */ (select.value);
    select.addEventListener('change', () => {
      Object.assign(chosen, { [key]: select.value });
      onChange(key);
    });
  }

  const digits = Array.from({ length: classes }, (_, digit) => {
    const button = make('button', { type: 'button', textContent: String(digit), className: `explorer-digit kind-${digit}` });
    button.addEventListener('click', () => {
      const on = new Set(chosen.digits ?? []);
      if (!on.delete(digit)) on.add(digit);
      chosen.digits = on.size === 0 || on.size === classes ? null : [...on].sort();
      say();
      onChange('digits');
    });
    return button;
  });
  const ends = /** @type {const} */ (['low', 'high']).map((end) => {
    const input = make('input', { type: 'range', min: '0', max: '100', step: '1', value: String(100 * chosen[end]), id: `explorer-${end}` });
    const output = make('output');
    input.addEventListener('input', () => {
      chosen[end] = Number(input.value) / 100;
      say();
      onChange(end);
    });
    return { end, input, output, element: make('div', { className: 'explorer-range' }, [named(make('label', { htmlFor: input.id }), { t: `explorer.${end}` }), output, input]) };
  });
  const group = named(make('div', { className: 'explorer-digits' }, digits), { tLabel: 'explorer.digits' });
  group.setAttribute('role', 'group');
  const element = make('div', { className: 'explorer-choices' }, [
    ...Object.values(lists).map(({ element: one }) => one), ...(classes > 1 ? [make('div', { className: 'explorer-choice' }, [named(make('span'), { t: 'explorer.digits' }), group])] : []),
    ...ends.map((end) => end.element),
  ]);
  translate(element);

  function say() {
    digits.forEach((button, digit) => {
      button.setAttribute('aria-pressed', String(chosen.digits?.includes(digit) ?? false));
      button.title = t('explorer.digit', { digit });
    });
    for (const { end, output } of ends) output.textContent = percent(chosen[end]);
  }
  say();

  return {
    element,
    say,
    /** @param {boolean} encodes whether the model has latents of images */
    offer(encodes) {
      for (const option of lists.place.select.options) if (option.value.startsWith('latents')) option.disabled = !encodes;
    },
    /** What could not be done is not chosen. @param {'place'|'score'} name @param {string} value */
    put(name, value) {
      Object.assign(chosen, { [name]: value });
      lists[name].select.value = value;
    },
  };
}

/** @param {string} name @param {string[]} values */
function list(name, values) {
  const select = make('select', { id: `explorer-${name}` }, values.map((value) => named(make('option', { value }), { t: `explorer.${name}.${value}` })));
  return { select, element: make('div', { className: 'explorer-choice' }, [named(make('label', { htmlFor: select.id }), { t: `explorer.${name}` }), select]) };
}
