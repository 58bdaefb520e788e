// What is usual among numbers, and how far apart they are.

/** @param {ArrayLike<number>} values at least one */
export const mean = (values) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The one in the middle, which stray ones do not move; the larger of two. @param {number[]} values at least one */
export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** How far apart two lists are, value by value. @param {ArrayLike<number>} a @param {ArrayLike<number>} b as long */
export const rootMeanSquare = (a, b) => Math.sqrt(mean(Array.from(a, (value, at) => (value - b[at]) ** 2)));
