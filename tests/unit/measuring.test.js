// Measuring in parts: what the engine is asked, what comes between, what goes wrong. The engine answers by script.

import { expect, test } from '@playwright/test';
import { Measuring } from '../../www/engine/worker/measuring.js';
import { failure } from '../../www/engine/worker/failure.js';
import { Turns } from '../../www/engine/worker/turns.js';
import { deferred, settled } from './scripted-worker.js';

const WEIGHTS = Uint8Array.of(1, 2, 3);

/** An engine that needs so many parts for each measurement, and notes what it is asked. */
function engineOf(parts, asked) {
  let left = 0;
  let count = 0;
  return {
    setClassifier(bytes) { asked.push(['classifier', ...bytes]); },
    async beginMeasurement(options) {
      if (options.count === 0) throw failure('bad-input', 'None.');
      asked.push(['begin', options.count]);
      [left, count] = [parts, options.count];
    },
    async measure() {
      asked.push(['part']);
      left -= 1;
      return left === 0 ? { count } : undefined;
    },
    train() { asked.push(['train']); },
  };
}

function measuringOf(parts, { fetchBytes = async () => WEIGHTS, images = async () => {} } = {}) {
  const asked = [];
  const turns = new Turns(() => {});
  return { asked, turns, engine: engineOf(parts, asked), measuring: new Measuring(turns, images, fetchBytes) };
}

test('each part is a turn of its own, and others have theirs between them', async () => {
  const { asked, turns, engine, measuring } = measuringOf(3);
  const answer = measuring.measure(engine, { count: 7 });
  // Training asks again whenever it has been answered, as the page does.
  let done = false;
  const training = (async () => { while (!done) await turns.take(() => engine.train()); })();
  expect((await answer).value).toEqual({ count: 7 });
  expect((await answer).ms).toBeGreaterThanOrEqual(0);
  done = true;
  await training;
  expect(asked.filter(([what]) => what !== 'train')).toEqual([['begin', 7], ['classifier', 1, 2, 3], ['part'], ['part'], ['part']]);
  const between = asked.slice(asked.findIndex(([what]) => what === 'part')).map(([what]) => what).join(' ');
  expect(between).toMatch(/^part( train)+ part( train)+ part/);
});

test('two measurements do not meet, and the classifier comes once', async () => {
  const { asked, engine, measuring } = measuringOf(2);
  const answers = await Promise.all([measuring.measure(engine, { count: 1 }), measuring.measure(engine, { count: 2 })]);
  expect(answers.map(({ value }) => value.count)).toEqual([1, 2]);
  expect(asked).toEqual([['begin', 1], ['classifier', 1, 2, 3], ['part'], ['part'], ['begin', 2], ['part'], ['part']]);
});

test('samples are drawn at once; the rest waits for the digits', async () => {
  const { promise, resolve } = deferred();
  const { asked, engine, measuring } = measuringOf(1, { images: () => promise });
  const answer = measuring.measure(engine, { count: 3 });
  await settled();
  expect(asked).toEqual([['begin', 3], ['classifier', 1, 2, 3]]);
  resolve();
  expect((await answer).value).toEqual({ count: 3 });
});

test('a classifier that does not arrive is said so, and asked for again', async () => {
  const tries = [async () => { throw new Error('no connection'); }, async () => WEIGHTS];
  const { asked, engine, measuring } = measuringOf(1, { fetchBytes: () => tries.shift()() });
  const error = await measuring.measure(engine, { count: 1 }).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'data-failed', message: expect.stringContaining('no connection') });
  expect((await measuring.measure(engine, { count: 2 })).value).toEqual({ count: 2 });
  expect(asked).toEqual([['begin', 1], ['begin', 2], ['classifier', 1, 2, 3], ['part']]);
});

test('what the engine refuses fetches nothing, and the next goes on', async () => {
  let fetched = 0;
  const { engine, measuring } = measuringOf(1, { fetchBytes: async () => { fetched += 1; return WEIGHTS; } });
  await expect(measuring.measure(engine, { count: 0 })).rejects.toMatchObject({ code: 'bad-input' });
  expect(fetched).toBe(0);
  expect((await measuring.measure(engine, { count: 1 })).value).toEqual({ count: 1 });
  expect(fetched).toBe(1);
});
