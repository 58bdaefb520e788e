// The option of a scene that is at hand: a slider, or a list of values.

import { make, named } from '../../kit/make.js';

/** @typedef {{option: string, step?: number, max?: number, choices?: number[]}} AtHand choices: a list of these values in place of a slider */

/** @param {import('./fits.js').Scene} info @param {AtHand} atHand */
export function createOption({ name, options }, { option: key, step, max, choices }) {
  const option = options.find((one) => one.name === key);
  if (!option) throw new Error(`The scene ${name} has no option ${key}.`);
  const range = choices
    ? make('select', {}, choices.map((one) => make('option', { value: String(one) })))
    : make('input', { type: 'range', min: String(option.min), max: String(max ?? option.max), step: String(step), value: String(option.default) });
  named(range, { tLabel: `scenes.${name}.slider` });
  const value = make('output', { className: 'fine' });
  return {
    element: make('label', {}, [named(make('span'), { t: `scenes.${name}.slider` }), range, value]),
    range, value,
    isWhole: option.whole,
    /** What was chosen, where that differs from the scene's own. @returns {Record<string, number>} */
    chosen: () => (Number(range.value) === option.default ? {} : { [key]: Number(range.value) }),
  };
}
