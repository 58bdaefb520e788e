// The explorer of all images: what it knows of them, what it asks the engine, and what becomes of the recipe.

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { PIXELS } from '../../www/maths/digit.js';
import { addVector, noMoments, principalAxes, projection } from '../../www/maths/principal.js';
import { normalCodes } from '../../www/maths/noise.js';
import { createEdits } from '../../www/rooms/data/explorer/edits/draft-edits.js';
import { editsOf, withEdits } from '../../www/rooms/data/explorer/edits/edits.js';
import { latentsOf } from '../../www/rooms/data/explorer/engine/latents.js';
import { allImages } from '../../www/rooms/data/explorer/engine/all-images.js';
import { asker, engineScores } from '../../www/rooms/data/explorer/engine/scores.js';
import { distancesToMean, sameImages } from '../../www/rooms/data/explorer/thread/analysis.js';
import { findWorth, inTurn } from '../../www/rooms/data/explorer/worth/find-worth.js';
import { keepRecipe, readRecipes } from '../../www/rooms/data/kept-recipes.js';
import { close, pictures } from './grey-pictures.js';

const pause = async () => {};
test.describe('the recipe', () => {
  test('images that are dropped and relabelled are read and written as the engine takes them', () => {
    const recipe = { 'data.noise': 0.1, 'data.drop': '12, 77,100-102', 'data.relabel': '947:9,3-4:1' };
    const edits = editsOf(recipe);
    assert.deepEqual([...edits.dropped], [12, 77, 100, 101, 102]);
    assert.deepEqual([...edits.relabelled], [[947, 9], [3, 1], [4, 1]]);
    assert.deepEqual(withEdits(recipe, edits), { 'data.noise': 0.1, 'data.drop': '12,77,100-102', 'data.relabel': '3:1,4:1,947:9' });
    assert.deepEqual(withEdits(recipe, { dropped: new Set(), relabelled: new Map() }), { 'data.noise': 0.1 });
    // What the engine will refuse is not guessed at, and no range fills the memory.
    assert.deepEqual(editsOf({ 'data.drop': 'all,5-,0-9999999999', 'data.relabel': '5' }), { dropped: new Set(), relabelled: new Map() });
  });

  test('edits add up, a label put back is no edit, and each is undone by itself', () => {
    const recipe = { value: /** @type {Record<string, string|number>} */ ({ 'data.limit': 50 }) };
    const edits = createEdits(recipe, { before: [] });
    const was = () => 4;
    assert.equal(edits.canUndo, false);
    edits.drop([3, 1, 2]);
    edits.relabel([7, 8], () => 9, was);
    assert.deepEqual(recipe.value, { 'data.limit': 50, 'data.drop': '1-3', 'data.relabel': '7:9,8:9' });
    edits.relabel([7], () => 4, was);
    assert.equal(recipe.value['data.relabel'], '8:9');
    recipe.value = { ...recipe.value, 'data.limit': 60 };
    edits.undo();
    edits.undo();
    edits.undo();
    assert.deepEqual(recipe.value, { 'data.limit': 60 });
    assert.equal(edits.canUndo, false);
  });

  test('kept recipes: the latest first, none twice, and whatever else is stored there is no recipe', () => {
    const stored = new Map([['playground.recipes', '[null,"x",{"data.limit":5}]']]);
    const storage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => { stored.set(key, value); } };
    assert.deepEqual(readRecipes(storage), [{ 'data.limit': 5 }]);
    keepRecipe({ 'data.drop': '1' }, storage);
    keepRecipe({ 'data.limit': 5 }, storage);
    assert.deepEqual(readRecipes(storage), [{ 'data.limit': 5 }, { 'data.drop': '1' }]);
    for (const broken of ['{', '7', 'null', '{"data.limit":5}']) {
      stored.set('playground.recipes', broken);
      assert.deepEqual(readRecipes(storage), []);
    }
    // Of another version, or of another hand.
    stored.set('playground.recipes', '[{"data.limit":{"a":1}},{"data.limit":-1},[5],{"data.new":1,"data.noise":0.5,"__proto__":1},{"data.mislabel_kind":"mean"}]');
    assert.deepEqual(readRecipes(storage), [{ 'data.noise': 0.5 }]);
  });

  test('kept recipes: where the browser denies storage, they are there for this visit', () => {
    // To name it throws, as in a browser that denies it.
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, get() { throw new DOMException('Denied.', 'SecurityError'); } });
    assert.deepEqual(readRecipes(), []);
    keepRecipe({ 'data.limit': 5 });
    keepRecipe({ 'data.limit': 7 });
    assert.deepEqual(readRecipes(), [{ 'data.limit': 7 }, { 'data.limit': 5 }]);
    delete globalThis.localStorage;
  });
});

