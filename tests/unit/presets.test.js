import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { GROUPS, PRESETS, presetOf } from '../../www/presets.js';
import { SETTINGS, SETTING_GROUPS, settingsFor } from '../../www/settings.js';
import { formatHash, initialState, parseHash, parseSetting, withPreset } from '../../www/state.js';

test('every preset is in one group, and says what it is in one plain sentence', () => {
  assert.deepEqual(GROUPS.flatMap(({ presets }) => presets).map(({ id }) => id).sort(), PRESETS.map(({ id }) => id).sort());
  assert.equal(new Set(PRESETS.map(({ title }) => title)).size, PRESETS.length);
  for (const { id, about, short } of PRESETS) {
    assert.ok(about.endsWith('.') && about.length <= 120, id);
    assert.ok(short.length <= 20, id);
  }
});

test('a preset starts only from settings that it has a use for, and that they allow', () => {
  for (const preset of PRESETS) {
    const keys = settingsFor(preset).map(({ key }) => key);
    for (const [key, value] of Object.entries(preset.initial)) {
      assert.ok(keys.includes(key), `${preset.id}: ${key}`);
      assert.deepEqual(parseSetting(SETTINGS.find((setting) => setting.key === key), String(value)), { value }, `${preset.id}: ${key}`);
    }
  }
});

test('each setting is there for someone, in a group that is shown', () => {
  for (const setting of SETTINGS) {
    assert.ok(PRESETS.some((preset) => settingsFor(preset).includes(setting)), setting.key);
    assert.ok(setting.group === undefined || SETTING_GROUPS.includes(setting.group), setting.key);
    for (const id of [...(setting.only ?? []), ...(setting.except ?? [])]) assert.equal(presetOf(id).id, id, setting.key);
  }
});

test('settings are offered where they change something, and nowhere else', () => {
  const has = (id, key) => settingsFor(presetOf(id)).some((setting) => setting.key === key);
  const table = {
    hidden_dim: [['vae', 'iwae', 'vae-gan'], ['gan', 'dcgan', 'wgan-gp']],
    beta: [['vae', 'beta-vae', 'vae-gan'], ['iwae', 'gan']],
    importance_samples: [['iwae'], ['vae', 'gan']],
    num_critic: [['gan', 'wgan'], ['vae', 'vae-gan']],
    ema: [['gan', 'dcgan'], ['vae', 'vae-gan']],
    width: [['gan', 'dcgan', 'vae-gan'], ['vae', 'conv-vae']],
    label_smoothing: [['gan', 'lsgan', 'vae-gan'], ['wgan', 'wgan-gp', 'hinge-gan', 'vae']],
    dropout: [['gan', 'vae', 'wgan'], ['wgan-gp']],
    gan_weight: [['vae-gan'], ['vae', 'gan']],
    weight_clip: [['wgan'], ['gan', 'wgan-gp']],
    gp_lambda: [['wgan-gp'], ['gan', 'wgan']],
  };
  for (const [key, [with_, without]] of Object.entries(table)) {
    for (const id of with_) assert.ok(has(id, key), `${id} should have ${key}`);
    for (const id of without) assert.ok(!has(id, key), `${id} should not have ${key}`);
  }
});

test('a setting without effect is named in the address, and the rest applies', () => {
  const { state, problems } = parseHash('#preset=gan&beta=2&width=0.25');
  assert.equal(problems.length, 1);
  assert.ok(problems[0].includes('beta') && problems[0].includes('no effect on gan'), problems[0]);
  assert.deepEqual(state, { ...initialState('gan'), settings: { ...initialState('gan').settings, width: 0.25 } });
});

test('another preset comes with its own values, and keeps seed and device', () => {
  const before = parseHash('#preset=vae&seed=7&batch_size=64&device=cpu&steps=9&run=1').state;
  const after = withPreset(before, 'dcgan');
  assert.deepEqual([after.preset, after.device, after.steps, after.run], ['dcgan', 'cpu', null, false]);
  assert.deepEqual(after.settings, { ...initialState('dcgan').settings, seed: 7 });
  assert.equal(formatHash(after), '#preset=dcgan&seed=7&device=cpu');
});
