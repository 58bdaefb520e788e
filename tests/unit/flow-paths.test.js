import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { PLACES } from '../../www/maths/blocks.js';
import { rootMeanSquare } from '../../www/maths/statistics.js';
import { passes } from '../../www/rooms/inside/few-steps/passes.js';
import { headAt, looksOf, overlay, placeAt } from '../../www/rooms/inside/one-after-another/looks.js';
import { arrowsOf } from '../../www/rooms/inside/paths/arrows.js';
import { between, gridOf, lastOf, stateAt } from '../../www/rooms/inside/paths/states.js';

test('a time is a state, and particles go straight from one to the next', () => {
  // Three states of two paths in a plane.
  const states = Float32Array.of(0, 0, 4, 4, 1, 2, 4, 4, 3, 2, 4, 0);
  assert.equal(lastOf(states, 4), 2);
  assert.deepEqual([-1, 0, 0.24, 0.26, 0.9, 2].map((time) => stateAt(time, 2)), [0, 0, 0, 1, 2, 2]);
  assert.deepEqual([...between(states, 4, 0.25)], [0.5, 1, 4, 4]);
  assert.deepEqual([...between(states, 4, 0.75)], [2, 2, 4, 2]);
  assert.deepEqual([...between(states, 4, 1)], [3, 2, 4, 0]);
});

test('arrows begin in the middle of equal squares, and point where the velocity does', () => {
  assert.deepEqual([...gridOf(2, 3)], [-1.5, -1.5, 1.5, -1.5, -1.5, 1.5, 1.5, 1.5]);
  const arrows = arrowsOf(Float32Array.of(1, 1, 0, 0, 2, 2), Float32Array.of(0, 4, 1, 0, 0, 0), 0.5);
  // The fastest has the whole length, one of a quarter of its speed the half, and none where nothing moves.
  assert.deepEqual(arrows, [[1, 1, 1, 1.5], [0, 0, 0.25, 0], [2, 2, 2, 2]]);
  assert.deepEqual(arrowsOf(Float32Array.of(1, 1), Float32Array.of(0, 0), 1), []);
});

test('Heun asks twice a step, but once in the last', () => {
  assert.deepEqual([passes('euler', 5), passes('heun', 5), passes('heun', 1)], [5, 9, 1]);
  assert.equal(rootMeanSquare([0, 3], [4, 0]), Math.sqrt(12.5));
});

test('a place’s attention is found by layer, head and place, and drawn over the digit', () => {
  const heads = 2;
  const weights = new Float32Array(2 * heads * PLACES * PLACES);
  const start = ((1 * heads + 0) * PLACES + 30) * PLACES;
  weights.set([0.2, 0.8], start + 15);
  const looks = looksOf({ heads, weights }, 1, 0, 30);
  assert.deepEqual([looks.length, looks.indexOf(Math.max(...looks))], [PLACES, 16]);
  const image = new Float32Array(784).fill(1);
  const inks = { digit: [0, 0, 0], look: [100, 0, 200], here: [0, 255, 0] };
  const picture = overlay(image, looks, 30, inks);
  /** Upper left pixel of a block. */
  const at = (place) => [...picture.subarray(4 * (56 * Math.floor(place / 14) + 2 * (place % 14))).subarray(0, 4)];
  assert.deepEqual(at(16), [100, 0, 200, 255]);
  assert.deepEqual(at(30), [0, 255, 0, 255]);
  // Where nothing is looked at the digit is faint; a quarter of the strongest look lies over it.
  assert.deepEqual(at(100), [0, 0, 0, Math.round(255 * 0.35)]);
  const alpha = 0.25 + 0.35 * 0.75;
  assert.deepEqual(at(15), [100, 0, 200].map((channel) => Math.round((0.25 * channel) / alpha)).concat(Math.round(255 * alpha)));
});

test('a pointer chooses the block, or the head, under it', () => {
  const box = { clientWidth: 140, clientHeight: 280 };
  assert.equal(placeAt({ offsetX: 25, offsetY: 21 }, box), 14 + 2);
  assert.equal(placeAt({ offsetX: 500, offsetY: 500 }, box), PLACES - 1);
  assert.equal(headAt({ offsetX: 50, offsetY: 100 }, box, { layers: 2, heads: 4 }), 1);
  assert.equal(headAt({ offsetX: 50, offsetY: 200 }, box, { layers: 2, heads: 4 }), 5);
});
