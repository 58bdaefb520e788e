// The explorer of all images: where it puts them, how they are drawn, what is under a pointer and what a line is drawn around.

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { PIXELS, SIDE } from '../../www/maths/digit.js';
import { normalCodes } from '../../www/maths/noise.js';
import { LARGEST_TILE, between, fit, limited, panBy, tileSize, toPlane, toScreen, zoomAt } from '../../www/rooms/data/explorer/stage/camera.js';
import { inArea, nearestTo, within } from '../../www/rooms/data/explorer/stage/picks.js';
import { placeAmong } from '../../www/rooms/data/explorer/maps/place-among.js';
import { placeByLabel } from '../../www/rooms/data/explorer/placing/by-label.js';
import { placeByMap } from '../../www/rooms/data/explorer/placing/by-map.js';
import { orderOf, placeByScore } from '../../www/rooms/data/explorer/placing/by-score.js';
import { A_PAGE, ALONG, pageSide, rowsOfPage } from '../../www/rooms/data/explorer/thread/atlas.js';
import { Scene } from '../../www/rooms/data/explorer/thread/scene.js';
import { close, pictures } from './grey-pictures.js';

const all = () => true;
const SIZE = { width: 800, height: 400 };
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