test.describe('the engine', () => {
  test('its scores are of all images, training images first; test images without one have none', async () => {
    const suspects = [{ index: 1, label: 4, suggested: 9, score: 0.01 }];
    const asked = [];
    const pg = {
      scores: async (name, { part, onProgress }) => {
        asked.push([name, part]);
        onProgress(0.5);
        if (part === 'test') throw new Error('of training images alone');
        return { name, part, values: Float32Array.from([1, 2]), suspects };
      },
    };
    const told = [];
    const ask = asker(pg);
    const found = await engineScores(/** @type {NonNullable<typeof ask>} */ (ask), 'self-confidence', { train: 2, count: 4 }, (done) => told.push(done));
    assert.deepEqual(asked, [['self-confidence', 'train'], ['self-confidence', 'test']]);
    assert.deepEqual([...found.values], [1, 2, NaN, NaN]);
    assert.deepEqual([found.suspects, found.others], [suspects, null]);
    assert.deepEqual(told, [0.25, 0.75]);
    assert.equal(asker({}), null);
    // A test image is known by its place among all.
    const both = await engineScores(async () => ({ values: new Float32Array(2), others: Uint32Array.from([1, 0]), suspects }), 'nearest', { train: 2, count: 4 }, () => {});
    assert.deepEqual([both.suspects.map(({ index }) => index), [...(both.others ?? [])]], [[1, 3], [1, 0]]);
  });

  test('all images come in the engine’s order, training images first, each once', async () => {
    const sizes = { train: 25_000, test: 3 };
    const asked = [];
    const pg = {
      images: async (part, start, count) => {
        asked.push([part, start]);
        const there = Math.max(0, Math.min(count, sizes[part] - start));
        return { images: new Uint8Array(there * PIXELS), labels: Uint8Array.from({ length: there }, (_, at) => (start + at) % 251), ...sizes };
      },
    };
    const found = { train: [], test: [] };
    let busy = false;
    await allImages(/** @type {never} */ (pg), async (part, { labels }) => {
      assert.equal(busy, false);
      busy = true;
      await pause();
      busy = false;
      found[part].push(...labels);
    });
    assert.deepEqual(found, { train: Array.from({ length: 25_000 }, (_, at) => at % 251), test: [0, 1, 2] });
    assert.deepEqual(asked, [['train', 0], ['train', 10_000], ['train', 20_000], ['test', 0]]);
    await assert.rejects(allImages(/** @type {never} */ (pg), async () => { throw new Error('the thread has stopped'); }), /stopped/);
  });

  test('latents are asked for some at a time, with labels where the model is told them, and not of two models', async () => {
    const model = { hasEncoder: true, conditional: true, latentDim: 2 };
    const pg = { model, encode: async (pixels, { label }) => ({ mean: Float32Array.from(label.flatMap((one, at) => [one, pixels[at * PIXELS]])), logvar: null }) };
    const labels = Uint8Array.from({ length: 1100 }, (_, at) => at % 10);
    const parts = { pg: /** @type {never} */ (pg), labels, images: async (which) => Float32Array.from(which.flatMap((at) => Array(PIXELS).fill(at))), onProgress() {}, stopped: () => false };
    const latents = await latentsOf(parts);
    assert.deepEqual([...latents.slice(2198)], [9, 1099]);
    assert.equal(await latentsOf({ ...parts, onProgress: () => { pg.model = { ...model }; } }), null);
  });

  test('what is worth a look: kinds in turn, no image twice, and scores only where the engine has them', async () => {
    const remote = {
      outliers: async () => [{ index: 5, score: 11 }, { index: 6, score: 10 }], sameImages: async () => [{ index: 2, of: 1 }],
    };
    const thread = /** @type {never} */ ({ remote, or: (work) => work });
    const labels = [0, 1, 2, 3, 4, 5, 6, 7];
    const plain = await findWorth({ thread, labels, train: 7, scores: null }, () => {});
    assert.deepEqual(plain.map(({ kind, index }) => [kind, index]), [['outlier', 5], ['same', 2], ['outlier', 6]]);
    const suspects = [{ index: 4, label: 4, suggested: 9, score: 0.02 }, { index: 5, label: 5, suggested: 3, score: 0.1 }, { index: 7, label: 7, suggested: 1, score: 0.2 }];
    const scores = async (name) => (name === 'nearest' ? { values: Float32Array.from([1, 0, 0, 1, 2, 9, 9, 0.1]), others: Uint32Array.from([3, 2, 1, 0, 0, 0, 3]), suspects: [] } : { values: new Float32Array(8), others: null, suspects });
    const early = [];
    const more = await findWorth({ thread, labels, train: 7, scores }, () => {}, async (found) => { early.push(found.length); });
    // What the pixels say is shown before the engine has answered.
    assert.deepEqual(early, [3, 5]);
    assert.deepEqual(more.map(({ kind, index, of }) => [kind, index, of]), [
      ['suspect', 4, undefined], ['same', 2, 1], ['near', 3, 0], ['outlier', 5, undefined], ['suspect', 7, undefined], ['outlier', 6, undefined],
    ]);
    assert.equal(more.find(({ kind }) => kind === 'suspect')?.suggested, 9);
    assert.deepEqual(inTurn([]), []);
  });
});

