// Wires the benchmark's page: what is wished, what is measured, what is shared.

import { language, onLanguage, preferredLanguage, setLanguage, t } from '../words/i18n.js';
import { createPlayground } from '../engine/playground.js';
import { presetOf } from '../run/presets.js';
import { missingFeatures } from '../engine/support.js';
import { copyFrom } from '../kit/copy.js';
import { createLanguageSwitch } from '../shell/language-switch.js';
import { byId } from '../kit/find.js';
import { make } from '../kit/make.js';
import { codeOf, messageOf } from '../engine/thrown.js';
import { probeGpu } from '../engine/worker/device.js';
import { browserOf, systemOf } from './machine.js';
import { DEVICES, MODELS, PLANS, benchmark } from './measure.js';
import { asText, decode, encode, figures, machineText } from './result.js';
import { entriesOf } from '../run/hash.js';

/** @type {Exclude<keyof ReturnType<typeof figures>, 'name'>[]} */
const COLUMNS = ['first', 'step', 'images', 'drawn', 'judged'];

const wish = byId('wish', HTMLFormElement);
const start = byId('run', HTMLButtonElement);
const stop = byId('stop', HTMLButtonElement);
const bar = byId('progress', HTMLProgressElement);
const figuresCard = byId('result');
const machine = byId('machine');
const share = byId('share');
const text = byId('text', HTMLTextAreaElement);

await setLanguage(preferredLanguage()).catch(() => setLanguage('en'));
createLanguageSwitch(byId('languages'), (code) => setLanguage(code, { remember: true }).catch(() => {}));

const probe = await probeGpu({ gpu: navigator.gpu, secure: isSecureContext });
/** @type {Record<string, boolean>} */
const usable = { cpu: true, webgpu: probe.adapter && probe.timestamps };
/** @type {import('./result.js').Result|null} */
let result = null;
/** What the status line says, in whatever language. */
let told = () => '';
/** @type {AbortController|null} */
let running = null;
/** What the choices say, in whatever language. @type {Map<HTMLElement, () => string>} */
const wordings = new Map();

offer('models', 'checkbox', Object.keys(MODELS), () => true, (id) => `${presetOf(id).short}`);
offer('devices', 'checkbox', DEVICES, (id) => usable[id] && !(id === 'webgpu' && probe.software), (id) => t(`benchmark.device.${id}`), (id) => usable[id]);
offer('plans', 'radio', Object.keys(PLANS), (id) => id === 'short', (id) => t(`benchmark.plan.${id}`));
onLanguage(() => { label(); say(told); if (result) show(result); });
label();

wish.addEventListener('submit', (event) => { event.preventDefault(); run(); });
wish.addEventListener('input', allow);
stop.addEventListener('click', () => running?.abort());
byId('copy-text').addEventListener('click', () => { if (result) copy(asText(result, linkTo(result))); });
byId('copy-link').addEventListener('click', () => { if (result) copy(linkTo(result)); });
window.addEventListener('hashchange', readHash);

const missing = missingFeatures();
if (missing.length > 0) {
  const unsupported = byId('unsupported');
  const explain = () => { unsupported.textContent = t('benchmark.missing', { missing: missing.join(', ') }); };
  explain();
  onLanguage(explain);
  unsupported.hidden = false;
}
allow();
readHash();

/**
 * One box a choice.
 * @param {string} id of the element that they stand in
 * @param {'checkbox'|'radio'} type
 * @param {string[]} names
 * @param {(name: string) => boolean} chosen at first
 * @param {(name: string) => string} wording
 * @param {(name: string) => boolean} [possible]
 */
function offer(id, type, names, chosen, wording, possible = () => true) {
  byId(id).replaceChildren(...names.map((name) => {
    const input = make('input', { type, name: id, value: name, checked: chosen(name), disabled: !possible(name) });
    const words = make('span');
    wordings.set(words, () => wording(name));
    return make('label', {}, [input, words]);
  }));
  if (id === 'devices' && (!usable.webgpu || probe.software)) {
    const why = make('p', { className: 'fine' });
    wordings.set(why, () => t(usable.webgpu ? 'benchmark.software' : 'benchmark.no-webgpu', { name: probe.name }));
    byId(id).append(why);
  }
}

function label() {
  for (const [words, wording] of wordings) words.textContent = wording();
}

