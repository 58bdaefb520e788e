import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { SIDE, brush, centreDigit, enlarge, inkBox } from '../../www/maths/digit.js';
import { randomness } from './randomness.js';

const SIZE = 280;
const sheet = () => new Float32Array(SIZE * SIZE);
const at = (image, x, y) => image[y * SIDE + x];

function centreOfMass(image) {
  let [mass, x, y] = [0, 0, 0];
  image.forEach((ink, index) => {
    mass += ink;
    x += ink * ((index % SIDE) + 0.5);
    y += ink * (Math.floor(index / SIDE) + 0.5);
  });
  return { x: x / mass, y: y / mass };
}

function scribble(random) {
  const ink = sheet();
  let from = { x: random.unit() * SIZE, y: random.unit() * SIZE };
  for (let stroke = 0; stroke <= random.below(6); stroke++) {
    const to = { x: random.unit() * SIZE, y: random.unit() * SIZE };
    brush(ink, SIZE, from, to, 4 + random.unit() * 14);
    from = to;
  }
  return ink;
}

test('an empty sheet stays empty', () => {
  assert.equal(inkBox(sheet(), SIZE), null);
  assert.ok(centreDigit(sheet(), SIZE).every((value) => value === 0));
});

test('any drawing fits the box of 20 and lies around the centre, wherever it was drawn', () => {
  const random = randomness(3);
  for (let round = 0; round < 200; round++) {
    const image = centreDigit(scribble(random), SIZE);
    assert.ok(image.every((value) => value >= 0 && value <= 1));
    const box = inkBox(image, SIDE);
    assert.ok(box.width <= 20 && box.height <= 20, `${box.width} x ${box.height}`);
    assert.ok(Math.max(box.width, box.height) >= 18, `${box.width} x ${box.height}`);
    const centre = centreOfMass(image);
    assert.ok(Math.abs(centre.x - 14) <= 0.75 && Math.abs(centre.y - 14) <= 0.75, JSON.stringify(centre));
  }
});

test('a bar drawn in a corner becomes a bar in the middle, its shape kept', () => {
  const ink = sheet();
  brush(ink, SIZE, { x: 20, y: 20 }, { x: 20, y: 120 }, 10);
  const image = centreDigit(ink, SIZE);
  assert.ok(at(image, 14, 14) > 0.9);
  assert.equal(at(image, 4, 14), 0);
  assert.equal(inkBox(image, SIDE).height, 20);
  assert.ok(inkBox(image, SIDE).width <= 5);
});

test('a dot at the edge of the sheet is taken whole', () => {
  const ink = sheet();
  brush(ink, SIZE, { x: 279, y: 0 }, { x: 279, y: 0 }, 11);
  const image = centreDigit(ink, SIZE);
  assert.ok(image.every(Number.isFinite));
  assert.ok(at(image, 14, 14) > 0.9);
});

test('the brush leaves no gap between the ends of a stroke', () => {
  const ink = sheet();
  brush(ink, SIZE, { x: 30, y: 40 }, { x: 250, y: 240 }, 6);
  for (let t = 0; t <= 1; t += 0.01) {
    const [x, y] = [Math.round(30 + 220 * t), Math.round(40 + 200 * t)];
    assert.equal(ink[y * SIZE + x], 1, `${x}, ${y}`);
  }
});

test('enlarging keeps the amount of ink and shrinking brings the digit back', () => {
  const digit = centreDigit(scribble(randomness(4)), SIZE);
  const large = enlarge(digit, SIZE);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum(large) / 100 / sum(digit) - 1) < 0.01);
  const back = centreDigit(large, SIZE);
  const apart = sum(back.map((value, index) => Math.abs(value - digit[index]))) / sum(digit);
  assert.ok(apart < 0.35, `${apart}`);
});
