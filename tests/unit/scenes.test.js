// Scenes in parts: what the engine is asked, what comes between, how they are stopped, what callers get. The engine answers by script.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../www/engine/playground.js';
import { Scenes } from '../../www/engine/worker/scenes.js';
import { failure } from '../../www/engine/worker/failure.js';
import { Turns } from '../../www/engine/worker/turns.js';
import { deferred, scriptedWorkers } from './scripted-worker.js';

const PLAYED = { numbers: { scene: 'repair' }, answers: 1, pictures: [] };

/** An engine whose scenes take so many parts, and which notes what it is asked. */
function engineOf(parts, asked) {
  let left = 0;
  return {
    beginScene(name, { classifier }) {
      if (name === 'none') throw failure('bad-input', 'There is no such scene.');
      asked.push(`begin ${name}${classifier ? ` with ${classifier}` : ''}`);
      left = parts;
    },
    async scene() {
      asked.push('part');
      left -= 1;
      return { share: 1 - left / parts, preview: new Float32Array(0), ...(left === 0 && PLAYED) };
    },
    train() { asked.push('train'); },
  };
}

function scenesOf(parts, images = async () => {}) {
  const [asked, told] = [[], []];
  const turns = new Turns(() => {});
  return { asked, told, turns, engine: engineOf(parts, asked), scenes: new Scenes(turns, images, (progress) => told.push(progress), async () => new Uint8Array([7])) };
}

test('each part is a turn of its own, and tells how far it is', async () => {
  const { asked, told, turns, engine, scenes } = scenesOf(4);
  const answer = scenes.play(engine, 7, 'repair', {});
  let done = false;
  const training = (async () => {
    while (!done) {
      await turns.take(() => engine.train());
      await new Promise((resolve) => { setTimeout(resolve); });
    }
  })();
  expect((await answer).value).toEqual(PLAYED);
  done = true;
  await training;
  expect(told.map(({ id, share }) => [id, share])).toEqual([[7, 0.25], [7, 0.5], [7, 0.75]]);
  expect(asked.join(' ')).toMatch(/begin repair( train)* part( train)+ part( train)+ part( train)+ part/);
});

test('one that is stopped ends after its part, one that waits never begins, and the next is played', async () => {
  const { asked, engine, scenes } = scenesOf(3);
  const [first, second, third] = [1, 2, 3].map((id) => scenes.play(engine, id, `scene ${id}`, {}).catch((error) => error));
  scenes.stop(2);
  expect((await first).value).toEqual(PLAYED);
  expect(await second).toMatchObject({ code: 'aborted' });
  expect((await third).value).toEqual(PLAYED);
  expect(asked.filter((what) => what !== 'part')).toEqual(['begin scene 1', 'begin scene 3']);
});

test('it waits for the digits; what the engine refuses is said, and the next goes on', async () => {
  const { promise, resolve } = deferred();
  const { asked, engine, scenes } = scenesOf(1, () => promise);
  const refused = scenes.play(engine, 1, 'none', {}).catch((error) => error);
  const next = scenes.play(engine, 2, 'denoise', {});
  expect(asked).toEqual([]);
  resolve();
  expect(await refused).toMatchObject({ code: 'bad-input' });
  expect((await next).value).toEqual(PLAYED);
});

test('the frozen classifier goes to those scenes that ask it', async () => {
  const { asked, engine, scenes } = scenesOf(1);
  await scenes.play(engine, 1, 'counterfactual', { judge: 'classifier', options: { digit: 3 } });
  await scenes.play(engine, 2, 'smaller', {});
  expect(asked.filter((what) => what !== 'part')).toEqual(['begin counterfactual with 7', 'begin smaller']);
});

test('where a scene has samples, the yardsticks look at those of each method', async () => {
  const samples = (value) => Float32Array.of(value, value);
  const measured = [];
  scriptedWorkers(() => ({
    scene(id, name) {
      this.post('scene', { progress: { id, share: 0.5, preview: new Float32Array(0) } });
      const numbers = { scene: name, count: 2, seed: 1, method: '8-bits', bytes: 10, plain: { method: 'full', bytes: 40 }, others: [{ method: '4-bits', bytes: 5 }] };
      return new Promise((resolve) => { setTimeout(() => resolve({ value: { numbers, answers: 1, pictures: [[], [], samples(1), samples(2), samples(3)] }, ms: 1 })); });
    },
    measuredOn: () => ({ value: { id: 'a' }, ms: 1 }),
    measure({ pixels }) {
      measured.push(pixels[0]);
      this.post('share', { share: 0.5 });
      return { value: { count: 2, real_count: 2, coverage: pixels[0] / 10, digit_shares: [1], real: { coverage: 1 } }, ms: 1 };
    },
  }));
  const pg = await createPlayground({ device: 'cpu' });
  const told = [];
  const { numbers, images, plain, others } = await pg.scene('smaller', { onProgress: ({ share }) => told.push(share) });
  expect(measured).toEqual([1, 2, 3]);
  expect(numbers).toEqual({ scene: 'smaller', count: 2, seed: 1, method: '8-bits', bytes: 10, coverage: 0.1 });
  expect([plain, ...others].map(({ method, coverage }) => [method, coverage])).toEqual([['full', 0.2], ['4-bits', 0.3]]);
  expect(images).toEqual(samples(1));
  expect(told.map((share) => share.toFixed(2))).toEqual(['0.25', '0.58', '0.75', '0.92']);
  pg.close();
});

test('a caller gets pictures with their numbers, and hears of its own scene alone', async () => {
  const picture = (value) => Float32Array.of(value);
  let requested = null;
  scriptedWorkers(() => ({
    scene(id, name, request) {
      requested = [name, request];
      for (const of of [id + 1, id]) this.post('scene', { progress: { id: of, share: 0.5, preview: picture(9) } });
      const numbers = { scene: name, count: 1, seed: 3, method: 'descent', squared_error: 0.1, plain: { method: 'blur', psnr: 20 }, others: [{ method: 'median', psnr: 19 }] };
      return new Promise((resolve) => { setTimeout(() => resolve({ value: { numbers, answers: 2, pictures: [1, 2, 3, 4, 5].map(picture) }, ms: 1 })); });
    },
  }));
  const pg = await createPlayground({ device: 'cpu' });
  const told = [];
  const found = await pg.scene('denoise', { image: [0, 1], seed: 3, noise: 0.5, onProgress: ({ share }) => told.push(share) });
  expect(requested).toEqual(['denoise', { image: Float32Array.of(0, 1), seed: 3, options: { noise: 0.5 } }]);
  expect(told).toEqual([0.5]);
  expect(found).toEqual({
    images: picture(3), answers: 2, truth: picture(1), seen: picture(2), numbers: { scene: 'denoise', count: 1, seed: 3, method: 'descent', squared_error: 0.1 },
    plain: { method: 'blur', psnr: 20, images: picture(4) }, others: [{ method: 'median', psnr: 19, images: picture(5) }],
  });
  await expect(pg.scene('repair', { noise: 'much' })).rejects.toMatchObject({ code: 'bad-input' });
  await expect(pg.scene(7)).rejects.toMatchObject({ code: 'bad-input' });
  await expect(pg.scene('repair', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  pg.close();
});
