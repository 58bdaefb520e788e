// Which setting differs, and what it is in the second run.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { make } from '../../kit/make.js';
import { changed, changesTheLoss, comparable, otherValue } from './figures.js';

/** The one that shows most for most models. */
const FIRST = 'lr';

/**
 * @typedef {import('../../run/address.js').State} State
 * @typedef {import('../../run/settings.js').Setting} Setting
 * @typedef {import('../../run/settings.js').Values} Values
 */

/** @param {{onCompare: (setting: Setting, settings: Values) => void}} actions */
export function createChooser({ onCompare }) {
  const select = make('select', { id: 'compare-setting' });
  const given = make('output', { id: 'compare-given' });
  const value = make('span', { className: 'inputs' });
  const problem = make('p', { className: 'problem', id: 'compare-problem' });
  problem.setAttribute('role', 'alert');
  const start = make('button', { type: 'submit', className: 'primary', id: 'compare-start' });
  start.dataset.t = 'compare.start';
  /** @param {string} key @param {string} htmlFor */
  const label = (key, htmlFor) => { const made = make('label', { htmlFor }); made.dataset.t = key; return made; };
  const form = make('form', { className: 'compare-form', noValidate: true }, [
    make('div', { className: 'field' }, [label('compare.setting', select.id), make('div', { className: 'inputs' }, [select])]),
    make('div', { className: 'field' }, [label('compare.given', given.id), given]),
    make('div', { className: 'field' }, [label('compare.other', 'compare-value'), value]),
    start, problem,
  ]);
  /** @type {State|null} */
  let run = null;
  /** @type {HTMLInputElement|HTMLSelectElement|null} */
  let input = null;

  const setting = () => (run ? comparable(run).find(({ key }) => key === select.value) : undefined);

  function offer() {
    const chosen = setting();
    if (!run || !chosen) return;
    const { kind, choices = [], offers } = chosen;
    const current = run.settings[chosen.key];
    given.textContent = String(current);
    const words = kind === 'word' ? choices.filter((word) => word !== current) : [];
    input = kind === 'word'
      ? make('select', {}, words.map((word) => make('option', { value: word, textContent: word })))
      : make('input', { type: 'text', inputMode: kind === 'whole' ? 'numeric' : 'decimal', autocomplete: 'off', value: String(otherValue(chosen, current)) });
    input.id = 'compare-value';
    input.setAttribute('aria-describedby', problem.id);
    value.replaceChildren(input);
    if (kind !== 'word' && offers) {
      value.append(make('datalist', { id: 'compare-offers' }, offers.map((one) => make('option', { value: String(one) }))));
      input.setAttribute('list', 'compare-offers');
    }
    check();
  }

  /** What was typed, as the settings of the second run; null where it cannot be used. */
  function check() {
    const chosen = setting();
    if (!run || !chosen || !input) return null;
    const result = changed(run, chosen, input.value);
    const note = 'problem' in result ? result.problem : 'same' in result ? t('compare.same') : '';
    input.setAttribute('aria-invalid', String(note !== ''));
    problem.textContent = note;
    problem.classList.toggle('fine', note === '');
    if (note === '' && changesTheLoss(chosen)) problem.textContent = t('compare.otherLoss');
    return 'settings' in result ? { setting: chosen, settings: result.settings } : null;
  }

  select.addEventListener('change', offer);
  value.addEventListener('input', check);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = check();
    if (wanted) onCompare(wanted.setting, wanted.settings);
    else input?.focus();
  });
  onLanguage(() => {
    if (!run) return;
    comparable(run).forEach((one, at) => { select.options[at].textContent = one.label; });
    check();
  });
  translate(form);

  return {
    element: form,
    start,
    /** The run that the first of the two repeats. @param {State} state */
    show(state) {
      const before = select.value;
      run = state;
      const settings = comparable(state);
      select.replaceChildren(...settings.map((one) => make('option', { value: one.key, textContent: one.label })));
      select.value = settings.some(({ key }) => key === before) ? before : FIRST;
      offer();
    },
  };
}
