// The settings form. It holds a draft; nothing changes until the visitor restarts with it.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { presetOf } from '../../run/presets.js';
import { SETTING_GROUPS, settingsFor } from '../../run/settings.js';
import { DEVICES, changesOf, initialState, sameRun, withSettings } from '../../run/address.js';
import { make, named } from '../../kit/make.js';
import { createOtherSettings } from './other-settings.js';
import { settingField } from './setting-field.js';

/** @typedef {import('../../run/address.js').State} State */

/**
 * @param {HTMLFormElement} form
 * @param {{onApply: (state: State) => void}} actions
 */
export function createSettings(form, { onApply }) {
  let running = initialState();
  /** @type {ReturnType<typeof settingField>[]} */
  let fields = [];
  /** Every setting as the draft has it; those with a field are read from there. @type {import('../../run/settings.js').Values} */
  let values = running.settings;
  /** What is done with the data; there are no fields for it. */
  let { data } = running;
  const device = deviceField();
  const basics = make('div', { className: 'fields' });
  const groups = make('div', { className: 'groups' });
  const others = createOtherSettings({
    onReset(key) {
      if (key in presetOf(running.preset).initial) values = { ...values, [key]: presetOf(running.preset).initial[key] };
      else data = Object.fromEntries(Object.entries(data ?? {}).filter(([other]) => other !== key));
      refresh();
      // The row with the button is gone.
      if (!form.contains(document.activeElement)) (apply.disabled ? reset : apply).focus();
    },
  });
  const more = make('details', {}, [named(make('summary'), { t: 'settings.more' }), groups]);
  const note = make('p', { className: 'fine' });
  const apply = named(make('button', { type: 'submit', className: 'primary' }), { t: 'settings.apply' });
  const reset = named(make('button', { type: 'button' }), { t: 'settings.reset' });
  form.append(basics, more, others.element, make('div', { className: 'apply' }, [apply, reset, note]));

  /** The fields of the settings that have an effect: a change of one can make others appear. @param {State} state */
  function build({ preset, settings }) {
    const wanted = settingsFor(presetOf(preset), settings);
    if (wanted.length === fields.length && fields.every(({ setting }, index) => setting === wanted[index])) return;
    const focused = document.activeElement;
    const before = fields;
    fields = wanted.map((setting) => before.find((field) => field.setting === setting) ?? fieldOf(setting, settings));
    /** @param {string|undefined} group */
    const rows = (group) => fields.filter(({ setting }) => setting.group === group).map(({ row }) => row);
    basics.replaceChildren(...rows(undefined), device.row);
    groups.replaceChildren(...SETTING_GROUPS.filter((group) => rows(group).length > 0).map((group) => make('fieldset', {}, [
      named(make('legend'), { t: `settings.group.${group}` }), make('div', { className: 'fields' }, rows(group)),
    ])));
    translate(form);
    // Moving a field takes the focus off it.
    if (focused instanceof HTMLElement && form.contains(focused)) focused.focus();
  }

  /** @param {import('../../run/settings.js').Setting} setting @param {import('../../run/settings.js').Values} settings */
  function fieldOf(setting, settings) {
    const field = settingField(setting);
    field.write(settings[setting.key]);
    return field;
  }

  /** The state that the form describes, or null while a field cannot be read. @returns {State|null} */
  function draft() {
    const results = fields.map((field) => field.read());
    /** @type {import('../../run/settings.js').Values} */
    const read = {};
    for (const [index, result] of results.entries()) {
      if ('problem' in result) return null;
      read[fields[index].setting.key] = result.value;
    }
    return { ...withSettings({ ...running, settings: values }, read), data, device: device.select.value };
  }

  function refresh() {
    const wanted = draft();
    const differs = wanted !== null && !sameRun(wanted, running);
    apply.disabled = !differs;
    /** @param {string} key */
    const hasField = (key) => fields.some(({ setting }) => setting.key === key);
    others.show(Object.entries(changesOf(wanted ?? { ...running, settings: values, data })).filter(([key]) => !hasField(key)));
    note.textContent = t(wanted === null ? 'settings.unusable' : differs ? 'settings.differs' : 'settings.same');
  }

  /** @param {State} state */
  function show(state) {
    build(state);
    ({ settings: values, data } = state);
    fields.forEach((field) => field.write(state.settings[field.setting.key]));
    device.select.value = state.device;
    refresh();
  }

  form.addEventListener('input', () => {
    const wanted = draft();
    if (wanted) build(wanted);
    refresh();
  });
  // What has been typed stays; what is said of it is said anew.
  onLanguage(refresh);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = draft();
    if (wanted) onApply({ ...wanted, steps: null });
  });
  reset.addEventListener('click', () => show(initialState(running.preset)));
  show(running);

  return {
    draft,
    /** The settings of the run under way. @param {State} state */
    setRunning(state) {
      running = state;
      show(state);
    },
  };
}

function deviceField() {
  const select = make('select', { id: 'setting-device' }, DEVICES.map(({ id }) => named(make('option', { value: id }), { t: `settings.device.${id}` })));
  const help = named(make('p', { className: 'help', id: 'setting-device-help' }), { t: 'settings.device.help' });
  select.setAttribute('aria-describedby', help.id);
  const label = named(make('label', { htmlFor: select.id }), { t: 'settings.device' });
  return { select, row: make('div', { className: 'field' }, [label, make('div', { className: 'inputs' }, [select]), help]) };
}
