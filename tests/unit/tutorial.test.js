import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import english from '../../www/words/en/tutorial.js';
import chinese from '../../www/words/zh/tutorial.js';
import { codeLoss, rebuildingLoss, throwCodes } from '../../www/rooms/learn/logic/bound.js';
import { greyShare } from '../../www/rooms/learn/logic/grey.js';
import { PIXELS } from '../../www/maths/digit.js';
import { mulberry32 } from '../../www/maths/noise.js';
import { LEVELS, countsOf, imageOf, likely, natsOf, textsOf, write } from '../../www/rooms/learn/logic/counting.js';
import { dataOf, expected, signed, stepped, unsigned } from '../../www/rooms/learn/logic/ideal-flow.js';
import { createJudge, rightShare } from '../../www/rooms/learn/logic/looks-like.js';
import { meanOf, sumsOf, surprises } from '../../www/rooms/learn/logic/means.js';
import { duration, multiplications, stepWork, workOf } from '../../www/maths/work.js';

const FILES = ['1-data', '2-code', '3-game', '4-better', '5-pixels', '6-noise', '7-scenes', '8-browser'];
const ROOT = new URL('../../www/rooms/learn/', import.meta.url);
const chapter = (language, file) => readFileSync(new URL(`${language}/${file}.html`, ROOT), 'utf8');
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);
const close = (a, b, within = 1e-4) => assert.ok(Math.abs(a - b) < within, `${a} is not ${b}`);

for (const file of FILES) {
  test(`${file} has the same headings, figures, formulas, links and numbers in both languages`, () => {
    const [en, zh] = [chapter('en', file), chapter('zh', file)];
    // The blocks, and what is folded in them, in the same order: so the place is kept when the language changes.
    const blocks = (text) => all(text, /<(h2|h3|p|ul|ol|li|figure|figcaption|details|summary|div|table|tr|td|th)\b/g);
    assert.deepEqual(blocks(zh), blocks(en));
    for (const pattern of [/data-figure="([^"]+)"/g, /data-formula="([^"]+)"/g, /href="([^"]+)"/g, /<code>([^<]+)<\/code>/g]) assert.deepEqual(all(zh, pattern), all(en, pattern));
    const rows = (text) => all(text, /<td>(.*?)<\/td>/g).map((cell) => all(cell, /(\d+(?:\.\d+)?)/g));
    assert.deepEqual(rows(zh), rows(en));
    assert.ok(all(en, /data-figure="([^"]+)"/g).length >= 1);
  });
}

test('every figure that a chapter names is a file, and every formula is written', () => {
  const text = FILES.map((file) => chapter('en', file)).join('');
  const figures = all(text, /data-figure="([^"]+)"/g);
  const formulas = readFileSync(new URL('formulas.js', ROOT), 'utf8');
  assert.equal(new Set(figures).size, figures.length);
  for (const name of figures) assert.ok(existsSync(new URL(`figures/${name}.js`, ROOT)), name);
  for (const name of all(text, /data-formula="([^"]+)"/g)) assert.match(formulas, new RegExp(`^  ${name}: `, 'm'));
});

test('words of the figures are there in both languages, with the same parameters', () => {
  assert.deepEqual(Object.keys(chinese), Object.keys(english));
  for (const [key, text] of Object.entries(english)) assert.deepEqual(all(chinese[key], /(\{\w+\})/g).sort(), all(text, /(\{\w+\})/g).sort(), key);
});

test('a mean is the mean, and what was left out of it surprises more', () => {
  // Two kinds of picture: ink in the first half, ink in the second.
  const half = (first) => Array.from({ length: PIXELS }, (_, pixel) => ((pixel < PIXELS / 2) === first ? 1 : 0));
  const sums = sumsOf(Float32Array.from([...half(true), ...half(true), ...half(false), ...half(false)]), Uint8Array.of(3, 3, 5, 5));
  const both = meanOf(sums, [3, 5]);
  assert.equal(both.count, 4);
  assert.ok(both.mean.every((value) => value === 0.5));
  close(surprises(sums, both)[3], PIXELS * Math.log(2));
  const one = surprises(sums, meanOf(sums, [3]));
  // Two pictures and the two that soften: three quarters ink, one quarter not.
  close(one[3], PIXELS * Math.log(4 / 3), 1e-2);
  close(one[5], PIXELS * Math.log(4), 1e-2);
  assert.ok(Number.isNaN(one[0]));
});

