// The public interface, with a worker that answers by script.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../www/engine/playground.js';
import { failure } from '../../www/engine/worker/failure.js';
import { expose } from '../../www/engine/worker/expose.js';

const MODEL = { step: 0, epoch: 0, batchSize: 32, settings: { preset: 'vae' } };

/**
 * A playground whose worker does these actions; `open` and `load` are there already.
 * @param {Record<string, (...args: any[]) => any>} actions
 */
async function playgroundWith(actions) {
  const all = {
    open: async () => ({ value: { device: { kind: 'cpu' }, presets: [] } }),
    load: async () => ({ value: MODEL, ms: 0 }),
    ...actions,
  };
  const { port1, port2 } = new MessageChannel();
  // In a worker, calls arrive at the global object, and answers leave there.
  globalThis.self = globalThis;
  for (const method of ['addEventListener', 'removeEventListener', 'postMessage']) globalThis[method] = port2[method].bind(port2);
  globalThis.Worker = class {
    constructor() {
      port2.start();
      port1.start();
      port1.terminate = () => { port1.close(); port2.close(); };
      return port1;
    }
  };
  expose(all);
  const pg = await createPlayground();
  await pg.load('vae');
  return pg;
}

/** What an engine answers that takes the steps from `first` to `last`. */
function reportOf(first, last) {
  const history = Array.from({ length: last - first + 1 }, (_, at) => ({ step: first + at, losses: { loss: first + at } }));
  const losses = { loss: last };
  return { step: last, epoch: 1, losses, meanLosses: { loss: (first + last) / 2 }, history, events: [{ kind: 'collapsed', step: last }], gradients: [] };
}

test('steps before the one that fails are told, once each, and counted; then comes the error', async () => {
  const answers = [
    () => ({ value: reportOf(1, 1), ms: 100 }),
    () => { throw Object.assign(failure('not-finite', 'At step 5 loss became NaN.'), { report: reportOf(2, 4), ms: 50 }); },
  ];
  const pg = await playgroundWith({ train: async () => answers.shift()() });
  const told = { steps: [], events: [], chunks: [], progress: [] };
  pg.on('step', ({ history, chunk }) => { told.steps.push(...history.map(({ step }) => step)); told.chunks.push(chunk); });
  pg.on('event', ({ step }) => told.events.push(step));
  const error = await pg.train(100, { onProgress: ({ steps, meanLosses }) => told.progress.push([steps, meanLosses.loss]) }).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'not-finite', message: 'At step 5 loss became NaN.' });
  expect([pg.step, pg.epoch]).toEqual([4, 1]);
  expect(told.steps).toEqual([1, 2, 3, 4]);
  expect(told.events).toEqual([1, 4]);
  expect(told.chunks.map(({ steps, ms }) => [steps, ms])).toEqual([[1, 100], [3, 50]]);
  expect(told.progress).toEqual([[1, 1], [4, 2.5]]);
  pg.close();
});

test('an error before the first step tells of none', async () => {
  const pg = await playgroundWith({ train: async () => { throw failure('no-data', 'The digits are not there.'); } });
  let told = 0;
  pg.on('step', () => { told += 1; });
  await expect(pg.train(3)).rejects.toMatchObject({ code: 'no-data' });
  expect([pg.step, told]).toEqual([0, 0]);
  pg.close();
});

test('steps of a model that another has replaced meanwhile are not told', async () => {
  let fail;
  const pg = await playgroundWith({ train: () => new Promise((_, reject) => { fail = reject; }) });
  let told = 0;
  pg.on('step', () => { told += 1; });
  const training = pg.train(3).catch((reason) => reason);
  await expect.poll(() => typeof fail).toBe('function');
  await pg.load('vae');
  fail(Object.assign(failure('not-finite', 'At step 2 loss became NaN.'), { report: reportOf(1, 1), ms: 1 }));
  expect((await training).code).toBe('not-finite');
  expect([pg.step, told]).toEqual([0, 0]);
  pg.close();
});
