// Training, with workers that answer by script: chunk by chunk, one after another, and stopped on the way.

import { expect, test } from '@playwright/test';
import { failure } from '../../../www/engine/worker/failure.js';
import { codeOf, playing, told } from './playing.js';
import { deferred, reportOf, settled } from '../scripted-worker.js';

test.describe('training', () => {
  test('is told chunk by chunk, and the answer is about all of them', async () => {
    const { pg, worker } = await playing();
    const events = told(pg, 'step', 'training');
    const progress = [];
    const result = await pg.train(5, { onProgress: ({ steps, meanLosses }) => progress.push([steps, meanLosses.loss]) });
    expect(result).toMatchObject({ step: 5, epoch: 1, steps: 5, losses: { loss: 5 }, meanLosses: { loss: 3 } });
    expect(worker.asked.filter(([name]) => name === 'train').map(([, , steps]) => steps)).toEqual([1, 2, 2]);
    expect(progress).toEqual([[1, 1], [3, 2], [5, 3]]);
    expect(events.filter(([type]) => type === 'step').flatMap(([, { history }]) => history.map(({ step }) => step))).toEqual([1, 2, 3, 4, 5]);
    expect(events.at(0)).toEqual(['training', true]);
    await settled();
    expect(events.at(-1)).toEqual(['training', false]);
    expect(pg.training).toBe(false);
    pg.close();
  });

  test('steps before the one that fails are told, once each, and counted; then comes the error', async () => {
    const answers = [
      () => ({ value: { ...reportOf(1, 1), events: [{ kind: 'collapsed', step: 1 }] }, ms: 100 }),
      () => { throw Object.assign(failure('not-finite', 'At step 5 loss became NaN.'), { report: { ...reportOf(2, 4), events: [{ kind: 'collapsed', step: 4 }] }, ms: 50 }); },
    ];
    const { pg } = await playing(() => ({ train: () => answers.shift()() }));
    const events = told(pg, 'step', 'event');
    const progress = [];
    const error = await pg.train(100, { onProgress: ({ steps, meanLosses }) => progress.push([steps, meanLosses.loss]) }).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'not-finite', message: 'At step 5 loss became NaN.' });
    expect([pg.step, pg.epoch]).toEqual([4, 1]);
    const steps = events.filter(([type]) => type === 'step').map(([, detail]) => detail);
    expect(steps.flatMap(({ history }) => history.map(({ step }) => step))).toEqual([1, 2, 3, 4]);
    expect(steps.map(({ chunk }) => [chunk.steps, chunk.ms])).toEqual([[1, 100], [3, 50]]);
    expect(events.filter(([type]) => type === 'event').map(([, { step }]) => step)).toEqual([1, 4]);
    expect(progress).toEqual([[1, 1], [4, 2.5]]);
    pg.close();
  });

  test('an error before the first step tells of none', async () => {
    const { pg } = await playing(() => ({ train() { throw failure('no-data', 'The digits are not there.'); } }));
    const events = told(pg, 'step');
    expect(await codeOf(pg.train(3))).toBe('no-data');
    expect([pg.step, events]).toEqual([0, []]);
    pg.close();
  });

  test('a second one waits for the first, and a step in detail for both', async () => {
    const { pg, worker } = await playing(() => ({ step(run, part) { this.state.step += 1; return { value: { part, ...reportOf(this.state.step, this.state.step) }, ms: 5 }; } }));
    const [first, second, detail] = await Promise.all([pg.train(3), pg.train(4), pg.oneStep('generator')]);
    expect([first.step, second.step, second.steps, detail.step, detail.part]).toEqual([3, 7, 4, 8, 'generator']);
    expect(worker.asked.map(([name]) => name).filter((name) => name !== 'open')).toEqual(['load', 'train', 'train', 'train', 'step']);
    expect(pg.step).toBe(8);
    pg.close();
  });

  test('the next chunk is on its way while one is computed, so that nobody waits for the page', async () => {
    const held = deferred();
    const { pg, workers: [worker] } = await playing(() => ({
      async train(run, steps) {
        const report = this.engine.train(run, steps);
        if (this.state.step === 3) await held.promise;
        return report;
      },
    }));
    const training = pg.train(8);
    const asked = () => worker.asked.filter(([name]) => name === 'train').map(([, , steps]) => steps);
    // The first says how long one takes.
    await expect.poll(asked).toEqual([1, 2, 2]);
    expect(pg.step).toBe(1);
    held.resolve();
    expect((await training).step).toBe(8);
    expect(asked()).toEqual([1, 2, 2, 3]);
    pg.close();
  });

  test('a worker may take fewer steps than it was asked for', async () => {
    const { pg } = await playing(() => ({ train(run, steps) { return this.engine.train(run, Math.min(steps, 2)); } }));
    expect(await pg.train(9)).toMatchObject({ step: 9, steps: 9 });
    pg.close();
  });

  test('steps of the chunk that was on its way count when one fails', async () => {
    let calls = 0;
    const { pg } = await playing(() => ({
      train(run, steps) {
        calls += 1;
        if (calls !== 2) return this.engine.train(run, steps);
        this.state.step += 1;
        throw Object.assign(failure('not-finite', 'Here.'), { report: reportOf(2, 2), ms: 1 });
      },
    }));
    const steps = [];
    pg.on('step', ({ history }) => steps.push(...history.map(({ step }) => step)));
    expect(await codeOf(pg.train(4))).toBe('not-finite');
    expect([steps, pg.step]).toEqual([[1, 2, 3], 3]);
    pg.close();
  });

  test('a signal ends it after the chunk that is on its way, and one that is aborted before it begins takes no step', async () => {
    const { pg } = await playing();
    const stop = new AbortController();
    expect(await pg.train(1000, { signal: stop.signal, onProgress: ({ step }) => { if (step > 2) stop.abort(); } })).toMatchObject({ step: 5, steps: 5 });
    expect(await pg.train(1000, { signal: stop.signal })).toMatchObject({ step: 5, steps: 0, losses: {} });
    pg.close();
  });
});
