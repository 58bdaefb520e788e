// A playground may be closed at any moment, and leaves no worker.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../../www/engine/playground.js';
import { failure } from '../../../www/engine/worker/failure.js';
import { codeOf, playing } from './playing.js';
import { scriptedWorkers, settled } from '../scripted-worker.js';

test.describe('closing', () => {
  const EVENTS = ['status', 'device', 'loaded', 'training', 'step', 'event', 'call', 'crashed', 'recovered', 'failed', 'data', 'data-failed'];
  for (const type of EVENTS) {
    test(`in a listener of “${type}” leaves no worker, and what is under way says that it was closed`, async () => {
      const workers = scriptedWorkers((number) => ({
        train(run, steps) {
          const answer = this.engine.train(run, steps);
          return { ...answer, value: { ...answer.value, events: [{ kind: 'collapsed', step: 1, message: '' }] } };
        },
        // The third worker brings nothing back.
        load(...args) { if (number === 2) throw failure('failed', 'No.'); return this.engine.load(...args); },
      }));
      let pg = null;
      let closed = false;
      const on = { [type]: () => { if (pg) { closed = true; pg.close(); } } };
      pg = await createPlayground({ on });
      const calls = [codeOf(pg.useDevice('cpu').then(() => pg.load('vae')).then(() => {
        workers.at(-1).post('data', { progress: { bytes: 1 } });
        workers.at(-1).post('data-failed', { error: { code: 'data-failed', message: '' } });
        return pg.train(50);
      }).then(async () => {
        workers.at(-1).crash();
        await settled();
        workers.at(-1).crash();
        return pg.sample(1);
      }))];
      for (const code of await Promise.all(calls)) expect(['closed', 'failed', 'worker-crashed']).toContain(code);
      await settled();
      expect(closed).toBe(true);
      expect(workers.filter(({ terminated }) => !terminated)).toEqual([]);
      for (const call of [() => pg.sample(1), () => pg.train(1), () => pg.load('vae'), () => pg.save()]) expect(await codeOf(call())).toBe('closed');
      expect(workers.filter(({ terminated }) => !terminated)).toEqual([]);
    });
  }

  test('in onProgress', async () => {
    const { pg, worker } = await playing();
    expect(await codeOf(pg.train(9, { onProgress: () => pg.close() }))).toBe('closed');
    expect(worker.terminated).toBe(true);
  });

  test('while it opens, while a model loads, twice; and it may open again', async () => {
    const never = () => new Promise(() => {});
    const { pg, workers } = await playing((number) => ({ ...(number === 1 && { open: never }), ...(number === 2 && { load: never }) }));
    const opening = codeOf(pg.useDevice('cpu'));
    await settled();
    pg.close();
    pg.close();
    expect(await opening).toBe('closed');
    await pg.useDevice('cpu');
    const loading = codeOf(pg.load('vae'));
    await settled();
    pg.close();
    expect(await loading).toBe('closed');
    await pg.useDevice('cpu');
    await pg.load('vae');
    expect((await pg.train(1)).step).toBe(1);
    pg.close();
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, true, true]);
  });
});
