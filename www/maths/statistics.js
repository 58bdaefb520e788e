// Two ways to say what is usual among numbers.

/** @param {ArrayLike<number>} values at least one */
export const mean = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The one in the middle, which stray ones do not move; the larger of two. @param {number[]} values at least one */
export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
