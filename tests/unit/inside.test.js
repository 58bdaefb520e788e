import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { ROLES, inOrder } from '../../www/kit/networks.js';
import { GradientHistory, diagnose } from '../../www/maths/pulls.js';
import { active, blocks, brightness, layout, reach, strongest } from '../../www/maths/units.js';
import { TEMPOS, rest } from '../../www/run/tempo.js';
import en from '../../www/words/en/inside.js';
import zh from '../../www/words/zh/inside.js';
import { randomness } from './randomness.js';

const unit = (norm) => [norm, 0, 0, 0];

test('the units with the largest weights are shown, and keep their places', () => {
  const values = Float32Array.from([unit(1), unit(-5), unit(3), unit(4)].flat());
  assert.deepEqual(strongest(values, 4, 2), [1, 3]);
  // One falls behind: the newcomer takes its place, the other stays.
  const later = Float32Array.from([unit(6), unit(2), unit(3), unit(4)].flat());
  assert.deepEqual(strongest(later, 4, 2, [1, 3]), [0, 3]);
  assert.deepEqual(strongest(later, 4, 9, [1, 3]), [0, 3, 2, 1]);
});

test('whatever was shown, those shown are always the largest', () => {
  const random = randomness(3);
  let before = [];
  for (let round = 0; round < 100; round++) {
    const values = Float32Array.from({ length: 30 * 4 }, () => random.unit() - 0.5);
    before = strongest(values, 30, 8, before);
    assert.equal(new Set(before).size, 8);
    assert.deepEqual([...before].sort((a, b) => a - b), strongest(values, 30, 8).sort((a, b) => a - b));
  }
});

const layer = (kind, output, parameters = 0) => ({ spec: { kind }, output, parameters });

test('a layer with weights and what follows it are one block', () => {
  const told = (part) => blocks(part).map((block) => ({ ...block, layer: block.layer.spec.kind, then: block.then.map(({ spec }) => spec.kind) }));
  const critic = { layers: [
    layer('conv', [64, 14, 14], 1664), layer('leaky-relu', [64, 14, 14]), layer('dropout', [64, 14, 14]),
    layer('reshape', [12544, 1, 1]), layer('linear', [1, 1, 1], 12545),
  ] };
  assert.deepEqual(told(critic), [
    { layer: 'conv', then: ['leaky-relu'], shape: [64, 14, 14], parameters: 1664, last: 2 },
    { layer: 'linear', then: [], shape: [1, 1, 1], parameters: 12545, last: 4 },
  ]);
  const generator = { layers: [
    layer('linear', [12544, 1, 1], 1_254_400), layer('batch-norm', [12544, 1, 1], 25088), layer('leaky-relu', [12544, 1, 1]),
    layer('reshape', [256, 7, 7]), layer('conv-transpose', [1, 28, 28], 25), layer('tanh', [1, 28, 28]),
    layer('reshape', [784, 1, 1]),
  ] };
  assert.deepEqual(told(generator).map(({ shape, parameters, last }) => ({ shape, parameters, last })), [
    { shape: [256, 7, 7], parameters: 1_279_488, last: 3 }, { shape: [1, 28, 28], parameters: 25, last: 5 },
  ]);
  const transformer = { layers: [
    layer('embedding', [8, 9, 1], 128), layer('position', [8, 9, 1], 72), layer('residual', [8, 9, 1], 300), layer('residual', [8, 9, 1], 500),
    layer('layer-norm', [8, 9, 1], 16), layer('conv', [16, 9, 1], 144),
  ] };
  assert.deepEqual(told(transformer).map(({ layer: kind, then }) => [kind, ...then].join(' ')), ['embedding position', 'residual', 'residual layer-norm', 'conv']);
});

test('every shape has a picture that holds no more than it has', () => {
  for (const shape of [[400, 1, 1], [20, 1, 1], [2, 1, 1], [784, 1, 1], [64, 14, 14], [256, 7, 7], [1, 28, 28], [32, 28, 28], [3, 7, 7]]) {
    const { columns, rows, height, width } = layout(shape);
    const values = shape[0] * shape[1] * shape[2];
    assert.ok((columns * rows - columns) * height * width < values, String(shape));
    assert.ok(columns * width <= 60 && rows * height <= 60, String(shape));
  }
  assert.deepEqual(layout([784, 1, 1]), { columns: 1, rows: 1, height: 28, width: 28, gap: 0 });
});

