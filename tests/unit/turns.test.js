// The engine's calls, one after another, and which model they are about.

import { expect, test } from '@playwright/test';
import { failure } from '../../www/engine/worker/failure.js';
import { Turns } from '../../www/engine/worker/turns.js';
import { deferred } from './scripted-worker.js';

const here = { needed: () => 1, have: async () => {} };
const codeOf = (call) => call.then(({ value }) => value, (error) => error.code);
const noData = () => { throw failure('no-data', 'Not all images are there.'); };

test('each call waits for the one before, however that ends, and its time is its own', async () => {
  const turns = new Turns(() => {});
  const first = deferred();
  const order = [];
  const calls = [
    turns.take(async () => { await first.promise; order.push(1); }), turns.take(() => { order.push(2); throw failure('bad-input', 'No.'); }), turns.take(() => { order.push(3); return 7; }),
  ];
  calls[1].catch(() => {});
  first.resolve();
  expect(await calls[2]).toEqual({ value: 7, ms: expect.any(Number) });
  expect(order).toEqual([1, 2, 3]);
  await expect(calls[1]).rejects.toMatchObject({ code: 'bad-input' });
});

test('a trap is told, an error is not; one with a report has its time', async () => {
  const traps = [];
  const turns = new Turns((error) => traps.push(error));
  const trap = new WebAssembly.RuntimeError('unreachable');
  const report = {};
  await turns.take(() => { throw failure('bad-input', 'No.'); }).catch(() => {});
  await turns.take(() => { throw Object.assign(failure('not-finite', 'No.'), { report }); }).catch((error) => expect(error).toMatchObject({ report, ms: expect.any(Number) }));
  await turns.take(() => { throw trap; }).catch(() => {});
  expect(traps).toEqual([trap]);
});

test('a model that is refused leaves the one there is, and its training', async () => {
  const turns = new Turns(() => {});
  await turns.begin(1, () => 'first', noData);
  expect(await codeOf(turns.begin(2, () => { throw failure('bad-setting', 'No.'); }, noData))).toBe('bad-setting');
  expect(await codeOf(turns.train(1, here, () => 'trained'))).toBe('trained');
  expect(await codeOf(turns.train(2, here, () => 'trained'))).toBe('aborted');
});

test('a training never moves another model than the one it is about, at whatever point that one comes', async () => {
  const turns = new Turns(() => {});
  await turns.begin(1, () => 'first', noData);
  const digits = deferred();
  const waiting = codeOf(turns.train(1, { needed: () => 100, have: () => digits.promise }, () => 'trained'));
  await turns.begin(2, () => 'second', noData);
  digits.resolve();
  expect(await waiting).toBe('aborted');
  expect(await codeOf(turns.train(1, here, () => 'trained'))).toBe('aborted');
  expect(await codeOf(turns.train(2, here, () => 'trained'))).toBe('trained');
  // What the engine itself refuses comes first: there may be no model at all.
  const refused = { needed: () => { throw failure('not-loaded', 'No.'); }, have: async () => {} };
  expect(await codeOf(new Turns(() => {}).train(1, refused, () => 'trained'))).toBe('not-loaded');
});

test('a model that waits for all images begins after them, unless a later one has begun; a later one that is refused is none', async () => {
  for (const [later, first, second] of [[() => 'later', 'aborted', 'later'], [() => { throw failure('bad-setting', 'No.'); }, 'first', 'bad-setting']]) {
    const turns = new Turns(() => {});
    const images = deferred();
    let all = false;
    const waiting = codeOf(turns.begin(1, () => (all ? 'first' : noData()), () => images.promise));
    expect(await codeOf(turns.begin(2, later, noData))).toBe(second);
    all = true;
    images.resolve();
    expect(await waiting).toBe(first);
    expect(await codeOf(turns.train(first === 'first' ? 1 : 2, here, () => 'trained'))).toBe('trained');
  }
});

test('two models that both wait for all images: the one that was asked for last stays', async () => {
  const turns = new Turns(() => {});
  const images = deferred();
  let all = false;
  const start = (name) => () => (all ? name : noData());
  const calls = [1, 2].map((run) => codeOf(turns.begin(run, start(`model ${run}`), () => images.promise)));
  await new Promise((resolve) => { setTimeout(resolve); });
  all = true;
  images.resolve();
  expect(await Promise.all(calls)).toEqual(['model 1', 'model 2']);
  expect(await codeOf(turns.train(2, here, () => 'trained'))).toBe('trained');
});

test('what takes long before a model has turns of its own, and is for nothing where a later model has begun', async () => {
  for (const [load, answer] of [[false, 'first'], [true, 'aborted']]) {
    const turns = new Turns(() => {});
    const asked = [];
    const prepare = async () => {
      for (let part = 0; part < 3; part += 1) await turns.take(() => { asked.push('part'); });
    };
    const waiting = codeOf(turns.begin(1, () => { asked.push('model'); return 'first'; }, noData, prepare));
    const between = turns.take(() => { asked.push('sample'); });
    if (load) expect(await codeOf(turns.begin(2, () => 'later', noData))).toBe('later');
    expect(await waiting).toBe(answer);
    await between;
    expect(asked.slice(0, 2)).toEqual(['part', 'sample']);
    expect(asked.filter((what) => what === 'part')).toHaveLength(3);
    expect(asked.includes('model')).toBe(!load);
  }
});
