/** How often the network is asked on a path: Heun asks twice a step, but its last step is one of Euler's. @param {string} solver @param {number} steps */
export const passes = (solver, steps) => (solver === 'heun' ? 2 * steps - 1 : steps);
