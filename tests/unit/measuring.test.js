// Measuring on a thread of its own: what goes to it, what is sent once only, and what ends it. The thread answers by script.

import { expect, test } from '@playwright/test';
import { failure } from '../../www/engine/worker/failure.js';
import { Yardsticks } from '../../www/engine/yardsticks.js';
import { codeOf } from './playground/playing.js';
import { deferred, scriptedWorkers, settled } from './scripted-worker.js';

const IMAGES = () => ({ train: Uint8Array.of(1), test: Uint8Array.of(2), testLabels: Uint8Array.of(3) });

/** What is to be measured, of data with this id. @param {Partial<import('../../www/engine/yardsticks.js').Job>} [changes] */
const job = (id = 'a', changes = {}) => ({
  byDigit: false, draw: async () => ({ pixels: Float32Array.of(0.5) }), images: async (known) => ({ id, ...(known !== id && IMAGES()) }), ...changes,
});

/** @param {Parameters<typeof scriptedWorkers>[0]} [script] */
function measuring(script = () => ({}), options = {}) {
  const threads = scriptedWorkers((number) => ({
    open: () => ({}), setData: () => ({}), measure: ({ pixels }) => ({ value: { count: pixels.length }, ms: 4 }), ...script(number),
  }));
  return { threads, yardsticks: new Yardsticks({ exact: true, ...options }) };
}

const names = ({ asked }) => asked.map(([name]) => name);

test('the thread starts with the first measurement, and gets images only when it has others', async () => {
  const { threads, yardsticks } = measuring();
  expect(threads).toHaveLength(0);
  expect(await yardsticks.measure(job())).toEqual({ value: { count: 1 }, ms: 4 });
  await yardsticks.measure(job('a', { byDigit: true }));
  await yardsticks.measure(job('b'));
  expect(threads).toHaveLength(1);
  expect(names(threads[0])).toEqual(['open', 'setData', 'measure', 'measure', 'setData', 'measure']);
  expect(threads[0].asked[0]).toEqual(['open', true]);
  expect(threads[0].asked[1]).toEqual(['setData', IMAGES()]);
  expect(threads[0].asked[3]).toEqual(['measure', { pixels: Float32Array.of(0.5) }, true]);
  yardsticks.close(failure('closed', 'Closed.'));
});

test('measurements wait for each other, and samples are drawn when it is their turn', async () => {
  const first = deferred();
  const answers = [() => first.promise, () => ({ value: { count: 2 }, ms: 1 })];
  const { yardsticks } = measuring(() => ({ measure: () => answers.shift()() }));
  let drawn = 0;
  const draw = async () => { drawn += 1; return { pixels: new Float32Array(1) }; };
  const both = [yardsticks.measure(job('a', { draw })), yardsticks.measure(job('a', { draw }))];
  await settled();
  expect(drawn).toBe(1);
  first.resolve({ value: { count: 1 }, ms: 1 });
  expect((await Promise.all(both)).map(({ value }) => value.count)).toEqual([1, 2]);
  expect(drawn).toBe(2);
  yardsticks.close(failure('closed', 'Closed.'));
});

test('progress is told of the measurement that it belongs to', async () => {
  const { yardsticks } = measuring(() => ({ measure() { this.post('share', { share: 0.5 }); return { value: {}, ms: 1 }; } }));
  const [one, other] = [[], []];
  await yardsticks.measure(job('a', { onProgress: (share) => one.push(share) }));
  await yardsticks.measure(job('a', { onProgress: (share) => other.push(share) }));
  expect([one, other]).toEqual([[0.5], [0.5]]);
  yardsticks.close(failure('closed', 'Closed.'));
});

test('nobody waits for samples that are still being drawn once a signal has stopped it, and the next measures its own', async () => {
  const { threads, yardsticks } = measuring();
  const [slow, stop, waiting] = [deferred(), new AbortController(), new AbortController()];
  const progress = [];
  const first = codeOf(yardsticks.measure(job('a', { draw: () => slow.promise, signal: stop.signal })));
  const second = codeOf(yardsticks.measure(job('a', { signal: waiting.signal })));
  await settled();
  waiting.abort();
  expect(await second).toBe('aborted');
  stop.abort();
  expect(await first).toBe('aborted');
  expect(await yardsticks.measure(job('a', { onProgress: (share) => progress.push(share) }))).toEqual({ value: { count: 1 }, ms: 4 });
  slow.resolve({ pixels: new Float32Array(9) });
  await settled();
  expect(threads.flatMap(({ asked }) => asked.filter(([name]) => name === 'measure').map(([, { pixels }]) => pixels.length))).toEqual([1]);
  yardsticks.close(failure('closed', 'Closed.'));
});

test('a signal stops it, before its turn and on its way; the next starts a thread anew, with the images', async () => {
  const { threads, yardsticks } = measuring((number) => (number === 0 ? { measure: () => new Promise(() => {}) } : {}));
  const [running, waiting] = [new AbortController(), new AbortController()];
  const codes = [codeOf(yardsticks.measure(job('a', { signal: running.signal }))), codeOf(yardsticks.measure(job('a', { signal: waiting.signal })))];
  await settled();
  waiting.abort();
  running.abort();
  expect(await Promise.all(codes)).toEqual(['aborted', 'aborted']);
  expect(threads[0].terminated).toBe(true);
  await yardsticks.measure(job());
  expect(names(threads[1])).toEqual(['open', 'setData', 'measure']);
  yardsticks.close(failure('closed', 'Closed.'));
});

test('what does not arrive, and a thread that dies, are said so, and the next measurement starts anew', async () => {
  const { threads, yardsticks } = measuring((number) => [
    { open: () => { throw failure('data-failed', 'No connection.'); } }, { measure() { this.crash(); return new Promise(() => {}); } }, {},
  ][number]);
  expect(await codeOf(yardsticks.measure(job()))).toBe('data-failed');
  expect(await codeOf(yardsticks.measure(job()))).toBe('worker-crashed');
  expect((await yardsticks.measure(job())).value).toEqual({ count: 1 });
  expect(threads.map(({ terminated }) => terminated)).toEqual([true, true, false]);
  yardsticks.close(failure('closed', 'Closed.'));
});

test('closing ends what is under way and what waits, with the reason', async () => {
  const { threads, yardsticks } = measuring(() => ({ measure: () => new Promise(() => {}) }));
  const codes = [codeOf(yardsticks.measure(job())), codeOf(yardsticks.measure(job()))];
  await settled();
  yardsticks.close(failure('closed', 'The playground was closed.'));
  expect(await Promise.all(codes)).toEqual(['closed', 'closed']);
  expect(threads.map(({ terminated }) => terminated)).toEqual([true]);
});

test('a thread that nobody needs for a while ends', async () => {
  const { threads, yardsticks } = measuring(() => ({}), { idleMs: 0 });
  await yardsticks.measure(job());
  await expect.poll(() => threads[0].terminated).toBe(true);
  await yardsticks.measure(job());
  expect(threads).toHaveLength(2);
  yardsticks.close(failure('closed', 'Closed.'));
});