test('a picture looks like the digit whose mean it surprises least, and shares are of those asked for', () => {
  const half = (first, ink = 1) => Array.from({ length: PIXELS }, (_, pixel) => ((pixel < PIXELS / 2) === first ? ink : 0));
  const judge = createJudge(sumsOf(Float32Array.from(Array.from({ length: 10 }, (_, digit) => half(digit === 3)).flat()), Uint8Array.from({ length: 10 }, (_, digit) => digit)));
  const seen = judge(Float32Array.from([...half(true, 0.8), ...half(false, 0.8), ...half(true)]));
  assert.deepEqual([seen[0], seen[2]], [3, 3]);
  assert.notEqual(seen[1], 3);
  assert.equal(rightShare(Uint8Array.of(1, 2, 3, 3), Uint8Array.of(1, 1, 3, 4)), 0.5);
  assert.equal(rightShare(Uint8Array.of(1, 2, 3, 3), Uint8Array.of(1, 1, 3, 4), 3), 1);
});

test('the bound’s parts are what the formulas say', () => {
  assert.equal(codeLoss([0, 0], [0, 0]), 0);
  close(codeLoss([1], [Math.log(4)]), 0.5 * (1 + 4 - 1 - Math.log(4)));
  close(rebuildingLoss([1, 0], [0.9, 0.1]), -2 * Math.log(0.9));
  assert.ok(Number.isFinite(rebuildingLoss([1, 0], [0, 1])));
  assert.deepEqual([...throwCodes([1, -1], [0, Math.log(4)], Float32Array.of(0.5, 0.5, -1, 0))], [1.5, 0, 0, -1]);
  assert.deepEqual([...throwCodes([1, -1], [0, 0], Float32Array.of(3, 3), 0)], [1, -1]);
});

test('the best flow of one image leads straight to it, and that of two weighs them by where the noise is nearer', () => {
  const half = (first) => Array.from({ length: PIXELS }, (_, pixel) => ((pixel < PIXELS / 2) === first ? 1 : 0));
  const [one, other] = [signed(half(true)), signed(half(false))];
  const noise = Float32Array.from({ length: PIXELS }, (_, pixel) => Math.sin(pixel));
  // One image: whatever the state, it is expected, and a single step of the whole length ends there.
  const { mean } = expected(dataOf(one), noise, 0);
  assert.deepEqual([...mean], [...one]);
  assert.ok(stepped(noise, mean, 0, 1).every((value, pixel) => Math.abs(value - one[pixel]) < 1e-6));
  // Two: at time 0 the mean of both, whatever the noise.
  const both = dataOf(Float32Array.from([...one, ...other]));
  assert.ok(expected(both, noise, 0).mean.every((value) => Math.abs(value) < 1e-6));
  // Later each by the normal density of the noise that would have led here.
  const time = 0.3;
  const state = noise.map((value, pixel) => 0.002 * one[pixel] + 0.05 * value);
  const distance = (image) => state.reduce((sum, value, pixel) => sum + (value - time * image[pixel]) ** 2, 0);
  const share = 1 / (1 + Math.exp((distance(one) - distance(other)) / (2 * (1 - time) ** 2)));
  const found = expected(both, state, time);
  assert.ok(share > 0.6 && share < 0.999);
  close(found.weight, share, 1e-5);
  assert.equal(found.nearest, 0);
  close(found.mean[0], share - (1 - share), 1e-5);
  assert.deepEqual([...unsigned([-3, -1, 0, 1, 3])], [0, 0, 0.5, 1, 1]);
});

test('a digit is a text of blocks and back, and what is counted adds up to one', () => {
  const random = mulberry32(4);
  const images = Float32Array.from({ length: 6 * PIXELS }, () => Math.round(random()));
  const texts = textsOf(images);
  texts.forEach((text, at) => assert.deepEqual([...imageOf(text)], [...images.subarray(at * PIXELS, (at + 1) * PIXELS)]));
  const counts = countsOf(texts);
  for (const level of LEVELS.keys()) {
    for (const place of [0, 13, 14, 27, 100, 195]) close(likely(counts, level, texts[0], place).reduce((sum, one) => sum + one, 0), 1, 1e-9);
  }
  // Of nothing at all, each block is as likely.
  close(natsOf(countsOf([]), 3, texts[0]), 196 * Math.log(16), 1e-6);
});

