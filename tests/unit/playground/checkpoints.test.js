// What a crash costs.

import { expect, test } from '@playwright/test';
import { Runs } from '../../../www/engine/runs.js';
import { failure } from '../../../www/engine/worker/failure.js';
import { codeOf, playing } from './playing.js';
import { deferred, reportOf } from '../scripted-worker.js';

test.describe('checkpoints', () => {
  const slow = { train(run, steps) { this.state.step += steps; return { value: reportOf(this.state.step - steps + 1, this.state.step), ms: 6000 }; } };

  test('are made after ten seconds of training, and cost the steps since', async () => {
    const { pg, workers } = await playing(() => slow);
    await pg.train(4);
    expect(workers[0].asked.filter(([name]) => name === 'save')).toHaveLength(1);
    workers[0].crash();
    await expect.poll(() => pg.step).toBe(3);
    pg.close();
  });

  test('one that cannot be made ends no training', async () => {
    const { pg } = await playing(() => ({ ...slow, save() { throw failure('failed', 'No.'); } }));
    expect((await pg.train(5)).step).toBe(5);
    pg.close();
  });

  test('one of a model that was replaced meanwhile is not kept', async () => {
    const saved = deferred();
    const { pg, workers } = await playing((number) => (number > 0 ? {} : { ...slow, save: () => saved.promise }));
    const training = codeOf(pg.train(5));
    await expect.poll(() => workers[0].asked.at(-1)[0]).toBe('save');
    await pg.load('gan');
    saved.resolve({ value: Uint8Array.of(2), ms: 1 });
    expect(await training).toBe('aborted');
    workers[0].crash();
    await new Promise((resolve) => { pg.on('recovered', resolve); });
    expect([pg.model.preset, pg.step]).toEqual(['gan', 0]);
    pg.close();
  });

  test('only the last one takes memory', async () => {
    const files = [1, 2, 3].map((n) => Uint8Array.of(n));
    const coming = [...files];
    const runs = new Runs({ supervisor: { call: async () => coming.shift(), trained() {} }, emit() {} });
    const run = await runs.latest;
    for (const _ of files) {
      runs.trained(20_000);
      await runs.makeCheckpoint(run);
    }
    expect(files.map(({ length }) => length)).toEqual([0, 0, 1]);
    runs.emptied();
    expect(files[2].length).toBe(0);
  });

  test('are the playground’s own: what the caller does to the bytes later is nothing to it', async () => {
    const { pg, workers } = await playing();
    const bytes = Uint8Array.of(4);
    await pg.restore(bytes);
    bytes.fill(9);
    workers[0].crash();
    await new Promise((resolve) => { pg.on('recovered', resolve); });
    expect(pg.step).toBe(4);
    pg.close();
  });
});
