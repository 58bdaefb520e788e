// The part of the engine that comes later: brought once, when it is wanted or when something of it is called.

import { expect, test } from '@playwright/test';
import { begunWith, complete, isComplete, put, restModule } from '../../www/engine/worker/rest.js';

/** A module that calls what it imports as first.~0 when it is instantiated: then its functions are callable. */
const BYTES = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 12, 1, 5, ...new TextEncoder().encode('first'), 2, ...new TextEncoder().encode('~0'), 0, 0, 8, 1, 0);
const MODULE = new WebAssembly.Module(BYTES);

/** An engine's first part, and how often the rest has been put behind it. */
function first() {
  const engine = { times: 0, exports: { memory: null, '~0': () => { engine.times += 1; } } };
  begunWith(engine.exports, 'https://example.com/playground_cpu.js');
  return engine;
}

/** What asks the server while WebAssembly waits. */
function serve(status) {
  const asked = [];
  globalThis.XMLHttpRequest = class {
    open(method, address, later) { asked.push([method, address, later]); }
    send() { Object.assign(this, { status, response: BYTES }); }
  };
  return asked;
}

test.afterEach(() => { delete globalThis.XMLHttpRequest; });

test('it is put behind the first part once, however many ask', async () => {
  const engine = first();
  expect(isComplete()).toBe(false);
  let asked = 0;
  const compiled = async () => { asked += 1; return MODULE; };
  await Promise.all([complete(compiled), complete(compiled)]);
  await complete(compiled);
  expect([engine.times, asked, isComplete(), restModule() === MODULE]).toEqual([1, 1, true, true]);
});

test('where it does not come, whoever asked is told what to do, and asking again tries again', async () => {
  const engine = first();
  const error = await complete(async () => { throw new Error('Failed to fetch'); }).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'engine-failed', message: expect.stringMatching(/Failed to fetch.*try again/) });
  expect(isComplete()).toBe(false);
  await complete(async () => MODULE);
  expect(engine.times).toBe(1);
});

test('what is called before it has come fetches it at once, and nobody fetches it again', async () => {
  const asked = serve(200);
  const engine = first();
  const coming = complete(async () => MODULE);
  globalThis.loadRest();
  expect(engine.times).toBe(1);
  await coming;
  await complete(() => Promise.reject(new Error('asked')));
  expect([engine.times, asked]).toEqual([1, [['GET', 'https://example.com/playground_cpu_rest.wasm', false]]]);
});

test('what is called while the server does not have it fails with words', () => {
  serve(404);
  first();
  expect(() => globalThis.loadRest()).toThrow(/could not be loaded \(the server answered 404\)/);
});

test('a thread that is handed it needs no server', () => {
  const engine = first();
  put(MODULE);
  expect([engine.times, isComplete()]).toEqual([1, true]);
});

test('a bundle that is whole asks nobody', async () => {
  begunWith({ memory: null }, 'https://example.com/playground_gpu.js');
  expect(isComplete()).toBe(true);
  await complete(() => Promise.reject(new Error('asked')));
});
