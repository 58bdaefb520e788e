// The public interface, with workers that answer by script: what overlaps, what is refused, what breaks.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../www/engine/playground.js';
import { CODES } from '../../www/engine/errors.js';
import { failure } from '../../www/engine/worker/failure.js';
import { deferred, reportOf, reported, scriptedWorkers, settled } from './scripted-worker.js';

/** A playground with a model, and its workers. @param {Parameters<typeof scriptedWorkers>[0]} [script] */
async function playing(script, options) {
  const workers = scriptedWorkers(script);
  const pg = await createPlayground(options);
  await pg.load('vae');
  return { pg, workers, worker: workers[0] };
}

/** All that a playground tells, as `[type, detail]`. */
function told(pg, ...types) {
  const events = [];
  for (const type of types) pg.on(type, (detail) => events.push([type, detail]));
  return events;
}

const codeOf = (call) => call.then(() => 'no error', (error) => error.code);

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

test.describe('listeners', () => {
  test('that throw are reported, and training goes on', async () => {
    const { pg } = await playing();
    const broken = new Error('a listener’s fault');
    for (const type of ['step', 'training', 'call', 'loaded']) pg.on(type, () => { throw broken; });
    const events = told(pg, 'step');
    reported.length = 0;
    expect((await pg.train(3, { onProgress: () => { throw broken; } })).step).toBe(3);
    expect((await pg.load('vae')).step).toBe(0);
    expect(events).toHaveLength(2);
    expect(reported.length).toBeGreaterThan(8);
    expect(new Set(reported)).toEqual(new Set([broken]));
    pg.close();
  });

  test('may come and go while others are told, and one function may listen twice', async () => {
    const { pg } = await playing();
    const heard = [];
    const stops = [];
    stops.push(pg.on('loaded', () => { heard.push('first'); stops[1](); pg.on('loaded', () => heard.push('late')); }));
    stops.push(pg.on('loaded', () => heard.push('second')));
    const twice = () => heard.push('twice');
    stops.push(pg.on('loaded', twice), pg.on('loaded', twice));
    await pg.load('vae');
    expect(heard).toEqual(['first', 'twice', 'twice']);
    stops[2]();
    stops[0]();
    heard.length = 0;
    await pg.load('vae');
    expect(heard).toEqual(['twice', 'late']);
    expect(() => pg.on('step', 'no function')).toThrow(/function/);
    pg.close();
  });
});

