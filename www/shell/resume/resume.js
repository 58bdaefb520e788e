// Offers the run of the last visit, and keeps this one for the next.

import { language, t } from '../../words/i18n.js';
import { presetOf } from '../../run/presets.js';
import { sameRun } from '../../run/address.js';
import { count } from '../../words/sentences.js';
import { createKeeper } from './keeper.js';
import * as store from './store.js';

const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];

/** “5 minutes ago”. @param {number} ms */
export function ago(ms, tongue) {
  const format = new Intl.RelativeTimeFormat(tongue, { numeric: 'auto' });
  const [unit, length] = UNITS.find(([, least]) => ms >= least) ?? ['second', 1000];
  return format.format(-Math.max(0, Math.round(ms / length)), unit);
}

/**
 * @param {object} parts
 * @param {import('../../engine/playground.js').Playground} parts.pg
 * @param {() => import('../../run/address.js').State} parts.state
 * @param {boolean} parts.bare    the address says nothing
 * @param {{show: Function, dismiss: Function}} parts.notices
 * @param {(bytes: Uint8Array) => Promise<void>} parts.goOn restores the run and trains on
 */
export function createResume({ pg, state, bare, notices, goOn }) {
  const keeper = createKeeper({
    async save() {
      const { preset, device, settings } = state();
      const { step } = pg;
      const bytes = await pg.save();
      await store.write({ bytes, state: { preset, device, settings }, step, at: Date.now() });
    },
    onFailure(error) {
      notices.show('kept', () => t(error?.name === 'QuotaExceededError' ? 'share.keptFull' : 'share.keptDenied'));
    },
  });
  let resuming = false;

  pg.on('step', ({ chunk }) => keeper.trained(chunk.ms));
  pg.on('training', (training) => { if (!training) keeper.rest(); });
  pg.on('loaded', () => {
    keeper.begin(resuming);
    resuming = false;
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keeper.rest(); });
  window.addEventListener('pagehide', () => keeper.rest());

  /** Never by itself: whoever came for a new run gets one. */
  return async function offer() {
    const kept = await store.read().catch(() => null);
    if (!(kept?.bytes instanceof Uint8Array) || !kept.state || !(bare || sameRun(kept.state, state()))) return;
    keeper.offering = true;
    const settle = () => { keeper.offering = false; };
    const preset = presetOf(kept.state.preset);
    notices.show('kept', () => t('share.kept', { ago: ago(Date.now() - kept.at, language()), name: preset.short, step: count(kept.step) }), {
      actions: [
        { get label() { return t('share.keptGoOn'); }, run: () => { settle(); resuming = true; goOn(kept.bytes); } },
        { get label() { return t('share.keptForget'); }, run: () => { settle(); store.forget().catch(() => {}); } },
      ],
    });
  };
}
