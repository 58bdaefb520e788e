// The explorer of all images: where it puts them, what is under a pointer, what a line is drawn around, and what a recipe says of them.

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { PIXELS, SIDE } from '../../www/maths/digit.js';
import { addVector, noMoments, principalAxes, projection } from '../../www/maths/principal.js';
import { normalCodes } from '../../www/maths/noise.js';
import { LARGEST_TILE, between, fit, limited, panBy, tileSize, toPlane, toScreen, zoomAt } from '../../www/rooms/data/explorer/stage/camera.js';
import { inArea, nearestTo, within } from '../../www/rooms/data/explorer/stage/picks.js';
import { createEdits } from '../../www/rooms/data/explorer/edits/draft-edits.js';
import { editsOf, withEdits } from '../../www/rooms/data/explorer/edits/edits.js';
import { latentsOf } from '../../www/rooms/data/explorer/engine/latents.js';
import { ownImages } from '../../www/rooms/data/explorer/engine/own-images.js';
import { asker, engineScores } from '../../www/rooms/data/explorer/engine/scores.js';
import { placeAmong } from '../../www/rooms/data/explorer/maps/place-among.js';
import { placeByLabel } from '../../www/rooms/data/explorer/placing/by-label.js';
import { placeByMap } from '../../www/rooms/data/explorer/placing/by-map.js';
import { orderOf, placeByScore } from '../../www/rooms/data/explorer/placing/by-score.js';
import { distancesToMean, nearestOthers, sameImages } from '../../www/rooms/data/explorer/thread/analysis.js';
import { A_PAGE, ALONG, pageSide, rowsOfPage } from '../../www/rooms/data/explorer/thread/atlas.js';
import { Pictures } from '../../www/rooms/data/explorer/thread/pictures.js';
import { Scene } from '../../www/rooms/data/explorer/thread/scene.js';
import { findWorth, inTurn } from '../../www/rooms/data/explorer/worth/find-worth.js';
import { keepRecipe, readRecipes } from '../../www/rooms/data/kept-recipes.js';

const all = () => true;
const pause = async () => {};
const SIZE = { width: 800, height: 400 };
const close = (a, b, most = 1e-4) => assert.ok(Math.abs(a - b) <= most, `${a} is not ${b}`);

/** Images that are grey all over, one after another. */
const greys = (...values) => Uint8Array.from(values.flatMap((value) => Array(PIXELS).fill(value)));
/** @param {number[]} values of training images @param {number[]} labels */
function pictures(values, labels, test = []) {
  const made = new Pictures(values.length, test.length);
  made.add('train', greys(...values), Uint8Array.from(labels));
  made.add('test', greys(...test), new Uint8Array(test.length));
  return made;
}

