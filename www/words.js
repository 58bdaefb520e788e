// Numbers in words, the same way everywhere on the page.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** @param {number} value */
export const count = (value) => whole.format(value);

/** A loss: one decimal is as much as a reader can use. */
export const loss = (value) => (Number.isFinite(value) ? value.toFixed(1) : 'not a number');

/** A loss of the game of two networks: small numbers, so two decimals. */
export const gameLoss = (value) => (Number.isFinite(value) ? value.toFixed(2).replace('-', '−') : 'not a number');

/** A share of all, in whole hundredths. */
export const percent = (share) => `${Math.round(100 * share)} %`;

/** @param {number} bytes */
export function megabytes(bytes) {
  const value = bytes / 1e6;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** “1.2 of 3.4 MB”, or “1.2 MB” where the size is not known. */
export function amount(loaded, total) {
  return total > 0 ? `${megabytes(Math.min(loaded, total))} of ${megabytes(total)} MB` : `${megabytes(loaded)} MB`;
}

/** Milliseconds a step, with as many digits as mean something. */
export function milliseconds(value) {
  if (!Number.isFinite(value)) return '–';
  return value < 10 ? value.toFixed(1) : whole.format(value);
}

/** Position in passes over the data, “2.37”. */
export const epochs = (step, stepsPerEpoch) => (stepsPerEpoch > 0 ? (step / stepsPerEpoch).toFixed(2) : '0.00');