test.describe('what is handed in', () => {
  test('arrives as plain data, as it was when it was handed in', async () => {
    const { pg, worker } = await playing();
    const last = () => worker.asked.at(-1).filter((arg) => !Object.hasOwn(arg ?? {}, 'batch_size')).slice(-2);
    const proxy = (target) => new Proxy(target, {});
    await pg.load('vae', proxy({ seed: 3, conditional: true, beta: undefined }));
    expect(last()).toEqual(['vae', { seed: 3, conditional: true }]);
    await pg.load('vae', new Map([['seed', 4]]));
    expect(last()).toEqual(['vae', { seed: 4 }]);
    await pg.sample(2, proxy({ seed: 1, label: proxy([1, 2]), whenDone() {}, self: globalThis }));
    expect(last()).toEqual([2, { seed: 1, label: [1, 2] }]);
    await pg.restore(Uint8Array.of(4).buffer);
    expect(last()).toEqual([Uint8Array.of(4), {}]);
    await pg.restore(new DataView(Uint8Array.of(1, 2, 3).buffer, 1, 1), proxy({ otherData: 1 }));
    expect(last()).toEqual([Uint8Array.of(2), { otherData: true }]);
    const settings = { seed: 5 };
    const loading = pg.load('vae', settings);
    settings.seed = 6;
    await loading;
    expect(last()).toEqual(['vae', { seed: 5 }]);
    pg.close();
  });

  test('images may be of any kind of numbers, and the caller keeps them', async () => {
    const asked = [];
    const { pg } = await playing(() => ({ encode(images, options) { asked.push([images, options]); return { value: {}, ms: 0 }; } }));
    for (const images of [Float32Array.of(0, 1), Float64Array.of(0, 1), Uint8Array.of(0, 1), [0, 1], new Proxy([0, 1], {})]) {
      await pg.encode(images, { label: null });
      expect(asked.at(-1)).toEqual([Float32Array.of(0, 1), {}]);
      expect(images).toHaveLength(2);
    }
    pg.close();
  });

  test('a measurement is of samples that the engine draws, and a thread of its own answers', async () => {
    const asked = [];
    const measured = { count: 3, real_count: 3, classifier_score: 7.5, real: { classifier_score: 9.8 } };
    const images = () => ({ train: Uint8Array.of(1), test: Uint8Array.of(2), testLabels: Uint8Array.of(3) });
    const { pg, workers } = await playing((number) => (number === 0
      ? { drawMeasured(options) { asked.push(options); return { value: { pixels: Float32Array.of(1) }, ms: 1 }; }, measuredOn: (known) => ({ value: { id: 'a', ...(!known && images()) }, ms: 1 }) }
      : { open: () => ({}), setData: () => ({}), measure: (samples, byDigit) => { asked.push(byDigit); return { value: measured, ms: 4 }; } }));
    const calls = told(pg, 'call');
    expect(await pg.measure({ count: 3, seed: 1, byDigit: true, labels: true })).toEqual(measured);
    expect(await pg.measure()).toEqual(measured);
    expect(asked).toEqual([{ count: 3, seed: 1 }, true, {}, false]);
    expect(calls.filter(([, { action }]) => action === 'measure')).toEqual([['call', { action: 'measure', ms: 4 }], ['call', { action: 'measure', ms: 4 }]]);
    pg.close();
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  test('a measurement that is refused, and one that a crash ends, say which', async () => {
    const answers = [() => { throw failure('not-loaded', 'No model is loaded yet.'); }, function () { this.crash(); return new Promise(() => {}); }];
    const { pg } = await playing((number) => ({ open: () => (number === 1 ? {} : { value: { device: { kind: 'cpu' } } }), drawMeasured(...args) { return answers.shift().apply(this, args); } }));
    expect(await codeOf(pg.measure())).toBe('not-loaded');
    expect(await codeOf(pg.measure())).toBe('worker-crashed');
    pg.close();
  });

  test('a scene that is stopped answers at once, and the worker is told', async () => {
    const { pg, worker } = await playing(() => ({ scene: () => new Promise(() => {}), stopScene: () => ({}) }));
    const stop = new AbortController();
    const answer = codeOf(pg.scene('repair', { signal: stop.signal }));
    await settled();
    stop.abort();
    expect(await answer).toBe('aborted');
    await settled();
    const [scene, stopped] = ['scene', 'stopScene'].map((name) => worker.asked.find(([asked]) => asked === name));
    expect(stopped[1]).toBe(scene[1]);
    pg.close();
  });

  test('scores are asked for until they are there, one after another', async () => {
    const asked = [];
    const parts = [{ progress: 0.4 }, { progress: 1, values: Float32Array.of(2), others: Uint32Array.of(0) }, { progress: 1, values: Float32Array.of(3), suspects: [] }];
    const { pg } = await playing(() => ({ scores(...args) { asked.push(args); return { value: parts.shift(), ms: 1 }; } }));
    const heard = [];
    const first = pg.scores('nearest', { part: 'test', seed: 2, onProgress: (done) => heard.push(done) });
    const second = pg.scores('self-confidence', { recipe: { 'data.mislabel': 0.1 } });
    expect(await first).toEqual({ name: 'nearest', part: 'test', values: Float32Array.of(2), others: Uint32Array.of(0) });
    expect(await second).toEqual({ name: 'self-confidence', part: 'train', values: Float32Array.of(3), suspects: [] });
    expect(heard).toEqual([0.4, 1]);
    expect(asked).toEqual([
      ['nearest', { part: 'test', seed: 2, again: true }], ['nearest', { part: 'test', seed: 2, again: false }],
      ['self-confidence', { recipe: { 'data.mislabel': 0.1 }, again: true }],
    ]);
    pg.close();
  });

  test('that nothing can be done with rejects with a code and the reason, and no call is made', async () => {
    const { pg, worker } = await playing(() => Object.fromEntries(['encode', 'decode', 'judge', 'reconstruct', 'activations', 'testImages', 'evaluate', 'describe'].map((name) => [name, () => ({ value: {}, ms: 0 })])));
    const before = worker.asked.length;
    const revoked = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; };
    const detached = () => { const view = new Float32Array(784); structuredClone(view, { transfer: [view.buffer] }); return view; };
    const calls = {
      'encode(undefined)': [() => pg.encode(undefined), /images must be a Float32Array.*not undefined/],
      'encode(words)': [() => pg.encode('abc'), /not the word “abc”/],
      'encode([1, x])': [() => pg.encode([1, 'x']), /number 1 of the list is the word “x”/],
      'encode(DataView)': [() => pg.encode(new DataView(new ArrayBuffer(8))), /DataView/],
      'encode(nested)': [() => pg.encode([[0]]), /number 0 of the list is a list/],
      'encode(label)': [() => pg.encode([0], { label: [] }), /label is an empty list/],
      'activations(no z)': [() => pg.activations(null, { z: [] }), /z is an empty list/],
      'continueImage(mask)': [() => pg.continueImage([0], { mask: [] }), /mask is an empty list/],
      'continueImage(temperature)': [() => pg.continueImage([0], { temperature: 'hot' }), /temperature must be a number, not/],
      ...Object.fromEntries([NaN, -1, 1.5, 29, Infinity].map((rows) => [`continueImage(${rows} rows)`, [() => pg.continueImage([0], { rows }), /rows must be a whole number from 0 to 28, not/]])),
      'continueImage(rows)': [() => pg.continueImage([0], { rows: 'few' }), /rows must be a whole number, not/],
      'velocity(time)': [() => pg.velocity([0], { time: '1' }), /time must be a number, not/],
      'scene(image)': [() => pg.scene('repair', { image: [] }), /image is an empty list/],
      'scene(option)': [() => pg.scene('denoise', { noise: 'much' }), /noise must be a number, not/],
      'scene(signal)': [() => pg.scene('repair', { signal: { aborted: false } }), /signal must be that of an AbortController/],
      'measure(no signal)': [() => pg.measure({ signal: { aborted: false } }), /signal must be that of an AbortController/],
      'scores(revoked)': [() => pg.scores(revoked()), /score must be a word, “nearest” for example, not an object/],
      'oneStep(revoked)': [() => pg.oneStep(revoked()), /not an object/],
      'train(revoked)': [() => pg.train(revoked()), /not an object/],
      'train(nothing inside)': [() => pg.train(Object.create(null)), /not an object/],
      'on(another event)': [async () => pg.on('steps', () => {}), /no event “steps”\. The events are: status, .*step/],
      'on(revoked)': [async () => pg.on(revoked(), () => {}), /no event an object/],
      'on(nothing)': [async () => pg.on('step'), /must be a function, not undefined/],
      'createPlayground(another event)': [() => createPlayground({ on: { steps() {} } }), /no event “steps”/],
      'createPlayground(symbol)': [() => createPlayground({ workers: Symbol('x') }), /1 to 8.*not a symbol/],
      'encode(options)': [() => pg.encode([0], 7), /options must be a plain object/],
      'decode(function)': [() => pg.decode(() => {}), /not a function/],
      'decode(label)': [() => pg.decode([0], { label: () => {} }), /label must be a whole number, not a function/],
      'judge(null)': [() => pg.judge(null), /not null/],
      'reconstruct({})': [() => pg.reconstruct({}), /not an object \(Object\)/],
      'activations(z)': [() => pg.activations(null, { z: Symbol('z') }), /z must be.*not a symbol/],
      'sample(ten)': [() => pg.sample('ten'), /number of samples must be a whole number, not the word “ten”/],
      'sample(null)': [() => pg.sample(null), /not null/],
      'sample(seed)': [() => pg.sample(1, { seed: 5n }), /seed must be a whole number, not a bigint/],
      'sample(revoked)': [() => pg.sample(1, revoked()), /could not be read/],
      'measure(count)': [() => pg.measure({ count: 'many' }), /count must be a whole number, not the word “many”/],
      'measure(seed)': [() => pg.measure({ seed: {} }), /seed must be a whole number/],
      'measure(signal)': [() => pg.measure({ signal: 7 }), /signal must be that of an AbortController/],
      'measure(7)': [() => pg.measure(7), /options must be a plain object/],
      'testImages()': [() => pg.testImages(), /start/],
      'evaluate({})': [() => pg.evaluate({}), /limit/],
      'load()': [() => pg.load(), /preset must be a word, “vae” for example, not undefined/],
      'load(number)': [() => pg.load(7), /not the number 7/],
      'load(settings)': [() => pg.load('vae', 7), /settings must be a plain object/],
      'load(list)': [() => pg.load('vae', ['seed']), /not a list/],
      'load(function inside)': [() => pg.load('vae', { seed: 1, done() {} }), /setting “done” must be.*not a function/],
      'load(object inside)': [() => pg.load('vae', { seed: { value: 1 } }), /setting “seed”.*an object/],
      'load(getter)': [() => pg.load('vae', { get seed() { throw new TypeError('mine'); } }), /could not be read \(mine\)/],
      'describe(7)': [() => pg.describe(7), /preset/],
      'restore()': [() => pg.restore(), /saved run must be a Uint8Array or an ArrayBuffer, not undefined/],
      'restore({})': [() => pg.restore({}), /an object \(Object\)/],
      'restore(options)': [() => pg.restore(Uint8Array.of(1), 'x'), /options/],
      'train()': [() => pg.train(), /whole number of steps/],
      'train(symbol)': [() => pg.train(Symbol('x')), /whole number of steps/],
      'train(options)': [() => pg.train(1, 7), /options/],
      'train(onProgress)': [() => pg.train(1, { onProgress: 7 }), /onProgress must be a function/],
      'train(signal)': [() => pg.train(1, { signal: 'stop' }), /signal/],
      'oneStep(7)': [() => pg.oneStep(7), /part/],
      'createPlayground(7)': [() => createPlayground(7), /options/],
      'createPlayground(workers)': [() => createPlayground({ workers: 'many' }), /1 to 8/],
      'createPlayground(on)': [() => createPlayground({ on: { step: 7 } }), /function/],
      'createPlayground(on list)': [() => createPlayground({ on: 7 }), /listeners/],
    };
    for (const [name, [call, says]] of Object.entries(calls)) {
      const error = await call().then(() => null, (reason) => reason);
      expect(error, name).toBeInstanceOf(Error);
      expect([name, error.code]).toEqual([name, 'bad-input']);
      expect(error.message, name).toMatch(says);
      expect(error.message, name).toMatch(/\.$/);
    }
    for (const device of [undefined, 7, 'tpu', Symbol('x'), {}, revoked()]) expect(await codeOf(pg.useDevice(device))).toBe('unknown-device');
    expect(worker.asked).toHaveLength(before);
    // Whose buffer has gone elsewhere has no values left.
    await pg.encode(detached()).catch(({ code }) => expect(code).toBe('bad-input'));
    pg.close();
  });

  test('every error of a call has a code that is listed, even one that nobody thought of', async () => {
    const { pg } = await playing(() => ({ sample() { throw new RangeError('Array buffer allocation failed'); }, filters: () => ({ value: () => {} }) }));
    for (const call of [() => pg.sample(1), () => pg.filters()]) expect(CODES).toContain(await codeOf(call()));
    expect(await pg.sample(1).catch(({ code, message }) => [code, message])).toEqual(['failed', 'Array buffer allocation failed']);
    pg.close();
  });
});

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
