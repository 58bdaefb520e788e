// Numbers that look random and are the same in every run, so that a failure can be seen again.

/** @param {number} seed */
export function randomness(seed) {
  let state = BigInt(seed) + 1n;
  // The generator of Numerical Recipes for 64 bits; only its high bits are used.
  const unit = () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 32n) / 2 ** 32;
  };
  const below = (limit) => Math.floor(unit() * limit);
  return { unit, below, pick: (values) => values[below(values.length)] };
}