test.describe('what pixels say', () => {
  test('the distance to the mean of the label is that of the training images', async () => {
    const values = await distancesToMean(pictures([0, 100, 50], [3, 3, 8], [255]), pause);
    // 28 times the difference in grey; the test image has label 0, of which there is no training image.
    [28 * 50 / 255, 28 * 50 / 255, 0, 28].forEach((value, at) => close(values[at], value));
  });

  test('images that are the same are found among training images alone', async () => {
    const set = pictures([10, 20, 10, 21, 10], [0, 0, 0, 0, 0], [20]);
    assert.deepEqual(await sameImages(set, pause), [{ index: 2, of: 0 }, { index: 4, of: 0 }]);
  });

  test('principal axes are those that the data were made with', async () => {
    // A plane within five numbers, three times as wide as it is high, and a little noise.
    const [a, b] = [[0.6, 0, 0.8, 0, 0], [0, 1, 0, 0, 0]];
    const codes = normalCodes(4000, 2, 1);
    const noise = normalCodes(4000, 5, 2);
    const vectors = Float32Array.from({ length: 4000 * 5 }, (_, at) => 7 + 3 * codes[2 * Math.floor(at / 5)] * a[at % 5] + codes[2 * Math.floor(at / 5) + 1] * b[at % 5] + 0.01 * noise[at]);
    const moments = noMoments(5);
    for (let at = 0; at < 4000; at++) addVector(moments, vectors, at);
    const axes = await principalAxes(moments, 2);
    a.forEach((value, at) => close(axes.axes[0][at], value, 0.02));
    b.forEach((value, at) => close(axes.axes[1][at], value, 0.02));
    close(Math.sqrt(axes.variances[0]), 3, 0.1);
    close(Math.sqrt(axes.variances[1]), 1, 0.05);
    const found = new Float32Array(8);
    const write = projection(axes);
    for (const at of [2, 3]) write(vectors, at, found);
    assert.deepEqual([...found.slice(0, 4)], [0, 0, 0, 0]);
    close(found[4], 3 * codes[4], 0.3);
  });
});
