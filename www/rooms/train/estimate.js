// What the settings that are typed differ in from the run's, and how large the model would be with them.

import { onLanguage, t } from '../../words/i18n.js';
import { codeOf, messageOf } from '../../engine/thrown.js';
import { changesOf } from '../../run/address.js';
import { count } from '../../words/sentences.js';
import { find } from '../../kit/find.js';
import { make } from '../../kit/make.js';

/** @typedef {import('../../engine/types.d.ts').Model} Model */

/**
 * @param {HTMLFormElement} form
 * @param {object} ask
 * @param {() => import('../../run/address.js').State|null} ask.draft null while a field cannot be read
 * @param {(preset: string, settings: import('../../run/settings.js').Values) => Promise<{parameterCount: number}>} ask.describe
 * @param {() => Model|null|undefined} ask.running the model there is, if there is one
 */
export function createEstimate(form, { draft, describe, running }) {
  const [change, size] = [make('b', { hidden: true }), make('span')];
  form.append(make('p', { className: 'estimate', role: 'status' }, [change, size]));
  let asked = 0;
  /** What stands there, to be said in another language: while a field cannot be read, nothing new does. */
  let told = () => '';
  let differences = 0;

  /** Fields whose value is another one than the run's. @param {import('../../run/address.js').State} wanted @param {Model} model */
  function differing(wanted, model) {
    /** @type {import('../../run/settings.js').Values} */
    const now = model.settings;
    const keys = Object.keys(wanted.settings).filter((key) => wanted.settings[key] !== now[key]);
    for (const field of form.querySelectorAll('.field')) {
      const key = find(field, 'input, select').id.replace('setting-', '');
      field.classList.toggle('differs', keys.includes(key));
    }
    return keys;
  }

  async function refresh() {
    const mine = ++asked;
    const [wanted, model] = [draft(), running()];
    if (!wanted || !model || wanted.preset !== model.preset) return;
    const keys = differing(wanted, model);
    change.hidden = keys.length === 0;
    differences = keys.length;
    say();
    /** @type {() => string} */
    let answer;
    try {
      const { parameterCount } = await describe(wanted.preset, changesOf(wanted));
      answer = () => sentence(parameterCount, model.parameterCount);
    } catch (error) {
      // Settings that are each possible need not go together.
      answer = () => (codeOf(error) === 'bad-setting' ? t('troubles.bad-setting', { message: messageOf(error) }) : '');
    }
    if (mine !== asked) return;
    told = answer;
    say();
  }

  function say() {
    change.textContent = differences === 0 ? '' : t('inside.estimate.restart', { count: count(differences) });
    size.textContent = told();
  }

  form.addEventListener('input', refresh);
  form.addEventListener('click', ({ target }) => { if (target instanceof HTMLButtonElement && target.type === 'button') refresh(); });
  onLanguage(() => { say(); refresh(); });
  return { refresh };
}

/** @param {number} wanted parameters @param {number} now */
function sentence(wanted, now) {
  const change = Math.round((100 * (wanted - now)) / now);
  const parameters = { wanted: count(wanted), now: count(now), change: `${change < 0 ? '−' : '+'}${count(Math.abs(change))} %` };
  return t(wanted === now ? 'inside.estimate.same' : 'inside.estimate.other', parameters);
}
