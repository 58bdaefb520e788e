import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { History, align, visibleRange } from '../../www/run/history.js';
import { randomness } from './randomness.js';

test('a short history is kept as it is', () => {
  const line = new History(10);
  for (let step = 1; step <= 10; step++) line.push(step, step * step);
  assert.deepEqual(line.steps, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(line.values, [1, 4, 9, 16, 25, 36, 49, 64, 81, 100]);
});

test('a long history stays short, in order, and keeps the mean', () => {
  const random = randomness(5);
  for (const length of [11, 64, 100, 1023, 5000, 100_000]) {
    const line = new History(64);
    let sum = 0;
    for (let step = 1; step <= length; step++) {
      const value = random.unit() * 100;
      sum += value;
      line.push(step, value);
    }
    assert.ok(line.steps.length <= 64);
    assert.ok(length < 64 || line.steps.length >= 32);
    assert.equal(line.steps.at(-1), length);
    for (let i = 1; i < line.steps.length; i++) assert.ok(line.steps[i] > line.steps[i - 1]);
    // Each point stands for the steps since the point before it.
    const total = line.values.reduce((all, value, i) => all + value * (line.steps[i] - (line.steps[i - 1] ?? 0)), 0);
    assert.ok(Math.abs(total - sum) < 1e-6 * sum, `${length}: ${total} and ${sum}`);
  }
});

test('what is no number is left out', () => {
  const line = new History(10);
  for (const value of [1, NaN, Infinity, -Infinity, undefined, 2]) line.push(line.steps.length + 1, value);
  assert.deepEqual(line.values, [1, 2]);
});

test('truncating forgets the later steps only, and the line goes on', () => {
  const line = new History(8);
  for (let step = 1; step <= 30; step++) line.push(step, step);
  line.truncate(15);
  assert.ok(line.steps.every((step) => step <= 15));
  assert.ok(line.steps.length > 0);
  line.push(16, 16);
  assert.equal(line.steps.at(-1), 16);
  line.truncate(-1);
  assert.deepEqual(line.steps, []);
  line.push(1, 5);
  assert.deepEqual(line.values, [5]);
});

test('lines of different steps share one axis', () => {
  const [a, b] = [new History(), new History()];
  a.push(1, 10);
  a.push(3, 30);
  b.push(2, 20);
  b.push(3, 33);
  assert.deepEqual(align([a, b]), [[1, 2, 3], [10, null, 30], [null, 20, 33]]);
  assert.deepEqual(align([new History(), new History()]), [[], [], []]);
});

test('the visible range holds everything that is recent, and nothing strange', () => {
  const line = new History();
  assert.deepEqual(visibleRange([line]), [0, 600]);
  line.push(0, 548);
  assert.deepEqual(visibleRange([line]), [0, 600]);
  line.push(1, 550);
  const [low, high] = visibleRange([line]);
  assert.ok(low < 550 && high > 550);
  for (let step = 2; step <= 500; step++) line.push(step, 100 + 450 / step);
  const range = visibleRange([line]);
  assert.ok(range[0] <= 100 && range[1] < 200, String(range));
});
