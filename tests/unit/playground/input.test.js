// What callers hand in: as it was then, or refused with a reason.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../../www/engine/playground.js';
import { CODES } from '../../../www/engine/errors.js';
import { codeOf, playing } from './playing.js';

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
      'images()': [() => pg.images(), /part/],
      'images(part)': [() => pg.images('train'), /start/],
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
