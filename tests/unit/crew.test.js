// Threads that share training: how many, and what happens when some are lost.

import { expect, test } from '@playwright/test';
import { crewSize, sharers } from '../../www/engine/worker/crew-size.js';
import { Crew } from '../../www/engine/worker/crew.js';
import { failure, fromData, toData } from '../../www/engine/worker/failure.js';

test('as many threads as the machine is good for, or as were asked for', () => {
  expect(crewSize('auto', { hardwareConcurrency: 2 })).toBe(2);
  expect(crewSize('auto', { hardwareConcurrency: 64 })).toBe(4);
  expect(crewSize('auto', {})).toBe(1);
  expect(crewSize('auto', { hardwareConcurrency: 8, deviceMemory: 2 })).toBe(1);
  expect(crewSize(7, { hardwareConcurrency: 2 })).toBe(7);
  const model = (batchSize, parameters, side = 1) => ({ batchSize, parts: [{ layers: [{ parameters, output: [3, side, side] }] }] });
  expect(sharers(4, model(128, 650_000))).toBe(4);
  expect(sharers(4, model(20, 2_000_000))).toBe(2);
  expect(sharers(4, model(1, 100_000_000))).toBe(1);
  // A small model is not worth the exchange; a small convolution over a large picture is.
  expect(sharers(4, model(32, 80_000))).toBe(1);
  expect(sharers(4, model(32, 80_000, 14))).toBe(4);
});

/** Large enough for two threads. */
const MODEL = { step: 0, batchSize: 128, parts: [{ layers: [{ parameters: 650_000, output: [1, 1, 1] }] }] };

/** What stands for the images of so many steps. */
const shareOf = (steps, rank, world) => ({ indices: Uint32Array.of(steps), images: Uint8Array.of(rank), labels: Uint8Array.of(world) });

/** What stands for a run's file. */
const saved = (step) => new TextEncoder().encode(`step ${step}`);

/**
 * An engine that takes steps by a script. A call that shares takes all its steps, or as many as the script says and then fails.
 * @param {{taken?: number, error?: string, wait?: boolean}[]} [shared] what becomes of each call that shares
 * @param {{taken: number, error: string}[]} [alone] the same for those that do not
 */
function scripted(shared = [], alone = []) {
  const calls = [];
  const run = { step: 0 };
  const report = (steps) => {
    const history = Array.from({ length: steps }, (_, at) => ({ step: run.step + at + 1, losses: { loss: run.step + at + 1 } }));
    run.step += steps;
    const sum = history.reduce((all, { losses: { loss } }) => all + loss, 0);
    return { step: run.step, epoch: 1, losses: { loss: run.step }, meanLosses: { loss: sum / steps }, history, events: [{ step: run.step }], gradients: [{ name: 'a', norm: run.step }] };
  };
  const perform = (steps, { taken = steps, error } = {}) => {
    const done = taken > 0 ? report(taken) : null;
    if (error) throw Object.assign(failure(error, 'by script'), done && { report: done });
    return done;
  };
  const engine = {
    share: (...asked) => shareOf(...asked),
    save: async () => saved(run.step),
    chosen: () => run.chosen,
    train: async (steps) => { calls.push(['alone', steps]); return perform(steps, alone.shift()); },
    trainShared: async (steps, rank, world, exchange) => {
      calls.push(['shared', steps]);
      const script = shared.shift() ?? {};
      if (script.wait) {
        exchange.add(Float32Array.of(1));
        await exchange.swap();
      }
      return perform(steps, script);
    },
  };
  return { engine, calls, run };
}

/**
 * Threads whose life is a script: each does what `train` says, and `open`.
 * @param {(host: any) => Promise<void>} [train]
 * @param {(host: any, number: number) => Promise<void>} [open]
 */
function hosts(train = async () => {}, open = async () => {}) {
  const helpers = [];
  class Host {
    closed = false;
    asked = [];

    constructor({ onDeath }) {
      this.onDeath = onDeath;
      helpers.push(this);
    }

    async call(action, ...args) {
      if (action === 'open') {
        [{ ports: this.ports }] = args;
        // As a worker's: whoever waits for its answer learns that it is closed.
        await Promise.race([open(this, helpers.indexOf(this)), new Promise((_, reject) => { this.reject = reject; })]);
        return;
      }
      this.asked.push([action, ...args]);
      if (action === 'train') await train(this);
    }

    close() {
      this.closed = true;
      this.reject?.(failure('closed', 'closed'));
      this.ports?.forEach((port) => port?.close());
    }
  }
  return { Host, helpers };
}

/** A crew of two whose helper does what `train` says, eight steps after the start: from there on steps are shared. */
async function crewOf({ engine, calls }, train) {
  const { Host, helpers } = hosts(train);
  const crew = new Crew(2, {}, Host);
  crew.loaded(MODEL);
  expect((await crew.train(engine, 100)).step).toBe(8);
  calls.length = 0;
  return { crew, helpers };
}

