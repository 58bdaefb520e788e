// Which numbers of a code the model makes use of.

/**
 * How much each number of a code differs from digit to digit: its variance. A number that is the same for every digit says nothing.
 * @param {Float32Array} means codes of many digits, one after the other
 * @param {number} size numbers in a code
 */
export function variances(means, size) {
  const count = means.length / size;
  const [sum, squares] = [new Float64Array(size), new Float64Array(size)];
  for (let at = 0; at < means.length; at++) {
    sum[at % size] += means[at];
    squares[at % size] += means[at] ** 2;
  }
  return Float64Array.from(sum, (total, i) => Math.max(0, squares[i] / count - (total / count) ** 2));
}

/**
 * The numbers of a code, the most used first; equal ones, and all where nothing is known, in their own order.
 * @param {number} size
 * @param {ArrayLike<number>|null} used
 */
export function mostUsedFirst(size, used) {
  const order = Array.from({ length: size }, (_, i) => i);
  return used ? order.sort((a, b) => used[b] - used[a] || a - b) : order;
}