test.describe('places', () => {
  test('by label: each image has a tile of its own in the block of its label, in the order that is given', () => {
    const labels = Uint8Array.from({ length: 500 }, (_, at) => (at * 7) % 10);
    const order = Uint32Array.from(labels.keys()).reverse();
    const { places, names, bounds } = placeByLabel({ labels, order, classes: 10 }, 2);
    assert.equal(new Set(Array.from(labels, (_, at) => `${places[2 * at]} ${places[2 * at + 1]}`)).size, 500);
    assert.deepEqual(names.map(({ text }) => text), [...'0123456789']);
    for (let at = 0; at < 500; at++) {
      const [x, y] = [places[2 * at], places[2 * at + 1]];
      assert.ok(x > bounds.left && x < bounds.right && y > bounds.top && y < bounds.bottom);
      // No block's name is nearer than its own: blocks do not overlap.
      const near = names.reduce((best, name) => (Math.abs(name.x - x) + Math.abs(name.y + 4 - y) < Math.abs(best.x - x) + Math.abs(best.y + 4 - y) ? name : best));
      assert.equal(near.text, String(labels[at]));
    }
    // The last one of the data comes first: top left.
    const ofThree = Array.from(labels.keys()).filter((at) => labels[at] === 3);
    const last = /** @type {number} */ (ofThree.at(-1));
    assert.ok(ofThree.every((at) => places[2 * at + 1] > places[2 * last + 1] || (places[2 * at + 1] === places[2 * last + 1] && places[2 * at] >= places[2 * last])));
  });

  test('by label: what has not arrived has no place, and room is kept for it', () => {
    const few = placeByLabel({ labels: new Uint8Array(100), order: [0, 1], classes: 10, largest: 64 }, 2);
    assert.ok(Number.isNaN(few.places[4]));
    const more = placeByLabel({ labels: new Uint8Array(100), order: [0, 1, 2, 3], classes: 10, largest: 64 }, 2);
    assert.deepEqual(few.bounds, more.bounds);
    assert.deepEqual([...few.places.slice(0, 4)], [...more.places.slice(0, 4)]);
  });

  test('by score: the lower the further left, equal ones above one another, none without a score', () => {
    const scores = Float32Array.from({ length: 1000 }, (_, at) => (at === 17 ? NaN : (at * 37) % 1000));
    const { places, bounds, names } = placeByScore(scores, 2, (value) => value.toFixed(0));
    assert.ok(Number.isNaN(places[34]) && Number.isNaN(places[35]));
    const order = orderOf(scores);
    assert.equal(order.length, 999);
    const bar = (at) => Math.floor(places[2 * at] / (bounds.right / 60));
    for (let at = 1; at < order.length; at++) assert.ok(bar(order[at]) >= bar(order[at - 1]));
    assert.equal(new Set(Array.from(order, (at) => `${places[2 * at]} ${places[2 * at + 1]}`)).size, 999);
    assert.ok(names[0].text.startsWith('≤') && names[4].text.startsWith('≥'));
    // The same score everywhere is one bar, not a division by nothing.
    const same = placeByScore(new Float32Array(50).fill(3), 2, String);
    assert.ok(same.places.every(Number.isFinite));
    assert.equal(placeByScore(new Float32Array(2).fill(NaN), 2, String).names.length, 0);
  });

  test('by a map: its shape stays, up is up, and a far one does not make all others small', () => {
    const coordinates = normalCodes(5000, 2, 3);
    coordinates.set([1000, 0], 0);
    const { places, bounds, kind } = placeByMap(coordinates);
    assert.equal(kind, 'map');
    assert.ok(places[0] > 10 * bounds.right);
    const scale = (places[4] - places[2]) / (coordinates[4] - coordinates[2]);
    close((places[3] - places[5]) / (coordinates[5] - coordinates[3]) / scale, 1, 1e-3);
    assert.ok(scale > 0);
  });

  test('among fitted ones: a fitted image is where it was put, another between those it is like', () => {
    const vectors = Float32Array.from([0, 0, 10, 0, 0, 10, 10, 10, 50, 50, 60, 60, 5, 0.1]);
    const fitted = Uint32Array.from([0, 1, 2, 3, 4, 5]);
    const places = Float32Array.from([-1, 0, 1, 0, -1, 9, 1, 9, 30, 30, 40, 40]);
    const into = new Float32Array(14);
    placeAmong({ vectors, size: 2, fitted, places }, 0, 7, into);
    [...places].forEach((value, at) => close(into[at], value, 1e-3));
    close(into[12], 0, 0.8);
    assert.ok(into[13] < 3);
  });
});

test.describe('the view', () => {
  test('what is under the pointer stays there while one zooms, and moves with a drag', () => {
    const view = { x: 3, y: -2, scale: 5 };
    const before = toPlane(view, SIZE, 123, 321);
    const near = zoomAt(view, SIZE, 3, 123, 321);
    toPlane(near, SIZE, 123, 321).forEach((value, at) => close(value, before[at]));
    assert.equal(near.scale, 15);
    const [px, py] = toScreen(panBy(view, 30, -40), SIZE, ...before);
    close(px, 123 - 30);
    close(py, 321 + 40);
  });

  test('all of it fits, nobody gets lost, and on a map tiles stop growing before their places do', () => {
    const bounds = { left: -10, top: 0, right: 10, bottom: 40 };
    const whole = fit(bounds, SIZE);
    const corners = [toScreen(whole, SIZE, -10, 0), toScreen(whole, SIZE, 10, 40)].flat();
    assert.ok(corners.every((value, at) => value >= 0 && value <= (at % 2 ? SIZE.height : SIZE.width)));
    const lost = limited({ x: 1e6, y: -1e6, scale: 1e-9 }, bounds, SIZE, 'grid');
    assert.deepEqual([lost.x, lost.y, lost.scale], [10, 0, whole.scale / 2]);
    assert.equal(limited({ x: 0, y: 0, scale: 1e9 }, bounds, SIZE, 'grid').scale, LARGEST_TILE);
    const deep = limited({ x: 0, y: 0, scale: 1e9 }, bounds, SIZE, 'map');
    assert.ok(deep.scale > LARGEST_TILE);
    assert.equal(tileSize(deep), LARGEST_TILE);
  });

  test('a flight ends where it should, and zooms by equal factors', () => {
    const [from, to] = [{ x: 0, y: 0, scale: 2 }, { x: 100, y: 50, scale: 32 }];
    assert.deepEqual(between(from, to, 1), to);
    close(between(from, to, 0.5).scale, 8);
    // Where the flight ends is seen to move along a line.
    const at = [0, 0.3, 0.7, 1].map((part) => toScreen(between(from, to, part), SIZE, 100, 50)).map(([px, py]) => [px - 400, py - 200]);
    for (const [px, py] of at) close(px, 2 * py, 1e-6);
    const level = between({ x: 0, y: 0, scale: 4 }, { x: 8, y: 0, scale: 4 }, 0.25);
    assert.deepEqual(level, { x: 2, y: 0, scale: 4 });
  });
});