const stepsOf = ({ history }) => history.map(({ step }) => step);
const range = (first, last) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

test('steps are shared, and a helper gets the run once', async () => {
  const script = scripted();
  const { crew, helpers: [helper] } = await crewOf(script);
  expect(stepsOf(await crew.train(script.engine, 20))).toEqual(range(9, 28));
  expect(stepsOf(await crew.train(script.engine, 5))).toEqual(range(29, 33));
  expect(script.calls).toEqual([['shared', 20], ['shared', 5]]);
  expect(helper.asked).toEqual([['restore', saved(8), undefined], ['train', 20, shareOf(20, 1, 2)], ['train', 5, shareOf(5, 1, 2)]]);
  crew.changed({ step: 40 });
  await crew.train(script.engine, 1);
  expect(helper.asked.at(-2)).toEqual(['restore', saved(33), undefined]);
});

test('where no number was asked for, steps are shared as their pace says', async () => {
  const { engine, calls } = scripted();
  const { Host, helpers } = hosts();
  const crew = new Crew(2, {}, Host, undefined, false);
  crew.loaded(MODEL);
  const told = [];
  const script = [{ shares: true, steps: 50 }, { shares: false, steps: 8 }, { shares: true, steps: 3 }];
  crew.pace = { heldUp: false, next: (step, steps) => { told.push([step, steps]); return script.shift(); }, took: (steps, ms, waited) => told.push([steps, waited === null ? 'alone' : 'shared']) };
  const reports = [];
  for (let call = 0; call < 3; call++) reports.push(await crew.train(engine, 100));
  crew.pace.heldUp = true;
  reports.push(await crew.train(engine, 100));
  // The first eight steps say nothing: what they need is still being compiled.
  expect(calls).toEqual([['alone', 8], ['shared', 50], ['alone', 8], ['shared', 3]]);
  expect(told).toEqual([[8, 100], [50, 'shared'], [58, 100], [8, 'alone'], [66, 100], [3, 'shared']]);
  expect(reports.map(({ heldUp }) => heldUp)).toEqual([undefined, undefined, undefined, true]);
  // Whoever was alone has moved on: the helper gets the run again.
  expect(helpers[0].asked.filter(([action]) => action === 'restore')).toHaveLength(2);
});

for (const taken of [0, 8, 20]) {
  test(`a thread that is lost after ${taken} of 20 steps: 20 are taken, and each is reported once`, async () => {
    const script = scripted([{ taken, error: 'replica-lost' }]);
    const { crew, helpers } = await crewOf(script);
    const report = await crew.train(script.engine, 20);
    expect(stepsOf(report)).toEqual(range(9, 28));
    expect(script.calls).toEqual([['shared', 20], ...(taken < 20 ? [['alone', 20 - taken]] : [])]);
    expect(report).toMatchObject({ step: 28, losses: { loss: 28 }, gradients: [{ norm: 28 }] });
    expect(report.meanLosses.loss).toBeCloseTo(18.5, 9);
    expect(report.events.map(({ step }) => step)).toEqual(taken === 8 ? [16, 28] : [28]);
    expect(script.run.step).toBe(28);
    // From then on this thread is alone.
    expect(helpers.map(({ closed }) => closed)).toEqual([true]);
    expect(stepsOf(await crew.train(script.engine, 3))).toEqual([29, 30, 31]);
    expect(script.calls.at(-1)).toEqual(['alone', 3]);
  });
}

test('what goes wrong after a thread was lost is told with all steps before it', async () => {
  const script = scripted([{ taken: 8, error: 'replica-lost' }], [{ taken: 8 }, { taken: 3, error: 'not-finite' }]);
  const { crew } = await crewOf(script);
  const error = await crew.train(script.engine, 20).catch((reason) => reason);
  expect(error.code).toBe('not-finite');
  expect(stepsOf(error.report)).toEqual(range(9, 19));
  // It reaches the page as data.
  expect(fromData(structuredClone(toData(error)))).toMatchObject({ code: 'not-finite', message: 'by script', report: error.report });
  expect(toData(failure('closed', 'words'))).toEqual({ code: 'closed', message: 'words' });
});

test('a helper that stops when all steps are taken is missed by the next call', async () => {
  const script = scripted();
  const { crew } = await crewOf(script, async () => { throw failure('worker-crashed', 'gone'); });
  expect(stepsOf(await crew.train(script.engine, 20))).toEqual(range(9, 28));
  expect(stepsOf(await crew.train(script.engine, 2))).toEqual([29, 30]);
  expect(script.calls).toEqual([['shared', 20], ['alone', 2]]);
});

