import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { threadsBlocked, wasmBlocked } from '../../www/engine/blocked.js';
import { inTime } from '../../www/engine/worker/in-time.js';
import { cardOf, chooseDevice, hasWebGpu, probeGpu } from '../../www/engine/worker/device.js';
import { withSubgroups } from '../../www/engine/worker/device-loss.js';
import { divideWork } from '../../www/engine/worker/width.js';

const adapter = (...features) => ({ features: new Set(features) });

test('a device is asked for subgroups where the adapter has them, beside what the engine asks for', () => {
  const asked = { label: 'engine', requiredFeatures: ['timestamp-query'], requiredLimits: { maxBindGroups: 4 } };
  assert.deepEqual(withSubgroups(adapter('subgroups', 'timestamp-query'), asked), { ...asked, requiredFeatures: ['timestamp-query', 'subgroups'] });
  assert.deepEqual(asked.requiredFeatures, ['timestamp-query'], 'what was asked for stays as it was');
  assert.deepEqual(withSubgroups(adapter('timestamp-query'), asked), asked);
  assert.deepEqual(withSubgroups(adapter('subgroups')), { requiredFeatures: ['subgroups'] });
  assert.deepEqual(withSubgroups(adapter('subgroups'), { requiredFeatures: ['subgroups'] }).requiredFeatures, ['subgroups']);
});

const GPU = { features: new Set(['timestamp-query']), info: { vendor: 'acme', architecture: 'one' } };
const probe = (requestAdapter, wait = 1) => probeGpu({ gpu: { requestAdapter }, secure: true }, wait);

test('a browser that never answers about its GPU is not waited for: the CPU, with the reason', async () => {
  const late = await probe(() => new Promise(() => {}));
  assert.equal(late.answered, false);
  const choice = chooseDevice('auto', late);
  assert.equal(choice.kind, 'cpu');
  assert.equal(choice.why, 'no-answer');
  assert.match(choice.reason, /did not say within 5 seconds.*CPU\.$/);
  assert.match(chooseDevice('webgpu', late).missing, /did not say/);
  assert.equal(hasWebGpu(late), false);
});

test('one that answers is believed, whatever it answers', async () => {
  for (const [answer, kind, why] of [
    [async () => GPU, 'webgpu', 'gpu'], [async () => null, 'cpu', 'no-adapter'], [async () => { throw new Error('no'); }, 'cpu', 'no-adapter'],
    [() => { throw new Error('no'); }, 'cpu', 'no-adapter'], [async () => ({ ...GPU, features: new Set() }), 'cpu', 'no-timestamps'],
    [async () => ({ ...GPU, info: { description: 'SwiftShader' } }), 'cpu', 'software'],
  ]) {
    const choice = chooseDevice('auto', await probe(answer, 60_000));
    assert.deepEqual([choice.kind, choice.why], [kind, why]);
  }
  assert.equal(chooseDevice('auto', await probeGpu({ secure: true })).why, 'no-webgpu');
  assert.equal(chooseDevice('auto', await probeGpu({ secure: false })).why, 'insecure');
  assert.equal(chooseDevice('cpu', null).why, 'asked-cpu');
});

test('what comes in time is the answer, and what fails in time the error', async () => {
  assert.equal(await inTime(Promise.resolve(7), 60_000, () => 8), 7);
  assert.equal(await inTime(new Promise(() => {}), 1, () => 8), 8);
  assert.equal(await inTime(Promise.resolve(7), Infinity, () => 8), 7);
  await assert.rejects(inTime(Promise.reject(new Error('no')), 60_000, () => 8), /no/);
  await assert.rejects(inTime(new Promise(() => {}), 1, () => { throw new Error('late'); }), /late/);
});

test('why no thread can be started is said for what it is', () => {
  const script = 'https://site.test/engine/worker/worker.js';
  const page = { protocol: 'https:', origin: 'https://site.test' };
  assert.equal(threadsBlocked(script, page), null);
  assert.match(threadsBlocked('file:///worker.js', { protocol: 'file:', origin: 'null' }), /opened as a file/);
  assert.match(threadsBlocked(script, { ...page, origin: 'null' }), /allow-same-origin/);
  assert.match(threadsBlocked(script, { ...page, origin: 'https://lesson.test' }), /from https:\/\/site\.test\. Import the module from the site/);
});

test('a policy that refuses WebAssembly is told from a connection that fails', () => {
  assert.equal(wasmBlocked(), null);
  const { Module } = WebAssembly;
  WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError('violates the policy'); } };
  try {
    assert.match(wasmBlocked(), /wasm-unsafe-eval/);
  } finally {
    WebAssembly.Module = Module;
  }
});

test('an adapter in software is no graphics card', async () => {
  assert.equal(cardOf(await probe(async () => GPU, 60_000)), 'acme one');
  assert.equal(cardOf(await probe(async () => ({ ...GPU, info: { description: 'SwiftShader' } }), 60_000)), undefined);
  assert.equal(cardOf(await probe(async () => null, 60_000)), undefined);
  assert.equal(cardOf(null), undefined);
});

test('how a graphics card is given its work is measured once an adapter, and each time where nothing can be kept', async () => {
  const asked = [];
  const engine = { divideWork: async (known) => { asked.push(known); return known ?? 65536; } };
  const stored = new Map();
  const kept = { get: async (adapter) => stored.get(adapter), put: async (adapter, threads) => { stored.set(adapter, threads); } };
  for (const adapter of ['one', 'one', 'two']) await divideWork(engine, adapter, kept);
  assert.deepEqual(asked, [undefined, 65536, undefined]);
  assert.deepEqual([...stored], [['one', 65536], ['two', 65536]]);

  asked.length = 0;
  for (const nonsense of [-1, 0.5, 'many', 2 ** 40, null]) await divideWork(engine, 'one', { ...kept, get: async () => nonsense });
  assert.deepEqual(asked, Array(5).fill(undefined));

  asked.length = 0;
  const broken = { get: async () => { throw new Error('denied'); }, put: async () => { throw new Error('full'); } };
  for (let visit = 0; visit < 2; visit++) await divideWork(engine, 'one', broken);
  assert.deepEqual(asked, [undefined, undefined]);
});
