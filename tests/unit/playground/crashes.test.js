// What a crash ends, and what comes back after it.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../../www/engine/playground.js';
import { codeOf, playing, told } from './playing.js';
import { scriptedWorkers, settled } from '../scripted-worker.js';

test.describe('a crash', () => {
  /** What the playground's listeners hear of it. */
  const hear = (pg) => told(pg, 'crashed', 'recovered', 'failed', 'loaded');

  for (const action of ['train', 'sample', 'save', 'load', 'restore', 'step']) {
    test(`in the middle of ${action} rejects that call, and the model comes back with its settings`, async () => {
      const { pg, workers } = await playing((number) => (number > 0 ? {} : {
        [action](...args) {
          if (action === 'load' && args[1] === 'vae') return this.engine.load(...args);
          this.crash();
          return new Promise(() => {});
        },
      }));
      await pg.load('vae', { seed: 7 });
      const events = hear(pg);
      const calls = { train: () => pg.train(3), sample: () => pg.sample(1), save: () => pg.save(), load: () => pg.load('gan'), restore: () => pg.restore(Uint8Array.of(3)), step: () => pg.oneStep() };
      expect(await codeOf(calls[action]())).toBe('worker-crashed');
      // What is asked meanwhile waits for the model.
      expect(await pg.sample(1)).toHaveLength(784);
      expect(events).toEqual([
        ['crashed', { code: 'worker-crashed', message: 'It broke.', step: 0, restarting: true }], ['recovered', { step: 0, lost: 0 }],
      ]);
      expect(workers[1].asked.find(([name]) => name === 'load').slice(2, 4)).toEqual(['vae', { seed: 7 }]);
      expect([workers[0].terminated, workers[1].terminated, workers.length]).toEqual([true, false, 2]);
      expect((await pg.train(2)).step).toBe(2);
      pg.close();
    });
  }

  test('between two chunks ends the training with its own code, and the one that waits behind it', async () => {
    const { pg, worker } = await playing();
    const waiting = [];
    const training = codeOf(pg.train(1000, {
      onProgress: ({ step }) => {
        if (step !== 1) return;
        waiting.push(codeOf(pg.train(5)));
        worker.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message: 'out of nowhere' }));
      },
    }));
    expect([await training, await waiting[0]]).toEqual(['worker-crashed', 'worker-crashed']);
    pg.close();
  });

  test('goes back to what was restored, and says how many steps that costs', async () => {
    const { pg, workers } = await playing();
    await pg.restore(Uint8Array.of(4));
    await pg.train(3);
    const events = hear(pg);
    workers[0].crash();
    await expect.poll(() => pg.step).toBe(4);
    expect(events[1]).toEqual(['recovered', { step: 4, lost: 3 }]);
    expect(workers[1].asked.at(-1).slice(2)).toEqual([Uint8Array.of(4), { otherData: true }]);
    expect((await pg.train(1)).step).toBe(5);
    pg.close();
  });

  test('before the engine is open: whoever opens it learns why, once, and no worker is left', async () => {
    const workers = scriptedWorkers(() => ({ open() { this.crash(); return new Promise(() => {}); } }));
    expect(await codeOf(createPlayground({ device: 'cpu' }))).toBe('worker-crashed');
    expect(workers.map(({ terminated }) => terminated)).toEqual([true]);
  });

  test('while the first choice of device opens leads to the CPU', async () => {
    const workers = scriptedWorkers((number) => (number > 0 ? {} : { open() { this.crash('device-lost', 'No GPU.'); return new Promise(() => {}); } }));
    const pg = await createPlayground();
    expect(workers[1].asked[0].slice(0, 2)).toEqual(['open', 'cpu']);
    expect(pg.device).toMatchObject({ kind: 'cpu', why: 'not-started', reason: expect.stringContaining('No GPU.') });
    pg.close();
  });

  test('while it recovers counts too, and the third ends it; another device begins anew', async () => {
    const { pg, workers } = await playing((number) => (number === 0 || number > 2 ? {} : { load() { this.crash(); return new Promise(() => {}); } }));
    const events = hear(pg);
    workers[0].crash();
    const error = await new Promise((resolve) => { pg.on('failed', resolve); });
    expect(error).toMatchObject({ code: 'worker-crashed', message: expect.stringContaining('3 times in a row') });
    expect(events.map(([type, { restarting }]) => [type, restarting])).toEqual([['crashed', true], ['crashed', true], ['crashed', false], ['failed', undefined]]);
    expect(await codeOf(pg.sample(1))).toBe('worker-crashed');
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
    await pg.useDevice('cpu');
    await pg.load('vae');
    expect((await pg.train(1)).step).toBe(1);
    pg.close();
  });

  test('crashes with training, or another model, between them are not in a row', async () => {
    const { pg, workers } = await playing();
    for (let i = 0; i < 6; i++) {
      workers.at(-1).crash();
      await new Promise((resolve) => { pg.on('recovered', resolve); });
      await (i % 2 ? pg.train(1) : pg.load('vae'));
    }
    expect(workers).toHaveLength(7);
    pg.close();
  });

  test('of one that ran out of memory: the next worker does not load the same, and takes a smaller one', async () => {
    const { pg, workers } = await playing();
    const events = hear(pg);
    workers[0].crash('out-of-memory', 'Full.');
    await new Promise((resolve) => { pg.on('failed', resolve); });
    expect(events).toEqual([
      ['crashed', { code: 'out-of-memory', message: 'Full.', step: 0, restarting: false }], ['failed', expect.objectContaining({ code: 'out-of-memory' })],
    ]);
    expect(workers[1].asked.map(([name]) => name)).toEqual(['open']);
    expect(pg.model).toBe(null);
    await pg.load('vae', { batch_size: 8 });
    expect((await pg.train(2)).step).toBe(2);
    pg.close();
  });

  test('calls made by those who hear of it wait for the model that comes back', async () => {
    const { pg, workers } = await playing();
    const later = new Promise((resolve) => { pg.on('crashed', () => { resolve(Promise.all([pg.train(2), pg.sample(1)])); }); });
    workers[0].crash();
    const [{ step }, sample] = await later;
    expect([step, sample.length]).toEqual([2, 784]);
    pg.close();
  });

  test('in an answer that cannot be read', async () => {
    const { pg, workers } = await playing((number) => (number > 0 ? {} : { sample: () => new Promise(() => {}) }));
    const asked = codeOf(pg.sample(1));
    await settled();
    workers[0].dispatchEvent(new Event('messageerror'));
    expect(await asked).toBe('worker-crashed');
    expect(await pg.sample(1)).toHaveLength(784);
    pg.close();
  });
});
