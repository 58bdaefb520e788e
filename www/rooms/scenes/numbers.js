// The numbers of a scene: as a file, and the command that makes the same natively. No DOM.

/** @typedef {import('../../engine/types.d.ts').Played} Played */
/** @typedef {import('../../engine/types.d.ts').SceneNumbers} SceneNumbers */

export const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** @param {SceneNumbers} numbers @param {string} name @returns {unknown} */
export const numberOf = (numbers, name) => /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (numbers))[name];

/** The model's answer, and those without a model. @param {Played} found @returns {SceneNumbers[]} */
export const methodsOf = ({ numbers, plain, others }) => [numbers, plain, ...others];

/** Names of the numbers that any method has. @param {Played} found */
export function names(found) {
  const all = methodsOf(found).flatMap((numbers) => Object.entries(numbers).filter(([name, value]) => typeof value === 'number' && !['count', 'seed'].includes(name)).map(([name]) => name));
  return [...new Set(all)];
}

/** As a table for a spreadsheet: a row a method. @param {Played} found */
export function csvOf(found) {
  const columns = names(found);
  const rows = methodsOf(found).map((numbers) => [found.numbers.scene, found.numbers.count, found.numbers.seed, numbers.method, ...columns.map((name) => numberOf(numbers, name) ?? '')]);
  return [['scene', 'count', 'seed', 'method', ...columns], ...rows].map((row) => row.join(',')).join('\n').concat('\n');
}

/**
 * The command for the same natively.
 * @param {Played} found
 * @param {Record<string, number>} options that differ from the scene's own
 * @param {Float32Array} [mask] a hole that was painted
 */
export function commandOf({ numbers: { scene, count: images, seed } }, options, mask) {
  const own = Object.entries(options).map(([name, value]) => ` --option ${name}=${value}`).join('') + (mask ? ` --mask ${hexOf(mask)}` : '');
  return `cargo run --release --bin playground -- scene ${scene} --weights FILE --count ${images} --seed ${seed}${own} --json`;
}

/** Four pixels a hexadecimal digit, row by row. @param {Float32Array} mask */
const hexOf = (mask) => Array.from({ length: mask.length / 4 }, (_, at) => [0, 1, 2, 3].reduce((digit, bit) => 2 * digit + mask[4 * at + bit], 0).toString(16)).join('');

/** Digits that the data's recipe leaves out. @param {import('../../engine/recipe.js').Recipe} recipe */
export function leftOut(recipe) {
  const kept = String(recipe['data.digits'] ?? '').split(',').filter((word) => word.trim() !== '').map(Number);
  return kept.length === 0 ? [] : ALL.filter((digit) => !kept.includes(digit));
}
