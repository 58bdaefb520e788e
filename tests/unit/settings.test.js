// Settings and the data’s recipe in the address: each comes back, and is sent where it has an effect.

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { PRESETS, SETTINGS, changesOf, formatHash, initialState, parseHash, parseSetting, sameRun, withPreset, withSettings } from '../../www/run/address.js';
import { RECIPE, SETTINGS as SCHEMA } from '../../www/engine/schema.js';
import { OFFERED, hasEffect } from '../../www/run/settings.js';
import { randomValue } from './random-state.js';
import { randomness } from './randomness.js';

const parsed = (hash) => parseHash(hash).state;

test('every setting starts with a value that it allows, and those that are offered explain themselves', () => {
  for (const setting of SETTINGS) assert.deepEqual(parseSetting(setting, String(setting.default)), { value: setting.default }, setting.key);
  for (const setting of OFFERED) {
    for (const offer of setting.offers ?? []) assert.deepEqual(parseSetting(setting, String(offer)), { value: offer }, setting.key);
    assert.ok(setting.help.endsWith('.'), setting.key);
    assert.notEqual(setting.label, setting.key);
  }
});

/** What a setting needs beside it to have an effect, where no preset has that. */
const BESIDE = {
  lr_period: { lr_schedule: 'cosine' }, lr_factor: { lr_schedule: 'step' }, momentum: { optimizer: 'sgd' }, guidance: { conditional: true },
};

test('every setting of the engine stands in the address and comes back', () => {
  for (const row of SCHEMA) {
    const setting = SETTINGS.find(({ key }) => key === row.key);
    const preset = PRESETS.find((one) => hasEffect(setting, one, BESIDE[row.key]));
    const random = randomness(row.key.length);
    const start = withSettings(initialState(preset.id), BESIDE[row.key] ?? {});
    const values = { word: row.choices, switch: [true, false] }[row.kind] ?? [row.min, row.max, ...Array.from({ length: 20 }, () => randomValue(row, random))];
    for (const value of values) {
      const state = { ...start, settings: { ...start.settings, [row.key]: value } };
      const hash = formatHash(state);
      if (value !== preset.initial[row.key]) assert.equal(new URLSearchParams(hash.slice(1)).get(row.key), String(value), hash);
      const again = parseHash(hash);
      // Words that do not go together are the engine's to refuse; others may have no effect beside them.
      if (!['architecture', 'objective', 'likelihood'].includes(row.key)) assert.deepEqual(again, { state, problems: [], bare: false }, hash);
      assert.equal(again.state.settings[row.key], value, hash);
    }
  }
});

test('a script’s setting that the page does not offer is in the link, and Restart sends it', () => {
  const state = parsed('#preset=vae&seed=0&weight_decay=0.01&conditional=true');
  assert.deepEqual(changesOf(state), { weight_decay: 0.01, conditional: true });
  assert.equal(formatHash(state), '#preset=vae&seed=0&weight_decay=0.01&conditional=true');
  assert.ok(!sameRun(state, initialState('vae')));
});

test('what has no effect is neither kept nor sent, and the order of the address does not matter', () => {
  assert.deepEqual(changesOf(parsed('#momentum=0.9&preset=vae&optimizer=sgd')), { optimizer: 'sgd', momentum: 0.9 });
  assert.deepEqual(changesOf(parsed('#preset=vae&momentum=0.9')), {});
  assert.deepEqual(changesOf(withSettings(parsed('#preset=vae&optimizer=sgd&momentum=0.9'), { optimizer: 'rmsprop' })), { optimizer: 'rmsprop' });
  // What a preset sets for another optimizer stays as it was.
  assert.deepEqual(changesOf(parsed('#preset=gan&optimizer=sgd')), { optimizer: 'sgd' });
  assert.equal(parsed('#preset=gan&optimizer=sgd').settings.beta1, 0.5);
});

test('where only the default goes, it is taken', () => {
  const { state, problems } = parseHash('#preset=gan&objective=wasserstein-gp&dropout=0&gp_lambda=5');
  assert.deepEqual(problems, []);
  assert.deepEqual(changesOf(state), { objective: 'wasserstein-gp', dropout: 0, gp_lambda: 5 });
  assert.match(parseHash('#preset=gan&objective=wasserstein-gp&dropout=0.1').problems[0], /must be 0 on gan while objective is wasserstein-gp/);
});

test('what is done with the data stands in the address, and goes along to every load', () => {
  const { state, problems, bare } = parseHash('#preset=vae&data.limit=1000&data.augment=shift:2,rotate:10&data.mislabel_kind=alike&data.noise=0&data.seed=0');
  assert.deepEqual([problems, bare], [[], false]);
  const data = { 'data.limit': 1000, 'data.augment': 'shift:2,rotate:10', 'data.mislabel_kind': 'alike', 'data.seed': 0 };
  assert.deepEqual(state.data, data);
  assert.deepEqual(changesOf(state), data);
  assert.deepEqual(parsed(formatHash(state)), state);
  assert.ok(!sameRun(state, initialState('vae')));
  assert.deepEqual(withPreset(state, 'gan').data, data);
  // What does nothing is left out.
  assert.deepEqual(parsed('#data.noise=0&data.mislabel_kind=uniform&data.digits='), initialState());
  assert.equal(parsed('#data.noise=0.5&data.noise=0').data, undefined);
});

test('every value of the recipe comes back from the address', () => {
  for (const row of RECIPE) {
    const values = { word: row.choices?.slice(1), text: ['8:0.05, 3:0.5'] }[row.kind] ?? [row.max, ...Array.from({ length: 5 }, () => randomValue(row, randomness(row.key.length)))];
    for (const value of values) {
      const state = { ...initialState(), data: { [row.key]: value } };
      assert.deepEqual(parseHash(formatHash(state)), { state, problems: [], bare: false });
    }
  }
});

test('a family follows from architecture and objective', () => {
  const { state, problems } = parseHash('#preset=vae&objective=vae-gan&gan_weight=5');
  assert.deepEqual([problems, state.settings.gan_weight], [[], 5]);
  assert.match(parseHash('#preset=vae&gan_weight=5').problems[0], /no effect on vae/);
});

test('a run that was kept when the page knew fewer settings is still the same run', () => {
  const state = initialState('gan');
  const { lr, seed, latent_dim } = state.settings;
  assert.ok(sameRun({ ...state, settings: { lr, seed, latent_dim } }, state));
  assert.ok(!sameRun({ ...state, settings: { lr, seed, latent_dim: 2 } }, state));
});
