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
    beginScene(name) {
      if (name === 'none') throw failure('bad-input', 'There is no such scene.');
      asked.push(`begin ${name}`);
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
  return { asked, told, turns, engine: engineOf(parts, asked), scenes: new Scenes(turns, images, (progress) => told.push(progress)) };
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
