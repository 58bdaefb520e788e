// A result as a link and back, and as text. No DOM.

import { locale, t } from '../words/i18n.js';
import { presetOf } from '../run/presets.js';
import { count, milliseconds } from '../words/sentences.js';
import { DEVICES, JUDGED, MODELS, SAMPLES } from './measure.js';

/**
 * @typedef {object} Result
 * @property {string} date   as 2026-11-23
 * @property {{browser: string, system: string, cores: number, gpu: string}} machine gpu: empty where there is none
 * @property {import('./measure.js').Row[]} rows
 */

const VERSION = 1;
const LONGEST = 8000;
/** Characters of a word about the machine, and of what went wrong. */
const WORD = 200;
const ERROR = 300;

/** @param {Result} result @returns {string} for the address's hash */
export function encode({ date, machine, rows }) {
  /** @param {number|null} value */
  const short = (value) => (value === null ? null : Number(value.toPrecision(4)));
  const list = rows.map(({ model, device, first, step, drawn, judged, error }) => [model, device, ...[first, step, drawn, judged].map(short), ...(error ? [error.slice(0, ERROR)] : [])]);
  const { browser, system, cores, gpu } = machine;
  const bytes = new TextEncoder().encode(JSON.stringify([VERSION, date, [browser, system, cores, gpu.slice(0, WORD)], list]));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * @param {string} code someone's, so anything
 * @returns {Result|null} nothing where it is no result of ours
 */
export function decode(code) {
  try {
    if (code.length > LONGEST) return null;
    const bytes = Uint8Array.from(atob(code.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
    const [version, date, [browser, system, cores, gpu], list] = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const words = [date, browser, system, gpu].every((word) => typeof word === 'string' && word.length <= WORD);
    if (version !== VERSION || !words || !isDay(date) || !Number.isInteger(cores) || cores < 0) return null;
    const rows = list.map(rowOf);
    return rows.length > 0 && !rows.includes(null) ? { date, machine: { browser, system, cores, gpu }, rows } : null;
  } catch {
    return null;
  }
}

/** @param {string} date */
const isDay = (date) => /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));

/** @param {unknown} value @returns {value is number|null} */
const isTime = (value) => value === null || (typeof value === 'number' && Number.isFinite(value) && value > 0);

/** @param {unknown[]} entry of the list in a link @returns {import('./measure.js').Row|null} */
function rowOf([model, device, first, step, drawn, judged, error]) {
  const known = DEVICES.find((one) => one === device);
  if (typeof model !== 'string' || !Object.hasOwn(MODELS, model) || !known) return null;
  if (!isTime(first) || !isTime(step) || !isTime(drawn) || !isTime(judged) || !['string', 'undefined'].includes(typeof error)) return null;
  const row = { model, device: known, first, step, drawn, judged };
  return typeof error === 'string' && error ? { ...row, error: error.slice(0, ERROR) } : row;
}

/** What a table says of a row. @param {import('./measure.js').Row} row */
export function figures(row) {
  /** @param {number} amount @param {number|null} ms */
  const rate = (amount, ms) => (ms === null ? '–' : count((1000 * amount) / ms));
  /** @param {number|null} ms */
  const time = (ms) => (ms === null ? '–' : milliseconds(ms));
  return {
    name: `${presetOf(row.model).short} · ${t(`page.device-name.${row.device}`)}`,
    first: time(row.first), step: time(row.step), images: rate(MODELS[row.model].batch_size, row.step), drawn: rate(SAMPLES, row.drawn), judged: rate(JUDGED, row.judged),
  };
}

/** @param {Result} result */
export function machineText({ date, machine: { browser, system, cores, gpu } }) {
  const day = new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
  return t('benchmark.machine', { browser, system, cores: cores || '?', gpu: gpu || t('benchmark.no-gpu'), day });
}

/** For a forum or a chat. @param {Result} result @param {string} link */
export function asText(result, link) {
  const lines = result.rows.map((row) => {
    const { name, ...figure } = figures(row);
    return row.error ? t('benchmark.line-failed', { name, error: row.error }) : t('benchmark.line', { name, ...figure });
  });
  return [t('benchmark.title'), machineText(result), ...lines, link].join('\n');
}
