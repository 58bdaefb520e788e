// What differs between the two runs: one setting, or the data.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { make, named } from '../../kit/make.js';
import { createDataChoice } from './data-choice.js';
import { comparable } from './figures.js';
import { createSettingChoice } from './setting-choice.js';

/** The one that shows most for most models. */
const FIRST = 'lr';
const DATA = 'data';

/** @typedef {import('../../run/address.js').State} State */

/** @param {{bench: import('../bench.js').Bench, onCompare: (difference: import('./difference.js').Difference) => void}} actions */
export function createChooser({ bench, onCompare }) {
  const select = make('select', { id: 'compare-setting' });
  const [given, value] = [1, 2].map(() => make('span', { className: 'inputs' }));
  const problem = make('p', { className: 'problem', id: 'compare-problem' });
  problem.setAttribute('role', 'alert');
  const start = named(make('button', { type: 'submit', className: 'primary', id: 'compare-start' }), { t: 'compare.start' });
  /** @param {string} key @param {string} htmlFor */
  const label = (key, htmlFor) => named(make('label', { htmlFor }), { t: key });
  const givenLabel = label('compare.given', 'compare-given');
  const form = make('form', { className: 'compare-form', noValidate: true }, [
    make('div', { className: 'field' }, [label('compare.setting', select.id), make('div', { className: 'inputs' }, [select])]),
    make('div', { className: 'field' }, [givenLabel, given]),
    make('div', { className: 'field' }, [label('compare.other', 'compare-value'), value]),
    start, problem,
  ]);
  /** @type {State|null} */
  let run = null;
  /** @type {import('./setting-choice.js').Choice|null} */
  let choice = null;

  function offer() {
    if (!run) return;
    const setting = comparable(run).find(({ key }) => key === select.value);
    choice = setting ? createSettingChoice(run, setting) : createDataChoice(run, bench);
    // Data have longer names than the values of a setting.
    form.classList.toggle('by-data', !setting);
    givenLabel.dataset.t = setting ? 'compare.given' : 'compare.given-data';
    translate(form);
    given.replaceChildren(choice.given);
    value.replaceChildren(...choice.other);
    for (const input of [choice.given, choice.other[0]]) input.setAttribute('aria-describedby', problem.id);
    check();
  }

  /** What was chosen; null where it cannot be used. */
  function check() {
    if (!choice) return null;
    const { difference, problem: wrong, note } = choice.read();
    choice.other[0].setAttribute('aria-invalid', String(wrong !== ''));
    problem.textContent = wrong || note;
    problem.classList.toggle('fine', wrong === '');
    return difference;
  }

  select.addEventListener('change', offer);
  for (const place of [given, value]) place.addEventListener('input', check);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = check();
    if (wanted) onCompare(wanted);
    else choice?.other[0].focus();
  });
  onLanguage(() => {
    if (!run) return;
    [...optionsOf(run)].forEach(([, words], at) => { select.options[at].textContent = words; });
    choice?.say?.();
    check();
  });
  translate(form);

  return {
    element: form,
    start,
    /** The run that the first of the two repeats, and the data of both where the address names them. @param {State} state */
    show(state) {
      const before = state.sides ? DATA : select.value;
      run = state;
      const all = optionsOf(state);
      select.replaceChildren(...[...all].map(([key, words]) => make('option', { value: key, textContent: words })));
      select.value = all.has(before) ? before : FIRST;
      offer();
    },
    /** What is chosen, where it can be used. */
    get chosen() { return check(); },
  };
}

/** What can differ, with its name. @param {State} run @returns {Map<string, string>} */
const optionsOf = (run) => new Map([[DATA, t('compare.data')], ...comparable(run).map(({ key, label }) => /** @type {[string, string]} */ ([key, label]))]);
