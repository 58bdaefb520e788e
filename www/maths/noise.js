// Codes drawn like dice, the same for the same seed: so that pictures can be compared over time, and over digits.

/**
 * `count` codes of `size` normally distributed numbers.
 * @param {number} count
 * @param {number} size
 * @param {number} [seed]
 */
export function normalCodes(count, size, seed = 0) {
  const unit = mulberry32(seed);
  // Box and Muller: two even numbers in 0..1 make one that is normal.
  return Float32Array.from({ length: count * size }, () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()));
}

/** Tommy Ettinger's generator: 32 bits of state are plenty for a picture. @param {number} seed */
export function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One code after another, `times` times each list: `repeat([a, b], 2)` is `[a, b, a, b]`.
 * @param {ArrayLike<number>} values
 * @param {number} times
 */
export function repeat(values, times) {
  const all = new Float32Array(values.length * times);
  for (let time = 0; time < times; time++) all.set(values, time * values.length);
  return all;
}
