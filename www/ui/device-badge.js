// Which device trains, why, and the way to the other one.

const NAMES = { cpu: 'CPU', webgpu: 'GPU' };

/**
 * @param {(id: string) => HTMLElement} find
 * @param {{onSwitch: (device: 'cpu'|'webgpu') => void}} actions
 */
export function createDeviceBadge(find, { onSwitch }) {
  const [badge, name, reason, adapter, change] = ['device', 'device-name', 'device-reason', 'device-adapter', 'device-switch'].map(find);
  let other = 'cpu';

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

  return {
    /** @param {{kind: 'cpu'|'webgpu', adapter: string, reason: string, webgpu: boolean}} device */
    show(device) {
      name.textContent = NAMES[device.kind];
      reason.textContent = device.reason;
      adapter.textContent = device.adapter && device.adapter !== NAMES[device.kind] ? `Adapter: ${device.adapter}.` : '';
      other = device.kind === 'cpu' ? 'webgpu' : 'cpu';
      change.textContent = `Restart on the ${NAMES[other]}`;
      change.hidden = other === 'webgpu' && !device.webgpu;
    },
  };
}
