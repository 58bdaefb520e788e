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
const NUMBERS = ['first', 'step', 'drawn', 'judged'];

/** @param {Result} result @returns {string} for the address's hash */
export function encode({ date, machine, rows }) {
  const short = (value) => (value === null ? null : Number(value.toPrecision(4)));
  const list = rows.map((row) => [row.model, row.device, ...NUMBERS.map((name) => short(row[name])), ...(row.error ? [row.error] : [])]);
  const { browser, system, cores, gpu } = machine;
  const bytes = new TextEncoder().encode(JSON.stringify([VERSION, date, [browser, system, cores, gpu], list]));
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
    const words = [date, browser, system, gpu].every((word) => typeof word === 'string' && word.length <= 200);
    if (version !== VERSION || !words || !/^\d{4}-\d\d-\d\d$/.test(date) || !Number.isInteger(cores) || cores < 0) return null;
    const rows = list.map(rowOf);
    return rows.length > 0 && !rows.includes(null) ? { date, machine: { browser, system, cores, gpu }, rows } : null;
  } catch {
    return null;
  }
}

function rowOf([model, device, ...rest]) {
  const numbers = rest.slice(0, NUMBERS.length);
  const error = rest[NUMBERS.length];
  const usable = numbers.length === NUMBERS.length && numbers.every((value) => value === null || (Number.isFinite(value) && value > 0));
  if (!Object.hasOwn(MODELS, model) || !DEVICES.includes(device) || !usable || !['string', 'undefined'].includes(typeof error)) return null;
  const row = { model, device, ...Object.fromEntries(NUMBERS.map((name, index) => [name, numbers[index]])) };
  return error ? { ...row, error: error.slice(0, 300) } : row;
}

/** What a table says of a row. @param {import('./measure.js').Row} row */
export function figures(row) {
  const rate = (amount, ms) => (ms === null ? '–' : count((1000 * amount) / ms));
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
