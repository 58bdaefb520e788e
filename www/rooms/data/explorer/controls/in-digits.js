// Scores in as many digits as a reader can use. No DOM.

/** @param {number} value */
export const inDigits = (value) => value.toFixed(decimalsFor(Math.abs(value)));

/** Decimals for numbers of this size. @param {number} size */
export const decimalsFor = (size) => (size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4);
