// One's own images in place of MNIST's, with workers that answer by script: who is given them, and what they end.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../www/engine/playground.js';
import { failure } from '../../www/engine/worker/failure.js';
import { codeOf } from './playground/playing.js';
import { MODEL, deferred, scriptedWorkers } from './scripted-worker.js';

const OWN = { name: 'runes', images: new Uint8Array(2 * 784).fill(200), labels: Uint8Array.of(0, 1) };
const FACTS = { name: 'runes', train: 1, test: 1, classes: 2, hash: '00ff' };

/** What a worker was asked, but for how it was opened. */
const askedOf = ({ asked }) => asked.filter(([name]) => name !== 'open').map(([name, run, own]) => (name === 'setData' ? [name, own && own.name] : [name]));
/** A playground with a model, whose workers take any images. */
async function playing(script = () => ({})) {
  const workers = scriptedWorkers((number) => ({ setData: (run, own) => ({ value: own && FACTS, ms: 1 }), ...script(number) }));
  const pg = await createPlayground({ device: 'cpu' });
  await pg.load('vae');
  return { pg, workers };
}

test('own images are given to the worker as they are, and the model goes', async () => {
  const { pg, workers: [worker] } = await playing();
  const heard = [];
  pg.on('dataset', (data) => heard.push(data && data.name));
  const images = OWN.images.slice();
  const answer = pg.setData({ ...OWN, images });
  // Whoever handed them in may go on with what is theirs.
  images.fill(0);
  expect(await answer).toEqual(FACTS);
  const [, , given] = worker.asked.find(([name]) => name === 'setData');
  expect({ ...given, images: [...given.images], labels: [...given.labels] }).toEqual({ name: 'runes', images: [...OWN.images], labels: [0, 1] });
  expect([pg.model, pg.step, pg.data?.name, pg.data?.train]).toEqual([null, 0, 'runes', 1]);
  await pg.load('vae');
  expect((await pg.train(1)).step).toBe(1);
  expect(await pg.setData(null)).toBe(null);
  expect([pg.data, pg.model]).toEqual([null, null]);
  expect(heard).toEqual(['runes', null]);
  await pg.setData({ images: OWN.images });
  expect(worker.asked.at(-1)[2]).toEqual({ name: '', images: OWN.images, labels: null });
  pg.close();
});

test('what is refused changes nothing', async () => {
  const { pg, workers: [worker] } = await playing(() => ({ setData: () => { throw failure('bad-input', '1 images were given.'); } }));
  const calls = worker.asked.length;
  const table = [[7, /data/], [{ name: 1, images: OWN.images }, /name/], [{ images: [1, 2] }, /images/], [{ images: OWN.images, labels: 'ab' }, /labels/], [{}, /images/]];
  for (const [data, says] of table) await expect(pg.setData(data)).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(says) });
  expect(worker.asked.length).toBe(calls);
  const training = pg.train(3);
  await expect(pg.setData(OWN)).rejects.toMatchObject({ code: 'bad-input', message: '1 images were given.' });
  expect((await training).step).toBe(3);
  expect([pg.data, pg.model?.preset]).toEqual([null, 'vae']);
  pg.close();
});

test('training that is under way ends; what is asked for afterwards is about the model that comes', async () => {
  const going = deferred();
  const { pg } = await playing(() => ({ train: async () => { await going.promise; throw failure('not-loaded', 'No model is loaded yet.'); } }));
  const training = codeOf(pg.train(5));
  const set = pg.setData(OWN);
  const loaded = pg.load('gan');
  await set;
  going.resolve();
  expect(await training).toBe('aborted');
  expect((await loaded).preset).toBe('gan');
  expect(pg.model?.preset).toBe('gan');
  pg.close();
});

test('every new worker is given them before anything is loaded into it', async () => {
  const { pg, workers } = await playing();
  await pg.setData(OWN);
  await pg.load('vae');
  const recovered = new Promise((resolve) => { pg.on('recovered', resolve); });
  workers[0].crash();
  await recovered;
  expect(askedOf(workers[1])).toEqual([['setData', 'runes'], ['load']]);
  await pg.useDevice('cpu');
  expect(askedOf(workers[2])).toEqual([['setData', 'runes']]);
  // Where memory ran out there is no model, and the images are the same.
  await pg.load('vae');
  const failed = new Promise((resolve) => { pg.on('failed', resolve); });
  workers[2].crash('out-of-memory', 'Full.');
  await failed;
  expect(askedOf(workers[3])).toEqual([['setData', 'runes']]);
  expect(pg.data?.name).toBe('runes');
  await pg.setData(null);
  await pg.useDevice('cpu');
  expect(askedOf(workers[4])).toEqual([]);
  pg.close();
});
