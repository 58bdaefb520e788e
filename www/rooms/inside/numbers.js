// Numbers of a code in words.

/** With a true minus, and none before a zero. @param {number} value */
export const signed = (value, digits = 1) => value.toFixed(digits).replace(/^-(?=0(\.0+)?$)/, '').replace('-', '−');
