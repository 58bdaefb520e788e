import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { length, lerp, path, slerp } from '../../www/maths/paths.js';
import { middles, nearest, quantile, quantileGrid, reachOf, shareSmaller } from '../../www/maths/places.js';
import { mostUsedFirst, variances } from '../../www/maths/latent-use.js';
import { normalCodes } from '../../www/maths/noise.js';
import { randomness } from './randomness.js';

const near = (a, b, within = 1e-5) => assert.ok(Math.abs(a - b) <= within, `${a} and ${b}`);
const alike = (a, b, within = 1e-4) => {
  assert.equal(a.length, b.length);
  a.forEach((value, i) => near(value, b[i], within));
};

test('both ways begin and end at the codes themselves, whatever these are', () => {
  const random = randomness(3);
  const code = (size) => Float32Array.from({ length: size }, () => (random.unit() - 0.5) * 10);
  for (let round = 0; round < 200; round++) {
    const [a, b] = [code(1 + round % 30), code(1 + round % 30)];
    for (const go of [lerp, slerp]) {
      alike(go(a, b, 0), a);
      alike(go(a, b, 1), b);
    }
  }
});

test('slerp of equal, opposite, parallel and zero codes is finite and hits its ends', () => {
  const a = Float32Array.of(1, -2, 0.5);
  const others = { equal: a, opposite: a.map((value) => -value), longer: a.map((value) => 3 * value), zero: new Float32Array(3), close: a.map((value) => value + 1e-6) };
  for (const [name, b] of Object.entries(others)) {
    for (const [from, to] of [[a, b], [b, a]]) {
      for (const t of [0, 0.25, 0.5, 0.75, 1]) assert.ok(slerp(from, to, t).every(Number.isFinite), name);
      alike(slerp(from, to, 0), from);
      alike(slerp(from, to, 1), to);
    }
  }
});

test('the straight way comes nearer to zero; the way along the sphere keeps the length and turns evenly', () => {
  const [a, b] = [Float32Array.of(3, 0), Float32Array.of(0, 3)];
  near(length(lerp(a, b, 0.5)), 3 / Math.SQRT2);
  near(length(slerp(a, b, 0.5)), 3);
  const third = slerp(a, b, 1 / 3);
  near(Math.atan2(third[1], third[0]), Math.PI / 6);
  near(length(slerp(Float32Array.of(1, 0), Float32Array.of(0, 3), 0.5)), 2);
  const many = normalCodes(2, 100);
  const [from, to] = [many.slice(0, 100), many.slice(100)];
  assert.ok(length(lerp(from, to, 0.5)) < 0.8 * length(from));
  near(length(slerp(from, to, 0.5)), (length(from) + length(to)) / 2, 1e-3);
});

test('a path has its codes one after the other, ends included', () => {
  const codes = path(Float32Array.of(0, 1), Float32Array.of(4, 1), 5, 'linear');
  assert.deepEqual(Array.from(codes), [0, 1, 1, 1, 2, 1, 3, 1, 4, 1]);
  assert.equal(path(new Float32Array(7), new Float32Array(7), 9, 'spherical').length, 63);
});

test('quantiles are those of the normal distribution', () => {
  for (const [share, z] of [[0.5, 0], [0.975, 1.959964], [0.025, -1.959964], [0.841344746, 1], [0.001349898, -3]]) {
    near(quantile(share), z, 1e-4);
    near(shareSmaller(z), share, 1e-6);
  }
});

test('the grid grows to the right and upwards, is symmetric, and its middle is zero', () => {
  const side = 15;
  const grid = quantileGrid(side);
  assert.equal(grid.length, 2 * side * side);
  const at = (row, column) => [grid[2 * (row * side + column)], grid[2 * (row * side + column) + 1]];
  const [left, top] = at(0, 0);
  const [right, bottom] = at(side - 1, side - 1);
  assert.ok(left < 0 && top > 0);
  near(left, -right);
  near(top, -bottom);
  near(left, quantile(0.5 / side));
  alike(at(7, 7), [0, 0]);
  for (let i = 1; i < side; i++) assert.ok(at(0, i)[0] > at(0, i - 1)[0] && at(i, 0)[1] < at(i - 1, 0)[1]);
  // Equal shares: as many of the normal numbers between each two.
  for (let i = 1; i < side; i++) near(shareSmaller(at(0, i)[0]) - shareSmaller(at(0, i - 1)[0]), 1 / side);
});

test('the nearest place is found among those that count', () => {
  const places = [0, 0, 1, 0, NaN, NaN, 5, 5];
  assert.equal(nearest(places, 0.9, 0.2), 1);
  assert.equal(nearest(places, 100, 100), 3);
  assert.equal(nearest(places, 0.9, 0.2, (i) => i !== 1), 0);
  assert.equal(nearest([], 0, 0), -1);
  assert.equal(nearest([NaN, NaN], 0, 0), -1);
  const random = randomness(5);
  const many = Array.from({ length: 400 }, () => random.unit());
  for (let round = 0; round < 100; round++) {
    const [x, y] = [random.unit(), random.unit()];
    const found = nearest(many, x, y);
    const distance = (i) => Math.hypot(many[2 * i] - x, many[2 * i + 1] - y);
    for (let i = 0; i < 200; i++) assert.ok(distance(found) <= distance(i));
  }
});

test('the plane reaches as far as the codes, does not tremble, and is never smaller than the prior', () => {
  assert.equal(reachOf([], 0), 3.4);
  assert.equal(reachOf([0.1, -0.1], 3.4), 3.4);
  const wide = reachOf(Array.from({ length: 100 }, (_, i) => i / 10 - 5), 3.4);
  assert.ok(wide >= 5 && wide <= 6);
  assert.equal(reachOf(Array.from({ length: 100 }, () => 4.2), wide), wide);
  assert.equal(reachOf(Array.from({ length: 100 }, () => 1), wide), 3.4);
  // One stray code among a thousand does not make everything small.
  assert.equal(reachOf([...Array.from({ length: 999 }, () => 1), 90], 3.4), 3.4);
});

test('the middle of each kind is its median, and rare kinds have none', () => {
  const places = [0, 0, 0, 1, 0, 2, 0, 3, 99, 99, 7, 7];
  assert.deepEqual(middles(places, [4, 4, 4, 4, 4, 2]), [{ label: 4, x: 0, y: 2 }]);
});

test('numbers of a code are ordered by how much they differ from digit to digit', () => {
  const means = Float32Array.of(1, 5, 0, 1, -5, 1, 1, 5, 0, 1, -5, 1);
  alike(Array.from(variances(means, 3)), [0, 25, 0.25]);
  assert.deepEqual(mostUsedFirst(3, variances(means, 3)), [1, 2, 0]);
  assert.deepEqual(mostUsedFirst(4, null), [0, 1, 2, 3]);
  assert.deepEqual(mostUsedFirst(3, [1, 1, 2]), [2, 0, 1]);
});
