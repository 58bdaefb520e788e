// Metrics of samples in words.

import { textOr } from './i18n.js';

/** @param {string} key of a metric */
export const metricName = (key) => textOr(`data.metric.${key}`, key);

/** As many digits as a few thousand samples make sure. @param {unknown} value */
export const metricNumber = (value) => (typeof value === 'number' && Number.isFinite(value) ? value.toFixed(Math.abs(value) < 2 ? 3 : 2).replace('-', '−') : '–');

/** With its sign: “−0.120”. @param {unknown} now @param {unknown} before */
export function metricChange(now, before) {
  if (typeof now !== 'number' || typeof before !== 'number') return '–';
  const change = now - before;
  const size = metricNumber(Math.abs(change));
  return Number(size) === 0 ? size : `${change < 0 ? '−' : '+'}${size}`;
}
