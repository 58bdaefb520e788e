import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { barOf, pulls } from '../../www/maths/pulls.js';
import { normalCodes, repeat } from '../../www/maths/noise.js';
import { distributions, extremes, isProbability, pick, placeOn, shareBelow, shareRight, thresholdOf } from '../../www/maths/scores.js';
import { visibleRange, History } from '../../www/run/history.js';
import { explainEvent } from '../../www/words/explain.js';
import { randomness } from './randomness.js';

const near = (a, b, message) => assert.ok(Math.abs(a - b) < 1e-9, `${message ?? ''} ${a} and ${b}`);
const sum = (values) => values.reduce((total, value) => total + value, 0);

test('each kind is counted in full, whatever the scores', () => {
  const random = randomness(11);
  for (let round = 0; round < 200; round++) {
    const scores = () => Array.from({ length: 1 + random.below(50) }, () => (random.unit() - 0.5) * 10 ** random.below(5));
    const [real, fake] = [scores(), scores()];
    const shown = distributions(real, fake, 20, random.pick([null, 0, 0.5]));
    near(sum(shown.real), 1);
    near(sum(shown.fake), 1);
    assert.equal(shown.most, Math.max(...shown.real, ...shown.fake));
    for (const score of [...real, ...fake]) assert.ok(placeOn(shown, score) > 0 && placeOn(shown, score) < 1);
  }
});

test('scores that say nothing still have an axis, and the line of the verdict is on it', () => {
  for (const [real, fake] of [[[], []], [[NaN], [Infinity]], [[2, 2], [2]]]) {
    const { low, high } = distributions(real, fake, 10);
    assert.ok(low < high, `${low} ${high}`);
  }
  const { low, high } = distributions([3, 4], [2], 10, 0);
  assert.ok(low < 0 && high > 4);
});

test('the most and the least believed are the extremes, the outermost first', () => {
  const scores = Float32Array.from([0.5, -2, 3, 1, -1]);
  assert.deepEqual(extremes(scores, 2), { most: [2, 3], least: [1, 4] });
  assert.deepEqual(Array.from(pick(Float32Array.from([1, 1, 2, 2, 3, 3]), [2, 0], 2)), [3, 3, 1, 1]);
});

test('how often a critic is right follows from its line, and some draw none', () => {
  assert.deepEqual(['non-saturating', 'least-squares', 'hinge', 'wasserstein', 'wasserstein-gp', 'vae-gan'].map(thresholdOf), [0, 0.5, 0, null, null, 0]);
  assert.equal(thresholdOf('elbo'), null);
  near(shareRight([1, 2, -1], [-1, -2, 3], 0), 4 / 6);
  assert.equal(shareRight([1], [2], null), null);
  near(shareBelow([1, 2, 3, 4], 3), 0.5);
  assert.equal(shareBelow([], 1), 0);
  assert.ok(isProbability('non-saturating') && !isProbability('hinge'));
});

test('weight and bias of a layer are one pull, in the order of the networks', () => {
  const gradients = [['critic.0.weight', 3], ['critic.0.bias', 4], ['critic.2.weight', 1], ['mean.weight', 2]].map(([name, norm]) => ({ name, norm }));
  assert.deepEqual(pulls(gradients), [
    { network: 'critic', layers: [{ name: '0', norm: 5 }, { name: '2', norm: 1 }] },
    { network: 'mean', layers: [{ name: '', norm: 2 }] },
  ]);
  assert.deepEqual([barOf(10, 10), barOf(1, 10), barOf(0, 10), barOf(1e-9, 10), barOf(NaN, 0)].map((bar) => Number(bar.toFixed(2))), [1, 0.8, 0, 0, 0]);
});

test('codes are normal, and the same for the same seed', () => {
  const codes = normalCodes(100, 100, 3);
  const mean = sum(codes) / codes.length;
  const spread = Math.sqrt(sum(codes.map((code) => (code - mean) ** 2)) / codes.length);
  assert.ok(Math.abs(mean) < 0.05 && Math.abs(spread - 1) < 0.05, `${mean} ${spread}`);
  assert.ok(codes.every(Number.isFinite));
  assert.deepEqual(normalCodes(100, 100, 3), codes);
  assert.notDeepEqual(normalCodes(100, 100, 4), codes);
  assert.deepEqual(Array.from(repeat([1, 2], 3)), [1, 2, 1, 2, 1, 2]);
});

test('the chart of a game goes below zero where its losses do', () => {
  const range = { empty: [0, 2], grain: 0.1, least: -Infinity };
  const line = new History();
  assert.deepEqual(visibleRange([line], range), [0, 2]);
  for (let step = 1; step <= 100; step++) line.push(step, -step / 10);
  const [low, high] = visibleRange([line], range);
  assert.ok(low < -10 && low > -12 && high > -0.3 && high < 1.5, `${low} ${high}`);
});

test('what goes wrong in the game comes with a next step', () => {
  const can = { lowerRate() {}, choose() {} };
  const labels = (kind, able) => explainEvent({ kind, step: 1200, message: 'It went wrong.' }, able).actions.map(({ label }) => label);
  assert.deepEqual(labels('collapsed', can), ['Restart with a lower rate', 'Load WGAN-GP']);
  assert.deepEqual(labels('collapsed', { ...can, choose: null }), ['Restart with a lower rate']);
  assert.deepEqual(labels('critic-wins', can), ['Restart with a lower rate']);
  assert.equal(explainEvent({ kind: 'collapsed', step: 1200, message: 'It went wrong.' }, can).text, 'Step 1,200: It went wrong.');
});
