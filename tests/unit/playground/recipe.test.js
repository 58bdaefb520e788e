// What is done with the training images, over loads and crashes.

import { expect, test } from '@playwright/test';
import { failure } from '../../../www/engine/worker/failure.js';
import { codeOf, playing } from './playing.js';
import { settled } from '../scripted-worker.js';

test.describe('the data', () => {
  const RECIPE = { 'data.limit': 1000, 'data.mislabel': 0.3 };
  const loads = (workers) => workers.flatMap(({ asked }) => asked.filter(([name]) => name === 'load').map(([, , , settings]) => settings));

  test('setDataset goes along to every load from then on, and what a load says itself goes before', async () => {
    const { pg, workers } = await playing(() => ({ describe: () => ({ value: {}, ms: 1 }) }));
    await pg.setDataset(RECIPE);
    expect((await pg.load('gan', { seed: 3 })).data.recipe).toEqual({ limit: 1000, mislabel: 0.3 });
    await pg.load('vae', { 'data.limit': 50 });
    // Without waiting for the answer.
    pg.setDataset({});
    await pg.load('vae');
    expect(loads(workers)).toEqual([{}, { seed: 3, ...RECIPE }, { ...RECIPE, 'data.limit': 50 }, {}]);
    pg.close();
  });

  test('what is refused changes nothing', async () => {
    const { pg, workers } = await playing(() => ({
      describe: (preset, settings) => {
        if (settings['data.noise'] === 7) throw failure('bad-setting', 'data.noise must be a number from 0 to 1, not 7.');
        return { value: {}, ms: 1 };
      },
    }));
    await pg.setDataset(RECIPE);
    expect(await codeOf(pg.setDataset({ 'data.noise': 7 }))).toBe('bad-setting');
    expect(await codeOf(pg.setDataset({ limit: 5 }))).toBe('unknown-setting');
    expect(await codeOf(pg.setDataset([1]))).toBe('bad-input');
    expect(await codeOf(pg.setDataset({ 'data.limit': {} }))).toBe('bad-input');
    await pg.load('vae');
    expect(loads(workers).at(-1)).toEqual(RECIPE);
    pg.close();
  });

  test('a run that broke down goes on with its own data, whatever was set for the next', async () => {
    const { pg, workers } = await playing(() => ({ describe: () => ({ value: {}, ms: 1 }) }));
    await pg.load('vae', { seed: 1, ...RECIPE });
    await pg.setDataset({ 'data.limit': 9 });
    workers[0].crash();
    await settled();
    expect(workers).toHaveLength(2);
    expect(loads(workers).at(-1)).toEqual({ seed: 1, ...RECIPE });
    pg.close();
  });
});