test('values become brightness, and count when they are not nearly zero', () => {
  assert.deepEqual([...brightness(Float32Array.from([-1, 0, 1]), 'generator')], [0, 0.5, 1]);
  assert.deepEqual([...brightness(Float32Array.from([0]), 'decoder')], [0.5]);
  assert.equal(reach([1, -4, 2]), 4);
  assert.equal(active([0, 0.1, -4, 2]), 2);
  assert.equal(active([0, 0]), 0);
});

const gradient = (name, norm) => ({ name, norm });

test('gradients are kept by layer over any length of a run, and go back with it', () => {
  const history = new GradientHistory();
  for (let step = 1; step <= 5000; step++) history.add(step, [gradient('encoder.0.weight', 3), gradient('encoder.0.bias', 4), gradient('decoder.2.weight', 0)]);
  const [encoder, decoder] = history.networks();
  assert.equal(encoder.layers[0].norm, 5);
  assert.ok(encoder.layers[0].line.steps.length <= 240);
  assert.ok(encoder.layers[0].line.values.every((value) => Math.abs(value - Math.log10(5)) < 1e-9));
  assert.ok(decoder.layers[0].line.values.every(Number.isFinite));
  history.truncate(1000);
  assert.ok(history.networks()[0].layers[0].line.steps.at(-1) <= 1000);
});

test('every network of every model has its place, its colour and its name', () => {
  const models = JSON.parse(readFileSync('tests/fixtures/models.json', 'utf8'));
  for (const [preset, { parts }] of Object.entries(models)) {
    const names = inOrder(parts).map(({ name }) => name);
    assert.deepEqual(names.toSorted(), parts.map(({ name }) => name).toSorted(), preset);
    for (const name of names) for (const words of [en, zh]) assert.ok(name in ROLES && `inside.network.${name}` in words, `${preset}: ${name}`);
  }
  // The engine has them in the order in which it made them.
  const order = (...names) => inOrder(names.map((name) => ({ name }))).map(({ name }) => name);
  assert.deepEqual(order('decoder', 'time', 'encoder', 'flow', 'mean'), ['encoder', 'mean', 'time', 'flow', 'decoder']);
  assert.deepEqual(order('transformer', 'of tomorrow', 'embedding'), ['embedding', 'transformer', 'of tomorrow']);
});

test('vanishing and exploding gradients are told from healthy ones', () => {
  const network = (norms, before = norms) => {
    const history = new GradientHistory();
    for (let step = 1; step <= 20; step++) history.add(step, before.map((norm, at) => gradient(`critic.${at}.weight`, norm)));
    history.add(21, norms.map((norm, at) => gradient(`critic.${at}.weight`, norm)));
    return diagnose(history.networks()[0]);
  };
  assert.equal(network([1, 2, 8]).kind, 'even');
  assert.equal(network([1, 2, 8]).ratio, 8);
  assert.deepEqual([network([1e-5, 1, 2]).kind, network([1e-5, 1, 2]).layer], ['vanishing', '0']);
  assert.equal(network([1e-7, 1e-7]).kind, 'nothing');
  assert.deepEqual([network([1, 5000]).kind, network([1, 5000]).layer], ['exploding', '1']);
  assert.equal(network([1, 100], [1, 1]).kind, 'exploding');
  // A layer that hardly learnt and begins to: the first steps of latent-flow.
  assert.equal(network([1.2, 9], [0.01, 9]).kind, 'even');
  assert.equal(network([0, 0]).kind, 'nothing');
});

test('a rest ends after its time, or at once when it is broken off', async () => {
  assert.equal(TEMPOS.full, null);
  await rest(1, new AbortController().signal);
  await rest(1e8, AbortSignal.abort());
  const stop = new AbortController();
  const resting = rest(1e8, stop.signal);
  stop.abort();
  await resting;
});

test('both languages say the same things', () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
  const blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(en)) assert.deepEqual(blanks(zh[key]), blanks(en[key]), key);
});
