// Which tab trains which of the kept runs: a tab holds a lock on its own for as long as it is there. Where a browser has no locks (an
// address without https), every tab is taken for the only one.

const PREFIX = 'generative-playground.run.';

/**
 * @param {string} id
 * @returns {Promise<(() => void)|null>} lets it go; null where another tab has it
 */
export function hold(id) {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    locks.request(PREFIX + id, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return /** @type {Promise<void>} */ (new Promise((letGo) => { resolve(letGo); }));
    }).catch(reject);
  });
}

/** The ids of runs that some tab holds, this one included. @returns {Promise<string[]>} */
export async function heldNow() {
  const { held = [] } = await navigator.locks?.query() ?? {};
  return held.flatMap(({ name = '' }) => (name.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
}