test('a helper that fails, or dies, while this thread waits for it', async () => {
  for (const train of [
    async () => { throw failure('bad-input', 'it cannot'); },
    (helper) => new Promise(() => { helper.onDeath(failure('worker-crashed', 'gone')); }),
  ]) {
    const script = scripted([{ wait: true }]);
    const { crew } = await crewOf(script, train);
    expect(stepsOf(await crew.train(script.engine, 4))).toEqual(range(9, 12));
    expect(script.calls).toEqual([['shared', 4], ['alone', 4]]);
  }
});

test('a step that fails for all of them ends the call, and the next starts with other helpers', async () => {
  const script = scripted([{ taken: 2, error: 'not-finite' }]);
  const { crew, helpers } = await crewOf(script, async (helper) => { if (helper === helpers[0]) throw failure('not-finite', 'here too'); });
  const error = await crew.train(script.engine, 20).catch((reason) => reason);
  expect([error.code, stepsOf(error.report)]).toEqual(['not-finite', [9, 10]]);
  expect(script.calls).toEqual([['shared', 20]]);
  expect(stepsOf(await crew.train(script.engine, 3))).toEqual([11, 12, 13]);
  expect(script.calls.at(-1)).toEqual(['shared', 3]);
  expect(helpers.map(({ closed }) => closed)).toEqual([true, false]);
  expect(helpers[1].asked.slice(-2)).toEqual([['restore', saved(10), undefined], ['train', 3, shareOf(3, 1, 2)]]);
});

test('a helper that waits for this thread, which has failed, is not waited for', async () => {
  const script = scripted([{ taken: 0, error: 'no-data' }]);
  const { crew, helpers } = await crewOf(script, (helper) => (helper === helpers[0] ? new Promise(() => {}) : Promise.resolve()));
  expect((await crew.train(script.engine, 4).catch((error) => error)).code).toBe('no-data');
  expect(helpers[0].closed).toBe(true);
  expect(stepsOf(await crew.train(script.engine, 2))).toEqual([9, 10]);
});

/** The same model, worth three threads. */
const LARGER = { ...MODEL, batchSize: 512 };

test('helpers that are dismissed before they have started take nobody with them', async () => {
  const script = scripted();
  const { Host, helpers } = hosts(undefined, (_, number) => (number === 0 ? new Promise(() => {}) : Promise.resolve()));
  const crew = new Crew(3, {}, Host);
  crew.loaded({ ...MODEL, batchSize: 16, parts: [{ layers: [{ parameters: 6_500_000, output: [1, 1, 1] }] }] });
  await crew.train(script.engine, 8);
  expect(helpers).toHaveLength(1);
  // Another model is worth another number of threads: the one that has not started yet is let go.
  crew.loaded({ ...LARGER, step: 8 });
  expect(stepsOf(await crew.train(script.engine, 4))).toEqual(range(9, 12));
  await new Promise((resolve) => { setTimeout(resolve); });
  expect(stepsOf(await crew.train(script.engine, 4))).toEqual(range(13, 16));
  expect(script.calls.slice(1)).toEqual([['shared', 4], ['shared', 4]]);
  expect(helpers.map(({ closed }) => closed)).toEqual([true, false, false]);
});

test('helpers that never start are not waited for longer than that takes', async () => {
  const script = scripted();
  const { Host, helpers } = hosts(undefined, () => new Promise(() => {}));
  const crew = new Crew(2, {}, Host, 1);
  crew.loaded(MODEL);
  expect(stepsOf(await crew.train(script.engine, 8))).toEqual(range(1, 8));
  expect(stepsOf(await crew.train(script.engine, 4))).toEqual(range(9, 12));
  expect(script.calls).toEqual([['alone', 8], ['alone', 4]]);
  expect(helpers.map(({ closed }) => closed)).toEqual([true]);
});

test('helpers that cannot be started at all', async () => {
  const script = scripted();
  const crew = new Crew(2, {}, class { constructor() { throw failure('blocked', 'no threads here'); } });
  crew.loaded(MODEL);
  expect(stepsOf(await crew.train(script.engine, 8))).toEqual(range(1, 8));
  expect(stepsOf(await crew.train(script.engine, 2))).toEqual([9, 10]);
});

test('a helper that dies while it is given its run', async () => {
  const script = scripted();
  const { crew, helpers: [helper] } = await crewOf(script);
  const { call } = helper;
  helper.call = (action, ...args) => {
    if (action !== 'restore') return call.call(helper, action, ...args);
    helper.onDeath(failure('worker-crashed', 'gone'));
    return Promise.reject(failure('worker-crashed', 'gone'));
  };
  expect(stepsOf(await crew.train(script.engine, 3))).toEqual([9, 10, 11]);
  expect(script.calls).toEqual([['alone', 3]]);
});