test('a level knows what it is told and no more, and writes as it counted', () => {
  // Blocks that repeat along a row: told the one before, the next is known; told nothing, both are as likely.
  const text = (first) => Uint8Array.from({ length: 196 }, (_, place) => ((place % 14) % 2 === first ? 3 : 12));
  const counts = countsOf(Array.from({ length: 400 }, (_, at) => text(at % 2)));
  const at = (level, place) => likely(counts, level, text(0), place);
  close(at(0, 30)[3], 0.5, 1e-3);
  close(at(0, 30)[12], 0.5, 1e-3);
  assert.ok(at(1, 30)[3] > 0.999 && at(1, 31)[12] > 0.999);
  // The edge is something to be told too.
  close(at(1, 28)[3], 0.5, 1e-2);
  const written = write(counts, 1, mulberry32(1));
  for (let place = 1; place < 14; place++) assert.notEqual(written[place], written[place - 1]);
  // The block above says which way the row begins.
  assert.ok(at(2, 28)[3] > 0.99);
  assert.ok(natsOf(counts, 2, text(0)) < natsOf(counts, 1, text(0)) && natsOf(counts, 1, text(0)) < natsOf(counts, 0, text(0)));
});

test('multiplications are counted layer by layer', () => {
  const linear = (inputs, outputs) => ({ spec: { kind: 'linear' }, input: [inputs, 1, 1], output: [outputs, 1, 1] });
  assert.equal(multiplications({ ...linear(784, 400), input: [1, 28, 28] }), 784 * 400);
  assert.equal(multiplications({ spec: { kind: 'conv', kernel: 5 }, input: [1, 28, 28], output: [64, 14, 14] }), 25 * 64 * 14 * 14);
  assert.equal(multiplications({ spec: { kind: 'conv-transpose', kernel: 5 }, input: [64, 14, 14], output: [1, 28, 28] }), 25 * 64 * 14 * 14);
  assert.equal(multiplications({ spec: { kind: 'relu' }, input: [400, 1, 1], output: [400, 1, 1] }), 0);
  // Four products with a matrix of 8 x 8 at each of five places, and two of 5 x 5 places, 8 wide.
  assert.equal(multiplications({ spec: { kind: 'self-attention', heads: 2 }, input: [8, 5, 1], output: [8, 5, 1] }), 4 * 64 * 5 + 2 * 25 * 8);
  const branches = [{ name: 'layers', layers: [linear(20, 30), linear(30, 20)] }, { name: 'shortcut', layers: [linear(20, 20)] }];
  assert.equal(multiplications({ spec: { kind: 'residual' }, input: [20, 1, 1], output: [20, 1, 1], branches }), 2 * 600 + 400);
  const [network] = workOf([{ name: 'decoder', layers: [linear(20, 400), linear(400, 784)] }]);
  assert.deepEqual([network.work, network.layers[1].work], [20 * 400 + 400 * 784, 400 * 784]);
});

test('durations have the unit in which they can be imagined', () => {
  assert.deepEqual(duration(90), { value: 1.5, unit: 'minute' });
  assert.equal(duration(0.5).unit, 'second');
  assert.equal(duration(250e6).unit, 'year');
});

test('grey is the share of touched pixels that are not ink', () => {
  close(greyShare([0, 0.05, 1, 1, 0.5, 0.95]), 0.25);
  assert.equal(greyShare([0, 0]), 0);
});

test('a step’s work tells models apart as their times do: by layers, batch, samples and critic steps', () => {
  const linear = (input, output) => ({ spec: { kind: 'linear' }, input: [input, 1, 1], output: [output, 1, 1], parameters: 1 });
  const vae = [{ name: 'encoder', layers: [linear(784, 400)] }, { name: 'decoder', layers: [linear(400, 784)] }];
  assert.equal(stepWork(vae, { batch_size: 1 }), 3 * 2 * 784 * 400);
  assert.equal(stepWork(vae, { batch_size: 10 }), 10 * stepWork(vae, { batch_size: 1 }));
  assert.equal(stepWork(vae, { batch_size: 1, importance_samples: 5 }), 3 * (1 + 5) * 784 * 400);
  const gan = [{ name: 'generator', layers: [linear(100, 784)] }, { name: 'discriminator', layers: [linear(784, 1)] }];
  assert.equal(stepWork(gan, { batch_size: 1, critic_steps: 5 }) - stepWork(gan, { batch_size: 1, critic_steps: 1 }), 4 * 9 * 784);
});
