// The benchmark compares like with like.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { besideABusyCore, contestants } from '../../bench/contestants.mjs';
import { MODELS, parameterCount, weightsOf } from '../../bench/models.js';
import { isWarm } from '../../bench/warm-up.mjs';

const PRESETS = JSON.parse(readFileSync(new URL('../fixtures/models.json', import.meta.url), 'utf8'));

for (const [name, model] of Object.entries(MODELS)) {
  test(`the peers train ${name} with the layers of the preset`, () => {
    assert.equal(parameterCount(model), PRESETS[name].parameterCount);
    assert.equal(model.latent, PRESETS[name].latentDim);
    for (const { name: part, layers } of PRESETS[name].parts) {
      // Dropout is off, and the image that a generator ends with may have any shape.
      const expected = layers.filter(({ spec }) => spec.kind !== 'dropout' && String(spec.shape) !== '784,1,1');
      assert.equal(model.parts[part].length, expected.length, part);
      model.parts[part].forEach((layer, index) => {
        const flat = [...layer.output, 1, 1].slice(0, 3);
        assert.deepEqual(flat, expected[index].output, `${part} ${index}`);
        const count = Object.values(weightsOf(layer)).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
        assert.equal(count, expected[index].parameters, `${part} ${index}`);
      });
    }
  });
}

test('who takes part can be narrowed', () => {
  const names = (wish) => contestants({ peers: true, ...wish }).map(({ who, device }) => `${who}-${device}`);
  assert.equal(names({}).length, 8);
  assert.deepEqual(names({ peers: false }), ['ours-cpu', 'ours-webgpu']);
  assert.deepEqual(names({ only: 'cpu' }), ['ours-cpu', 'jax-js-wasm', 'tfjs-wasm', 'tfjs-cpu']);
  assert.deepEqual(names({ only: 'webgpu', skip: 'tfjs-webgpu,jax-js' }), ['ours-webgpu', 'tfjs-webgl']);
  assert.deepEqual(names({ only: 'cpu', skip: 'tfjs' }), ['ours-cpu', 'jax-js-wasm']);
});

test('beside a busy core ours is timed with one thread too', () => {
  const names = (wish) => besideABusyCore(wish).map(({ who, device, alone = false }) => `${who}-${device}-${alone}`);
  assert.deepEqual(names({ peers: false }), ['ours-cpu-false', 'ours-alone-cpu-true']);
  assert.deepEqual(names({ peers: true }).slice(2), ['jax-js-wasm-false']);
});

test('a contestant warms up for as long as it gets faster', () => {
  assert.equal(isWarm([]), false);
  assert.equal(isWarm([30, 30, 30]), false);
  assert.equal(isWarm([30, 31, 30, 29.8]), true);
  // Slow rounds between faster ones end nothing.
  assert.equal(isWarm([30, 25, 40, 40, 20]), false);
  assert.equal(isWarm([30, 25, 20, 40, 40]), false);
  assert.equal(isWarm([30, 25, 20, 40, 40, 21]), true);
});
