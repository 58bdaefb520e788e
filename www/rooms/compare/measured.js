// The metrics of two runs beside each other, and which of the two is better. No DOM.

import { METRICS } from '../../engine/schema.js';
import { metricNumber } from '../../words/metrics.js';

/**
 * @typedef {import('../../engine/types.d.ts').Measured} Measured
 * @typedef {(Measured|null)[]} Both  null of a run that could not be measured
 *
 * @typedef {object} Row one metric
 * @property {string} key
 * @property {unknown} a
 * @property {unknown} b
 * @property {unknown} real  the same of real images
 * @property {'a'|'b'|null} better  null where they are the same to the digits that are shown, or neither way is better
 */

/** @param {Both} both @returns {Record<string, unknown>[]} what each has, by name */
const named = ([a, b]) => [a ?? {}, b ?? {}, (a ?? b)?.real ?? {}].map((one) => /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (one)));

/** Metrics that are one number, in the engine's order. @param {Both} both @returns {Row[]} */
export function rowsOf(both) {
  const [a, b, real] = named(both);
  const keys = Object.keys(real).filter((key) => [a, b, real].some((one) => typeof one[key] === 'number'));
  return keys.map((key) => ({ key, a: a[key], b: b[key], real: real[key], better: betterOf(key, a[key], b[key], real[key]) }));
}

/** Metrics that have a number for each digit. @param {Both} both @returns {{key: string, a: number[]|null, b: number[]|null, real: number[]}[]} */
export function listsOf(both) {
  const [a, b, real] = named(both);
  /** @param {unknown} value @returns {number[]|null} */
  const list = (value) => (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number' || one === null) ? value : null);
  return Object.keys(real).flatMap((key) => {
    const known = list(real[key]);
    return known ? [{ key, a: list(a[key]), b: list(b[key]), real: known }] : [];
  });
}

/** @param {string} key @param {unknown} a @param {unknown} b @param {unknown} real @returns {'a'|'b'|null} */
function betterOf(key, a, b, real) {
  if (typeof a !== 'number' || typeof b !== 'number' || metricNumber(a) === metricNumber(b)) return null;
  switch (METRICS.find(({ name }) => name === key)?.better) {
    case 'higher': return a > b ? 'a' : 'b';
    case 'lower': return a < b ? 'a' : 'b';
    case 'like-real': {
      if (typeof real !== 'number') return null;
      const [offA, offB] = [Math.abs(a - real), Math.abs(b - real)];
      if (metricNumber(offA) === metricNumber(offB)) return null;
      return offA < offB ? 'a' : 'b';
    }
    default: return null;
  }
}
