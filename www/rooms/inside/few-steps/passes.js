// How often a flow's network is asked on a path.

import { SOLVERS } from '../../../engine/schema.js';

/** @param {string} solver @param {number} steps */
export function passes(solver, steps) {
  const [each, last] = SOLVERS.find(({ name }) => name === solver)?.passes ?? [1, 1];
  return each * (steps - 1) + last;
}
