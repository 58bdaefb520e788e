// The browser's function that makes GPU devices, watched. It imports nothing: tests/web runs it as it is.

/**
 * What the engine asks of a device, and `subgroups`, where adapters offer them: it can use them (src/kernels/gpu/subgroups.rs),
 * and its library does not know yet that browsers have them.
 * @param {GPUAdapter} adapter
 * @param {GPUDeviceDescriptor} [descriptor]
 * @returns {GPUDeviceDescriptor}
 */
export function withSubgroups(adapter, descriptor = {}) {
  if (!adapter.features.has('subgroups')) return descriptor;
  /** @type {Set<GPUFeatureName>} */
  const features = new Set([...(descriptor.requiredFeatures ?? []), 'subgroups']);
  return { ...descriptor, requiredFeatures: [...features] };
}

/**
 * Tells when the GPU is taken away. The engine makes its device itself and hands out no handle on it, so this
 * watches the browser's function that makes devices, and asks for `subgroups` in passing.
 * @param {(message: string) => void} onLost
 * @returns {{destroy: () => void}} takes the last device away, for tests
 */
export function watchForDeviceLoss(onLost) {
  /** @type {GPUDevice|null} */
  let last = null;
  if (globalThis.GPUAdapter) {
    const requestDevice = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function watched(descriptor) {
      const device = await requestDevice.call(this, withSubgroups(this, descriptor));
      device.lost.then((info) => onLost(info.message || info.reason || 'no reason given'));
      last = device;
      return device;
    };
  }
  return { destroy: () => last?.destroy() };
}