test.describe('picking and brushing', () => {
  const places = Float32Array.from([0.5, 0.5, 1.5, 0.5, 2.5, 0.5, NaN, NaN, 0.5, 1.5, 0.5, 1.5]);

  test('the nearest within reach, of two at one place the later, hidden ones never', () => {
    assert.equal(nearestTo(places, all, 1.4, 0.7, 0.5), 1);
    assert.equal(nearestTo(places, all, 0.5, 1.6, 0.5), 5);
    assert.equal(nearestTo(places, (at) => at !== 5, 0.5, 1.6, 0.5), 4);
    assert.equal(nearestTo(places, all, 9, 9, 2), -1);
  });

  test('a rectangle in whichever direction, and a line with a dent', () => {
    assert.deepEqual(within(places, all, [3, 1, 1, 0]), [1, 2]);
    assert.deepEqual(within(places, all, [0, 0, 1, 2]), [0, 4, 5]);
    // Around all of the first row but its middle.
    assert.deepEqual(within(places, all, [0, 0, 3, 0, 3, 1, 1.7, 1, 1.5, 0.2, 1.3, 1, 0, 1]), [0, 2]);
  });

  test('what is in sight is found up to what there is room for', () => {
    const into = new Uint32Array(2);
    assert.equal(inArea(places, all, { left: 0, top: 0, right: 9, bottom: 1 }, into), 2);
    assert.deepEqual([...into], [0, 1]);
  });
});

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
    stored.set('playground.recipes', '{');
    assert.deepEqual(readRecipes(storage), []);
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
    assert.deepEqual(found.suspects, suspects);
    assert.deepEqual(told, [0.25, 0.75]);
    assert.equal(asker({}), null);
  });

  test('one’s own images come in the engine’s order, however many', async () => {
    const train = Array.from({ length: 2500 }, (_, at) => at % 251);
    const pg = {
      previewData: async (recipe, { count }) => {
        const { dropped } = editsOf(recipe);
        const left = train.filter((_, at) => !dropped.has(at)).slice(0, recipe['data.limit']).slice(0, count);
        return { originals: Float32Array.from(left.flatMap((grey) => Array(PIXELS).fill(grey / 255))), labels: Uint8Array.from(left, (grey) => grey % 10) };
      },
      testImages: async (start, count) => ({ images: new Float32Array(count * PIXELS).fill(1), labels: new Uint8Array(count).fill(start % 7) }),
    };
    const found = await ownImages(/** @type {never} */ (pg), { name: 'own', train: 2500, test: 3, classes: 10, hash: null });
    assert.deepEqual(train.map((_, at) => found.train.images[at * PIXELS + 5]), train);
    assert.deepEqual([...found.train.labels], train.map((grey) => grey % 10));
    assert.deepEqual([found.test.images.length, found.test.images[0]], [3 * PIXELS, 255]);
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
      nearestOthers: async (some) => some.map((index) => ({ index, of: 0, distance: 0.5 })),
    };
    const thread = /** @type {never} */ ({ remote, or: (work) => work });
    const labels = [0, 1, 2, 3, 4, 5, 6];
    const plain = await findWorth({ thread, labels, train: 7, scores: null }, () => {});
    assert.deepEqual(plain.map(({ kind, index }) => [kind, index]), [['outlier', 5], ['same', 2], ['outlier', 6]]);
    const scores = async (name) => ({ values: Float32Array.from([3, 0, 0, 1, 2, 9, 9]), suspects: name === 'self-confidence' ? [{ index: 4, label: 4, suggested: 9, score: 0.02 }, { index: 5, label: 5, suggested: 3, score: 0.1 }] : [] });
    const more = await findWorth({ thread, labels, train: 7, scores }, () => {});
    assert.deepEqual(more.map(({ kind, index }) => [kind, index]), [['outlier', 5], ['same', 2], ['near', 3], ['suspect', 4], ['outlier', 6], ['near', 0]]);
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

  test('images that are the same, and the nearest other one, are found among training images alone', async () => {
    const set = pictures([10, 20, 10, 21, 10], [0, 0, 0, 0, 0], [20]);
    assert.deepEqual(await sameImages(set, pause), [{ index: 2, of: 0 }, { index: 4, of: 0 }]);
    const [one] = await nearestOthers(set, [1], pause);
    assert.equal(one.of, 3);
    close(one.distance, 28 / 255);
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

test.describe('what is drawn', () => {
  test('pages of the texture hold each image at its place, and smaller ones as means of four', () => {
    const images = new Uint8Array((A_PAGE + 40) * PIXELS);
    const at = A_PAGE + 37;
    for (let pixel = 0; pixel < PIXELS; pixel++) images[at * PIXELS + pixel] = (pixel * 31) % 256;
    const [whole, half, quarter] = rowsOfPage(images, 1, 1, 2);
    assert.deepEqual([whole.length, half.length, quarter.length], [SIDE * pageSide(0), (SIDE / 2) * pageSide(1), (SIDE / 4) * pageSide(2)]);
    const pixel = (x, y) => images[at * PIXELS + y * SIDE + x];
    assert.equal(whole[3 * pageSide(0) + SIDE * (37 - ALONG) + 5], pixel(5, 3));
    close(half[2 * pageSide(1) + SIDE / 2 + 6], [pixel(12, 4), pixel(13, 4), pixel(12, 5), pixel(13, 5)].reduce((a, b) => a + b) / 4, 0.51);
    const four = Array.from({ length: 16 }, (_, i) => pixel(8 + (i % 4), 4 + Math.floor(i / 4))).reduce((a, b) => a + b) / 16;
    close(quarter[pageSide(2) + SIDE / 4 + 2], four, 1.1);
  });

  test('filters hide, a selection makes the others faint, and what is dropped is grey', () => {
    const set = pictures([1, 2, 3, 4], [0, 1, 1, 0], [5, 6]);
    const scene = new Scene(set);
    const grey = [9, 9, 9];
    scene.inks = { labels: [[10, 0, 0], [0, 20, 0]], low: [0, 0, 0], high: [200, 0, 0], muted: grey };
    const shown = () => Array.from({ length: 6 }, (_, at) => at).filter(scene.shows);
    const colour = (at) => [...scene.colours.slice(4 * at, 4 * at + 4)];
    scene.paint();
    assert.deepEqual([shown(), colour(1)], [[0, 1, 2, 3, 4, 5], [0, 20, 0, 255]]);
    scene.filter = { digits: [1], part: 'all', low: 0, high: 1 };
    scene.paint();
    assert.deepEqual([shown(), colour(0)[3]], [[1, 2], 0]);
    // A label that the recipe gives counts.
    scene.told = Uint8Array.from([0, 1, 0, 0, 1, 0]);
    scene.filter.part = 'test';
    scene.paint();
    assert.deepEqual(shown(), [4]);
    scene.filter = { digits: null, part: 'all', low: 0, high: 0.5 };
    const scores = Float32Array.from([4, 3, 2, 1, NaN, 0]);
    scene.setScores(scores, orderOf(scores));
    scene.colourBy = 'score';
    scene.paint();
    assert.deepEqual([shown(), colour(5), colour(2)], [[2, 3, 5], [0, 0, 0, 255], [100, 0, 0, 255]]);
    scene.filter = { digits: null, part: 'all', low: 0, high: 1 };
    scene.selected = new Set([0]);
    scene.dropped = new Set([1]);
    scene.paint();
    assert.deepEqual([colour(0)[3], colour(1).slice(0, 3), colour(4).slice(0, 3)], [255, grey, grey]);
    assert.ok(colour(1)[3] < colour(2)[3] && colour(2)[3] < 255);
  });

  test('images go to new places on a way, come from nowhere at once, and arrive', () => {
    const scene = new Scene(pictures([1, 2], [0, 0]));
    scene.moveTo(Float32Array.from([0, 0, NaN, NaN]), null);
    assert.equal(scene.advance(5), false);
    scene.moveTo(Float32Array.from([10, 20, 3, 4]), 1000);
    assert.equal(scene.advance(1350), true);
    assert.deepEqual([...scene.places], [5, 10, 3, 4]);
    assert.equal(scene.advance(9999), false);
    assert.deepEqual([...scene.places], [10, 20, 3, 4]);
  });
});
