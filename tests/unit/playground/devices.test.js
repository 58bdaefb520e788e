// The choice of a device, and those that do not start.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../../www/engine/playground.js';
import { failure } from '../../../www/engine/worker/failure.js';
import { codeOf, playing, told } from './playing.js';
import { scriptedWorkers, settled } from '../scripted-worker.js';

test.describe('a device', () => {
  test('that never answers can be left for another', async () => {
    const { pg, workers } = await playing((number) => (number === 1 ? { open: () => new Promise(() => {}) } : {}));
    const first = codeOf(pg.useDevice('webgpu'));
    const early = codeOf(pg.sample(1));
    await settled();
    await pg.useDevice('cpu');
    expect([await first, await early]).toEqual(['aborted', 'aborted']);
    await pg.load('vae');
    expect(await pg.sample(1)).toHaveLength(784);
    pg.close();
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  test('that is refused leaves no worker, and another can be had', async () => {
    const { pg, workers } = await playing((number) => (number === 1 ? { open() { throw failure('no-webgpu', 'None.'); } } : {}));
    expect(await codeOf(pg.useDevice('tpu'))).toBe('unknown-device');
    // That has changed nothing.
    expect((await pg.train(1)).step).toBe(1);
    expect(await codeOf(pg.useDevice('webgpu'))).toBe('no-webgpu');
    expect(await codeOf(pg.train(1))).toBe('no-webgpu');
    expect([pg.model, workers[1].terminated]).toEqual([null, true]);
    await pg.useDevice('cpu');
    expect((await pg.load('vae')).step).toBe(0);
    pg.close();
  });

  test('chosen while one trains ends the training, in words about the device', async () => {
    const { pg } = await playing();
    const training = pg.train(1_000_000).catch((error) => error);
    await settled();
    await pg.useDevice('cpu');
    expect(await training).toMatchObject({ code: 'aborted', message: expect.stringContaining('device') });
    pg.close();
  });

  test('tells later whether WebGPU could be asked for', async () => {
    const { pg, worker } = await playing();
    const events = told(pg, 'device');
    worker.post('webgpu', { webgpu: true });
    await expect.poll(() => pg.device.webgpu).toBe(true);
    expect(events).toHaveLength(1);
    pg.close();
  });

  test('on which no thread can be started says why', async () => {
    const start = (error) => { globalThis.Worker = class { constructor() { throw error; } }; };
    start(new DOMException('Failed to construct Worker', 'SecurityError'));
    const { location } = globalThis;
    globalThis.location = { protocol: 'file:' };
    const error = await createPlayground().catch((reason) => reason);
    globalThis.location = location;
    expect(error).toMatchObject({ code: 'blocked', message: expect.stringContaining('opened as a file') });
  });

  test('whose script does not arrive says so, and is no crash', async () => {
    const workers = scriptedWorkers(() => ({ open() { this.dispatchEvent(new Event('error', { cancelable: true })); return new Promise(() => {}); } }));
    const error = await createPlayground().catch((reason) => reason);
    expect(error).toMatchObject({ code: 'engine-failed', message: expect.stringContaining('did not arrive') });
    expect(workers).toHaveLength(1);
  });
});
