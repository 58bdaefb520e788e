// Slow motion: how long the page's own run rests after each step.

/**
 * @typedef {object} Tempo
 * @property {number} ms        of rest after each step
 * @property {boolean} closely  whether each step is looked at closely
 */

/** @type {Record<string, Tempo|null>} */
export const TEMPOS = { full: null, slow: { ms: 200, closely: false }, steps: { ms: 1000, closely: true } };

/** @param {number} ms @param {AbortSignal} signal ends the rest @returns {Promise<void>} */
export function rest(ms, signal) {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
