// Wires the benchmark's page: what is wished, what is measured, what is shared.

import { language, onLanguage, preferredLanguage, setLanguage, t } from '../words/i18n.js';
import { createPlayground } from '../engine/playground.js';
import { presetOf } from '../run/presets.js';
import { missingFeatures } from '../engine/support.js';
import { copyFrom } from '../kit/copy.js';
import { createLanguageSwitch } from '../shell/language-switch.js';
import { make } from '../kit/make.js';
import { probeGpu } from '../engine/worker/device.js';
import { browserOf, systemOf } from './machine.js';
import { DEVICES, MODELS, PLANS, benchmark } from './measure.js';
import { asText, decode, encode, figures, machineText } from './result.js';

const find = (id) => document.getElementById(id);
const COLUMNS = ['first', 'step', 'images', 'drawn', 'judged'];

await setLanguage(preferredLanguage()).catch(() => setLanguage('en'));
createLanguageSwitch(find('languages'), (code) => setLanguage(code, { remember: true }).catch(() => {}));

const probe = await probeGpu({ gpu: navigator.gpu, secure: isSecureContext });
const usable = { cpu: true, webgpu: probe.adapter && probe.timestamps };
/** @type {import('./result.js').Result|null} */
let result = null;
/** What the status line says, in whatever language. */
let told = () => '';
let running = null;

offer('models', 'checkbox', Object.keys(MODELS), () => true, (id) => `${presetOf(id).short}`);
offer('devices', 'checkbox', DEVICES, (id) => usable[id] && !(id === 'webgpu' && probe.software), (id) => t(`benchmark.device.${id}`), (id) => usable[id]);
offer('plans', 'radio', Object.keys(PLANS), (id) => id === 'short', (id) => t(`benchmark.plan.${id}`));
onLanguage(() => { label(); say(told); if (result) show(result); });
label();

find('wish').addEventListener('submit', (event) => { event.preventDefault(); run(); });
find('wish').addEventListener('input', allow);
find('stop').addEventListener('click', () => running?.abort());
find('copy-text').addEventListener('click', () => copy(asText(result, linkTo(result))));
find('copy-link').addEventListener('click', () => copy(linkTo(result)));
window.addEventListener('hashchange', readHash);

const missing = missingFeatures();
if (missing.length > 0) {
  find('unsupported').textContent = t('benchmark.missing', { missing: missing.join(', ') });
  find('unsupported').hidden = false;
}
allow();
readHash();

/** One box a choice. */
function offer(id, type, names, chosen, wording, possible = () => true) {
  find(id).replaceChildren(...names.map((name) => {
    const input = make('input', { type, name: id, value: name, checked: chosen(name), disabled: !possible(name) });
    const words = make('span');
    words.say = () => wording(name);
    return make('label', {}, [input, words]);
  }));
  if (id === 'devices' && (!usable.webgpu || probe.software)) {
    const why = make('p', { className: 'fine' });
    why.say = () => t(usable.webgpu ? 'benchmark.software' : 'benchmark.no-webgpu', { name: probe.name });
    find(id).append(why);
  }
}

function label() {
  for (const words of document.querySelectorAll('.choices span, .choices p')) words.textContent = words.say();
}

function chosen(id) {
  return [...find(id).querySelectorAll('input:checked:not([disabled])')].map(({ value }) => value);
}

function allow() {
  find('run').disabled = running !== null || missing.length > 0 || chosen('models').length === 0 || chosen('devices').length === 0;
}

async function run() {
  if (running) return;
  running = new AbortController();
  setRunning(true);
  try {
    const rows = await benchmark({
      models: chosen('models'), devices: chosen('devices'), plan: PLANS[chosen('plans')[0]], open, signal: running.signal, onProgress: progress,
    });
    const { userAgent, hardwareConcurrency } = navigator;
    const machine = { browser: browserOf(userAgent), system: systemOf(userAgent), cores: hardwareConcurrency ?? 0, gpu: rows.some(({ device }) => device === 'webgpu') ? probe.name : '' };
    const code = encode({ date: new Date().toISOString().slice(0, 10), machine, rows });
    // Rounded as the link is, so that both say the same.
    result = decode(code);
    history.replaceState(null, '', `#result=${code}`);
    show(result);
    say(() => t('benchmark.done'));
  } catch (error) {
    find('result').hidden = true;
    say(() => (error.code === 'aborted' ? t('benchmark.stopped') : error.message));
  } finally {
    running = null;
    setRunning(false);
  }
}

/** An engine with all digits: unpacking them in the background is no part of a step. */
async function open(device) {
  let on = {};
  const digits = new Promise((resolve, reject) => {
    on = {
      data: ({ train, trainTotal, test, testTotal }) => { if (trainTotal > 0 && train === trainTotal && test === testTotal) resolve(); },
      'data-failed': reject,
    };
  });
  digits.catch(() => {});
  const pg = await createPlayground({ device, on });
  try {
    await digits;
  } catch (error) {
    pg.close();
    throw error;
  }
  return pg;
}

function progress({ model, device, round, share, rows }) {
  find('progress').value = share;
  const parameters = { model: presetOf(model).short, round };
  say(() => t(round === 0 ? 'benchmark.preparing' : 'benchmark.round', { ...parameters, device: t(`page.device-name.${device}`) }));
  if (rows.length === 0) return;
  fill(rows);
  find('result').hidden = false;
}

function setRunning(now) {
  for (const input of find('wish').querySelectorAll('fieldset')) input.disabled = now;
  find('stop').hidden = !now;
  find('progress').value = now ? 0 : 1;
  find('share').hidden = now;
  if (now) {
    find('result').hidden = true;
    find('machine').textContent = '';
  }
  allow();
}

function say(words) {
  told = words;
  find('status').textContent = words();
}

/** @param {import('./measure.js').Row[]} rows */
function fill(rows) {
  const head = make('tr', {}, [make('td'), ...COLUMNS.map((name) => make('th', { scope: 'col', textContent: t(`benchmark.column.${name}`) }))]);
  find('table').replaceChildren(make('thead', {}, [head]), make('tbody', {}, rows.map((row) => {
    const { name, ...figure } = figures(row);
    const cells = row.error
      ? [make('td', { className: 'why', colSpan: COLUMNS.length, textContent: row.error })]
      : COLUMNS.map((column) => make('td', { textContent: figure[column] }));
    return make('tr', {}, [make('th', { scope: 'row', textContent: name }), ...cells]);
  })));
}

function show(shown) {
  find('share').hidden = false;
  fill(shown.rows);
  find('machine').textContent = machineText(shown);
  find('text').value = asText(shown, linkTo(shown));
  find('result').hidden = false;
}

function linkTo(shared) {
  return `${location.origin}${location.pathname}#result=${encode(shared)}${language() === 'en' ? '' : `&lang=${language()}`}`;
}

async function copy(text) {
  const field = find('text');
  field.value = text;
  find('said').textContent = t(await copyFrom(field) ? 'share.copied' : 'share.copyByHand');
}

/** A link that someone shared shows their result. */
function readHash() {
  const code = new URLSearchParams(location.hash.slice(1)).get('result');
  if (code === null || running) return;
  const found = decode(code);
  if (!found) {
    say(() => t('benchmark.bad-link'));
    return;
  }
  result = found;
  show(result);
  say(() => t('benchmark.shared'));
}
