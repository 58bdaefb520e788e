// Numbers in words, the same way everywhere on the page.

import { locale, t } from './i18n.js';

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** Formats are dear to make, and few. @param {number} value @param {number} digits @param {boolean} grouping */
function format(value, digits, grouping) {
  const key = `${locale()} ${digits} ${grouping}`;
  const kept = formats.get(key) ?? new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: grouping });
  formats.set(key, kept);
  return kept.format(value);
}

/** Sentences one after the other: Chinese leaves no space between them. @param {string[]} sentences */
export const oneAfterAnother = (sentences) => sentences.join(t('page.between-sentences'));

/** Names in a row, as the language lists them. @param {readonly string[]} names */
export const listed = (names) => names.join(t('page.comma'));

/** What somebody typed or sent, cut where it is too long to be repeated in a message. @param {string} text */
export function shortened(text) {
  const characters = [...text];
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : text;
}

/** With as many decimals as asked for. @param {number} value @param {number} digits */
const decimal = (value, digits) => format(value, digits, false);

/** @param {number} value */
export const count = (value) => format(value, 0, true);

/** A loss: one decimal is as much as a reader can use. @param {number} value */
export const loss = (value) => (Number.isFinite(value) ? decimal(value, 1) : t('page.not-a-number'));

/** A loss of the game of two networks: small numbers, so two decimals. @param {number} value */
export const gameLoss = (value) => (Number.isFinite(value) ? decimal(value, 2).replace('-', '−') : t('page.not-a-number'));

/** A share of all, in whole hundredths. @param {number} share 0..1 */
export const percent = (share) => `${count(Math.round(100 * share))} %`;

const OBJECTIVES = ['non-saturating', 'minimax', 'least-squares', 'hinge', 'wasserstein', 'wasserstein-gp'];

/** What a GAN's losses mean. @param {string} objective */
export function objectiveNote(objective) {
  const name = objective === 'vae-gan' ? 'non-saturating' : objective;
  return OBJECTIVES.includes(name) ? t(`page.objective.${name}`) : '';
}

/** @param {number} bytes */
export function megabytes(bytes) {
  const value = bytes / 1e6;
  return decimal(value, value < 10 ? 1 : 0);
}

/** “1.2 of 3.4 MB”, or “1.2 MB” where the size is not known. @param {number} loaded bytes @param {number} total bytes; 0 is not known */
export function amount(loaded, total) {
  return total > 0 ? t('page.of-megabytes', { loaded: megabytes(Math.min(loaded, total)), total: megabytes(total) }) : `${megabytes(loaded)} MB`;
}

/**
 * The check after an epoch, in a sentence.
 * @param {number} epoch
 * @param {import('../engine/types.d.ts').Losses} losses
 * @param {number} [limit] test digits, where not all were looked at
 */
export function epochStory(epoch, losses, limit) {
  if ('loss' in losses) return t('page.epoch-loss', { epoch: count(epoch), loss: loss(losses.loss) });
  const right = losses.d_accuracy === undefined ? '' : t('page.epoch-right', { percent: percent(losses.d_accuracy) });
  return t('page.epoch-game', { epoch: count(epoch), digits: count(limit ?? 0), critic: gameLoss(losses.d_loss), forger: gameLoss(losses.g_loss), right });
}

/** Milliseconds a step, with as many digits as mean something. @param {number} value */
export function milliseconds(value) {
  if (!Number.isFinite(value)) return '–';
  return value < 10 ? decimal(value, 1) : count(value);
}

/** Milliseconds as seconds, “1.8”. @param {number} ms */
export const seconds = (ms) => decimal(ms / 1000, 1);

/** Position in passes over the data, “2.37”. @param {number} step @param {number} stepsPerEpoch */
export const epochs = (step, stepsPerEpoch) => decimal(stepsPerEpoch > 0 ? step / stepsPerEpoch : 0, 2);
