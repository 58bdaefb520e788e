// Which device trains, why, and the way to the other one.

import { find as within } from '../kit/find.js';
import { onLanguage, t } from '../words/i18n.js';

/** @typedef {import('../engine/types.d.ts').Device} Device */

/** @param {Device['kind']} kind */
const nameOf = (kind) => t(`page.device-name.${kind}`);

/** @param {Device} device @param {boolean} alone */
function details({ kind, adapter, workers }, alone) {
  if (workers > 1) return alone ? t('page.workers-held-up') : t('page.workers', { count: workers });
  return adapter && adapter !== nameOf(kind) ? t('page.adapter', { adapter }) : '';
}

/**
 * @param {import('../kit/find.js').ById} find
 * @param {{onSwitch: (device: Device['kind']) => void}} actions
 */
export function createDeviceBadge(find, { onSwitch }) {
  const badge = find('device', HTMLDetailsElement);
  const [name, reason, adapter, change] = ['device-name', 'device-reason', 'device-adapter', 'device-switch'].map((id) => find(id));
  /** @type {Device['kind']} */
  let other = 'cpu';
  /** @type {Device|null} */
  let device = null;
  /** Whether one thread trains where several could. */
  let alone = false;

  change.addEventListener('click', () => {
    close();
    onSwitch(other);
  });

  function close() {
    const focused = badge.contains(document.activeElement);
    badge.open = false;
    if (focused) within(badge, 'summary').focus();
  }

  document.addEventListener('pointerdown', ({ target }) => { if (!(target instanceof Node && badge.contains(target))) badge.open = false; });
  badge.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });

  function say() {
    if (!device) return;
    name.textContent = nameOf(device.kind);
    reason.textContent = t(`page.why.${device.why}`, { reason: device.reason });
    adapter.textContent = details(device, alone);
    change.textContent = t('page.switch-device', { device: nameOf(other) });
  }
  onLanguage(say);

  return {
    /** @param {Device} chosen */
    show(chosen) {
      device = chosen;
      other = device.kind === 'cpu' ? 'webgpu' : 'cpu';
      change.hidden = other === 'webgpu' && !device.webgpu;
      alone = false;
      say();
    },
    /** @param {boolean} now whether other programs hold up the other threads */
    trainsAlone(now) {
      if (now === alone) return;
      alone = now;
      say();
    },
  };
}
