// The settings form. It holds a draft; nothing changes until the visitor restarts with it.

import { DEVICES, SETTINGS, initialState, parseSetting, sameRun } from '../state.js';

/**
 * @param {HTMLFormElement} form
 * @param {{onApply: (state: import('../state.js').State) => void}} actions
 */
export function createSettings(form, { onApply }) {
  let running = initialState();
  const fields = SETTINGS.map((setting) => settingField(setting));
  const device = deviceField();
  const more = make('details', {}, [make('summary', { textContent: 'More settings' })]);
  const note = make('p', { className: 'fine' });
  const apply = make('button', { type: 'submit', className: 'primary', textContent: 'Restart with these' });
  const reset = make('button', { type: 'button', textContent: 'Standard settings' });
  const rows = make('div', { className: 'more' });
  rows.append(...fields.filter((field) => field.setting.more).map((field) => field.row));
  more.append(rows);
  form.append(...fields.filter((field) => !field.setting.more).map((field) => field.row), device.row, more,
    make('div', { className: 'apply' }, [apply, reset, note]));

  /** The state that the form describes, or null while a field cannot be read. */
  function draft() {
    const results = fields.map((field) => field.read());
    if (results.some((result) => 'problem' in result)) return null;
    const settings = Object.fromEntries(results.map((result, index) => [SETTINGS[index].key, result.value]));
    return { ...running, settings, device: device.select.value };
  }

  function refresh() {
    const wanted = draft();
    const differs = wanted !== null && !sameRun(wanted, running);
    apply.disabled = !differs;
    note.textContent = wanted === null ? 'One value cannot be used yet.' : differs ? 'Takes effect with a restart.' : 'These are the settings of this run.';
  }

  function show(state) {
    fields.forEach((field) => field.write(state.settings[field.setting.key]));
    device.select.value = state.device;
    refresh();
  }

  form.addEventListener('input', refresh);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = draft();
    if (wanted) onApply({ ...wanted, steps: null });
  });
  reset.addEventListener('click', () => show(initialState(running.preset)));
  show(running);

  return {
    /** The settings of the run under way. */
    setRunning(state) {
      running = state;
      show(state);
    },
  };
}

function settingField(setting) {
  const id = `setting-${setting.key}`;
  const problem = make('p', { className: 'problem', id: `${id}-problem`, hidden: true });
  const help = make('p', { className: 'help', id: `${id}-help`, textContent: setting.help });
  const input = setting.kind === 'word'
    ? make('select', { id }, setting.offers.map((offer) => make('option', { value: offer, textContent: offer })))
    : make('input', { id, type: 'text', inputMode: setting.kind === 'integer' ? 'numeric' : 'decimal', autocomplete: 'off' });
  input.setAttribute('aria-describedby', `${help.id} ${problem.id}`);
  const inputs = make('div', { className: 'inputs' }, [input]);
  if (setting.kind !== 'word' && setting.offers) {
    const offers = make('datalist', { id: `${id}-offers` }, setting.offers.map((offer) => make('option', { value: String(offer) })));
    input.setAttribute('list', offers.id);
    inputs.append(offers);
  }
  if (setting.key === 'seed') inputs.append(diceFor(input));
  const label = make('label', { htmlFor: id, textContent: setting.label });
  return {
    setting,
    row: make('div', { className: 'field' }, [label, inputs, help, problem]),
    read() {
      const result = parseSetting(setting, input.value);
      problem.textContent = result.problem ?? '';
      problem.hidden = !('problem' in result);
      input.setAttribute('aria-invalid', String('problem' in result));
      return result;
    },
    write(value) {
      input.value = String(value);
    },
  };
}

function diceFor(input) {
  const dice = make('button', { type: 'button', textContent: 'New' });
  dice.setAttribute('aria-label', 'Another seed');
  dice.addEventListener('click', () => {
    input.value = String(Math.floor(Math.random() * 1000));
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return dice;
}

function deviceField() {
  const select = make('select', { id: 'setting-device' }, DEVICES.map(({ id, label }) => make('option', { value: id, textContent: label })));
  const help = make('p', { className: 'help', id: 'setting-device-help', textContent: 'Where the arithmetic is done. A graphics card is faster for big models; this one is small.' });
  select.setAttribute('aria-describedby', help.id);
  const label = make('label', { htmlFor: select.id, textContent: 'Device' });
  return { select, row: make('div', { className: 'field' }, [label, make('div', { className: 'inputs' }, [select]), help]) };
}

function make(tag, properties, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
