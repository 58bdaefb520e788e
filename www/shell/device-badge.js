// Which device trains, why, and the way to the other one.

import { onLanguage, t } from '../words/i18n.js';

const nameOf = (kind) => t(`page.device-name.${kind}`);

function details({ kind, adapter, workers }) {
  if (workers > 1) return t('page.workers', { count: workers });
  return adapter && adapter !== nameOf(kind) ? t('page.adapter', { adapter }) : '';
}

/**
 * @param {(id: string) => HTMLElement} find
 * @param {{onSwitch: (device: 'cpu'|'webgpu') => void}} actions
 */
export function createDeviceBadge(find, { onSwitch }) {
  const [badge, name, reason, adapter, change] = ['device', 'device-name', 'device-reason', 'device-adapter', 'device-switch'].map(find);
  let other = 'cpu';
  let device = null;

  change.addEventListener('click', () => {
    close();
    onSwitch(other);
  });

  function close() {
    const focused = badge.contains(document.activeElement);
    badge.open = false;
    if (focused) badge.querySelector('summary').focus();
  }

  document.addEventListener('pointerdown', (event) => { if (!badge.contains(event.target)) badge.open = false; });
  badge.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });

  function say() {
    if (!device) return;
    name.textContent = nameOf(device.kind);
    reason.textContent = t(`page.why.${device.why}`, { reason: device.reason });
    adapter.textContent = details(device);
    change.textContent = t('page.switch-device', { device: nameOf(other) });
  }
  onLanguage(say);

  return {
    /** @param {{kind: 'cpu'|'webgpu', adapter: string, workers: number, reason: string, why: string, webgpu: boolean}} chosen */
    show(chosen) {
      device = chosen;
      other = device.kind === 'cpu' ? 'webgpu' : 'cpu';
      change.hidden = other === 'webgpu' && !device.webgpu;
      say();
    },
  };
}