/** @param {string} id @returns {string[]} */
function chosen(id) {
  return [...byId(id).querySelectorAll('input')].filter(({ checked, disabled }) => checked && !disabled).map(({ value }) => value);
}

function allow() {
  start.disabled = running !== null || missing.length > 0 || chosen('models').length === 0 || chosen('devices').length === 0;
}

async function run() {
  if (running) return;
  running = new AbortController();
  setRunning(true);
  try {
    const rows = await benchmark({
      models: chosen('models'), devices: DEVICES.filter((device) => chosen('devices').includes(device)), plan: PLANS[chosen('plans')[0]], open, signal: running.signal, onProgress: progress,
    });
    const { userAgent, hardwareConcurrency } = navigator;
    const here = { browser: browserOf(userAgent), system: systemOf(userAgent), cores: hardwareConcurrency ?? 0, gpu: rows.some(({ device }) => device === 'webgpu') ? probe.name : '' };
    const measured = { date: new Date().toISOString().slice(0, 10), machine: here, rows };
    const code = encode(measured);
    // Rounded as the link is, so that both say the same.
    result = decode(code) ?? measured;
    history.replaceState(null, '', `#result=${code}`);
    show(result);
    say(() => t('benchmark.done'));
  } catch (error) {
    figuresCard.hidden = true;
    say(() => (codeOf(error) === 'aborted' ? t('benchmark.stopped') : messageOf(error)));
  } finally {
    running = null;
    setRunning(false);
  }
}

/** @type {import('./measure.js').Open} unpacking digits in the background is no part of a step */
async function open(device) {
  let on = {};
  const digits = /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    on = {
      /** @param {import('../engine/types.d.ts').DataProgress} progress */
      data: ({ train, trainTotal, test, testTotal }) => { if (trainTotal > 0 && train === trainTotal && test === testTotal) resolve(); },
      'data-failed': reject,
    };
  }));
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

/** @type {Parameters<typeof benchmark>[0]['onProgress']} */
function progress({ model, device, round, share: done, rows }) {
  bar.value = done;
  const parameters = { model: presetOf(model).short, round };
  say(() => t(round === 0 ? 'benchmark.preparing' : 'benchmark.round', { ...parameters, device: t(`page.device-name.${device}`) }));
  if (rows.length === 0) return;
  fill(rows);
  figuresCard.hidden = false;
}

/** @param {boolean} now */
function setRunning(now) {
  for (const input of wish.querySelectorAll('fieldset')) input.disabled = now;
  stop.hidden = !now;
  bar.value = now ? 0 : 1;
  share.hidden = now;
  if (now) {
    figuresCard.hidden = true;
    machine.textContent = '';
  }
  allow();
}

/** @param {() => string} words */
function say(words) {
  told = words;
  byId('status').textContent = words();
}

/** @param {import('./measure.js').Row[]} rows */
function fill(rows) {
  const head = make('tr', {}, [make('td'), ...COLUMNS.map((name) => make('th', { scope: 'col', textContent: t(`benchmark.column.${name}`) }))]);
  byId('table').replaceChildren(make('thead', {}, [head]), make('tbody', {}, rows.map((row) => {
    const { name, ...figure } = figures(row);
    const cells = row.error
      ? [make('td', { className: 'why', colSpan: COLUMNS.length, textContent: row.error })]
      : COLUMNS.map((column) => make('td', { textContent: figure[column] }));
    return make('tr', {}, [make('th', { scope: 'row', textContent: name }), ...cells]);
  })));
}

/** @param {import('./result.js').Result} shown */
function show(shown) {
  share.hidden = false;
  fill(shown.rows);
  machine.textContent = machineText(shown);
  text.value = asText(shown, linkTo(shown));
  figuresCard.hidden = false;
}

/** @param {import('./result.js').Result} shared */
function linkTo(shared) {
  return `${location.origin}${location.pathname}#result=${encode(shared)}${language() === 'en' ? '' : `&lang=${language()}`}`;
}

/** @param {string} words */
async function copy(words) {
  text.value = words;
  byId('said').textContent = t(await copyFrom(text) ? 'share.copied' : 'share.copyByHand');
}

/** A link that someone shared shows their result. */
function readHash() {
  const code = new Map(entriesOf(location.hash)).get('result');
  if (code === undefined || running) return;
  const found = decode(code);
  if (!found) {
    say(() => t('benchmark.bad-link'));
    return;
  }
  result = found;
  show(result);
  say(() => t('benchmark.shared'));
}
