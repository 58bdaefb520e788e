// How fast the page's own run goes.

import { TEMPOS } from '../run/tempo.js';

/**
 * @param {HTMLSelectElement} select
 * @param {{onTempo: (tempo: import('../run/tempo.js').Tempo|null) => void}} actions
 */
export function createTempo(select, { onTempo }) {
  // A browser may keep the choice over a reload, and the run starts at full speed.
  select.value = 'full';
  select.addEventListener('change', () => onTempo(TEMPOS[select.value]));
}
