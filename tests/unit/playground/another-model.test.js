// Other models and other data while one trains: what is taken ends it, what is refused changes nothing.

import { expect, test } from '@playwright/test';
import { failure } from '../../../www/engine/worker/failure.js';
import { codeOf, playing, told } from './playing.js';
import { deferred, reportOf, settled } from '../scripted-worker.js';

test.describe('another model while one trains', () => {
  /** Training that asks for another model after its first chunk. */
  const trainedMeanwhile = async (pg, steps, meanwhile) => {
    let answer = null;
    const result = await pg.train(steps, { onProgress: () => { answer ??= codeOf(meanwhile()); } }).catch((error) => error);
    return { result, answer: await answer };
  };

  test('a load or a restore that is refused leaves the training as it was, and nobody hears of it', async () => {
    const { pg } = await playing(() => ({
      load(run, preset, settings) {
        if (settings.batch_size === 0) throw failure('bad-setting', 'No.');
        return this.engine.load(run, preset, settings);
      },
      restore() { throw failure('bad-file', 'No.'); },
    }));
    const events = told(pg, 'loaded', 'step');
    for (const [call, code] of [[() => pg.load('vae', { batch_size: 0 }), 'bad-setting'], [() => pg.restore(Uint8Array.of(9)), 'bad-file'], [() => pg.load(7), 'bad-input']]) {
      const { step } = pg;
      const { result, answer } = await trainedMeanwhile(pg, 6, call);
      expect(answer).toBe(code);
      expect([result.step, result.steps, pg.step]).toEqual([step + 6, 6, step + 6]);
    }
    expect(events.filter(([type]) => type === 'loaded')).toEqual([]);
    expect(events.flatMap(([, { history }]) => history.map(({ step }) => step))).toEqual(Array.from({ length: 18 }, (_, at) => at + 1));
    expect((await pg.train(1)).step).toBe(19);
    pg.close();
  });

  test('one that is taken ends it, and no step is counted for the new one', async () => {
    const { pg, worker } = await playing();
    const { result, answer } = await trainedMeanwhile(pg, 1000, () => pg.load('gan'));
    expect([answer, result.code, pg.model.preset, pg.step]).toEqual(['no error', 'aborted', 'gan', 0]);
    // The worker itself knows which model a training is about: this one has not moved.
    expect(worker.state.step).toBe(0);
    expect((await pg.train(2)).step).toBe(2);
    pg.close();
  });

  test('steps of a model that another has replaced meanwhile are not told', async () => {
    const answer = deferred();
    const { pg } = await playing(() => ({ train: () => answer.promise }));
    const events = told(pg, 'step');
    const training = codeOf(pg.train(3));
    await settled();
    await pg.load('vae');
    answer.reject(Object.assign(failure('not-finite', 'At step 2 loss became NaN.'), { report: reportOf(1, 1), ms: 1 }));
    expect(await training).toBe('not-finite');
    expect([pg.step, events]).toEqual([0, []]);
    pg.close();
  });

  test('a training is about the model that was asked for before it, answered or not', async () => {
    const { pg } = await playing();
    const loading = pg.load('gan');
    const training = pg.train(3);
    const replaced = codeOf(pg.train(1_000_000));
    await loading;
    expect((await training).step).toBe(3);
    await pg.load('vae');
    expect(await replaced).toBe('aborted');
    expect((await pg.train(2)).step).toBe(2);
    // The one before a load that is refused is still there.
    const refused = codeOf(pg.load());
    expect((await pg.train(2)).step).toBe(4);
    expect(await refused).toBe('bad-input');
    pg.close();
  });

  test('of loads that overlap, a refused one changes nothing about the one before it', async () => {
    const first = deferred();
    const { pg } = await playing(() => ({
      async load(run, preset, settings) {
        if (preset === 'slow') await first.promise;
        if (preset === 'bad') throw failure('unknown-preset', 'No.');
        return this.engine.load(run, preset, settings);
      },
    }));
    const slow = pg.load('slow');
    const bad = codeOf(pg.load('bad'));
    const training = pg.train(2);
    expect(await bad).toBe('unknown-preset');
    first.resolve();
    expect([(await slow).preset, (await training).step, pg.model.preset]).toEqual(['slow', 2, 'slow']);
    pg.close();
  });
});
