// The room of the scenes, without its cards: holes, numbers, what a model plays.

import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { gzipped } from '../../www/engine/gzip.js';
import { PRESETS, SCENES } from '../../www/engine/schema.js';
import { plays, sceneOf } from '../../www/rooms/scenes/fits.js';
import { paintHole, squareHole } from '../../www/rooms/scenes/mask.js';
import { commandOf, csvOf, leftOut } from '../../www/rooms/scenes/numbers.js';

const FOUND = {
  numbers: { scene: 'denoise', count: 2, seed: 1, method: 'descent', squared_error: 0.01, psnr: 20 },
  plain: { method: 'blur', squared_error: 0.02, psnr: 17 }, others: [{ method: 'median', squared_error: 0.03 }],
};

test('a square hole is in the middle, and a brush takes what is near it', () => {
  const hole = squareHole(10);
  expect(hole.reduce((sum, missing) => sum + missing)).toBe(100);
  expect([hole[9 * 28 + 9], hole[18 * 28 + 18], hole[8 * 28 + 9], hole[19 * 28 + 18]]).toEqual([1, 1, 0, 0]);
  const painted = new Float32Array(784);
  paintHole(painted, { x: 5.5, y: 20.5 });
  expect([painted[20 * 28 + 5], painted[20 * 28 + 7], painted[20 * 28 + 8], painted[18 * 28 + 5]]).toEqual([1, 1, 0, 1]);
});

test('numbers are a table for a spreadsheet, and the command is the same natively', () => {
  expect(csvOf(FOUND)).toBe('scene,count,seed,method,squared_error,psnr\ndenoise,2,1,descent,0.01,20\ndenoise,2,1,blur,0.02,17\ndenoise,2,1,median,0.03,\n');
  expect(commandOf(FOUND, { noise: 0.5 })).toBe('cargo run --release --bin playground -- scene denoise --weights FILE --count 2 --seed 1 --option noise=0.5 --json');
  // A hole of ten by ten, which the command's own test reads.
  const hole = `${'0000000'.repeat(9)}${'007fe00'.repeat(10)}${'0000000'.repeat(9)}`;
  expect(commandOf(FOUND, {}, squareHole(10))).toMatch(new RegExp(` --mask ${hole} --json$`));
});

test('gzip beside a packed file reads the images as bits', async () => {
  const images = Float32Array.from({ length: 300 * 784 }, (_, at) => Number(at % 5 === 0));
  const { method, bytes, bits_per_pixel: rate } = await gzipped(images);
  const bits = Buffer.alloc(images.length / 8);
  images.forEach((pixel, at) => { bits[at >> 3] |= pixel << (7 - (at & 7)); });
  expect([method, bytes]).toEqual(['gzip', gzipSync(bits).length]);
  expect(rate).toBeCloseTo((8 * bytes) / images.length, 12);
});

test('gzip beside a packed file reads grey images as bytes', async () => {
  const values = Uint8Array.from({ length: 300 * 784 }, (_, at) => (at * at) % 256);
  const { bytes } = await gzipped(Float32Array.from(values, (value) => value / 255));
  expect(bytes).toBe(gzipSync(Buffer.from(values)).length);
});

test('digits that are left out are those that the recipe does not keep', () => {
  expect(leftOut({ 'data.digits': '0,1,2,3,5,6,7,8,9' })).toEqual([4]);
  expect(leftOut({})).toEqual([]);
  expect(leftOut({ 'data.digits': '' })).toEqual([]);
});

test('every preset plays what it can', () => {
  for (const { id, capabilities } of PRESETS) {
    const played = SCENES.filter((scene) => plays(scene, capabilities)).map(({ name }) => name);
    expect([id, played.includes('repair')]).toEqual([id, ['decodes', 'flows', 'autoregressive'].some((one) => capabilities.includes(one))]);
    expect([id, played.includes('enlarge')]).toEqual([id, ['decodes', 'flows'].some((one) => capabilities.includes(one))]);
    expect([id, played.includes('compress')]).toEqual([id, capabilities.includes('likelihood')]);
    expect([id, played.includes('anomaly')]).toEqual([id, !capabilities.includes('conditional') && ['encodes', 'judges', 'likelihood'].some((one) => capabilities.includes(one))]);
  }
  const those = (name) => PRESETS.filter(({ capabilities }) => plays(sceneOf(name), capabilities)).map(({ id }) => id);
  expect(those('enlarge')).toEqual(those('measure'));
  expect(those('measure').filter((id) => !those('counterfactual').includes(id))).toEqual(['flow']);
  expect(PRESETS.map(({ id }) => id).filter((id) => !those('repair').includes(id))).toEqual([]);
  expect(those('scarce')).toEqual(['cvae', 'cgan']);
  expect(PRESETS.map(({ id }) => id).filter((id) => !those('smaller').includes(id))).toEqual(['transformer']);
  expect(() => sceneOf('repaint')).toThrow('repaint');
});
