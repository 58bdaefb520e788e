import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { GROUPS, PRESETS, presetOf } from '../../www/run/presets.js';
import { PRESETS as SCHEMA } from '../../www/engine/schema.js';
import en from '../../www/words/en.js';
import { OFFERED, SETTINGS, SETTING_GROUPS, settingsFor, wordsOf } from '../../www/run/settings.js';
import { formatHash, initialState, parseHash, parseSetting, withPreset } from '../../www/run/address.js';
import { fits, layoutOf } from '../../www/kit/kinds.js';

test('every preset is in one group, and says what it is in one plain sentence', () => {
  assert.deepEqual(GROUPS.flatMap(({ presets }) => presets).map(({ id }) => id).sort(), PRESETS.map(({ id }) => id).sort());
  assert.equal(new Set(PRESETS.map(({ title }) => title)).size, PRESETS.length);
  for (const { id, about, short } of PRESETS) {
    assert.ok(about.endsWith('.') && about.length <= 120, id);
    assert.ok(short.length <= 20, id);
  }
});

test('the gallery has a picture of what each preset draws after a minute: cargo xtask thumbnails', () => {
  const made = JSON.parse(readFileSync('assets/after-a-minute/made.json', 'utf8'));
  assert.deepEqual(Object.keys(made).sort(), PRESETS.map(({ id }) => id).sort());
  for (const { id } of PRESETS) {
    const png = readFileSync(`assets/after-a-minute/${id}.png`);
    // Width and height stand behind the signature and the first chunk's head: ten digits in a row.
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [280, 28], id);
    assert.ok(made[id].steps > 1 && made[id].cores > 0, id);
  }
});

test('a preset has a value for every setting, which it allows, and what it changes of those that are offered has an effect', () => {
  for (const preset of PRESETS) {
    const { settings } = SCHEMA.find(({ id }) => id === preset.id);
    assert.deepEqual(Object.keys(preset.initial).sort(), SETTINGS.map(({ key }) => key).sort());
    for (const setting of SETTINGS) {
      const value = preset.initial[setting.key];
      assert.equal(value, settings[setting.key] ?? setting.default, `${preset.id}: ${setting.key}`);
      assert.deepEqual(parseSetting(setting, String(value)), { value }, `${preset.id}: ${setting.key}`);
      if (OFFERED.includes(setting) && setting.key in settings) assert.ok(settingsFor(preset).includes(setting), `${preset.id}: ${setting.key}`);
    }
  }
});

test('each setting that is offered is there for someone, in a group that is shown, with values in its range', () => {
  for (const setting of OFFERED) {
    assert.ok(PRESETS.some((preset) => [{}, { conditional: true }].some((settings) => settingsFor(preset, settings).includes(setting))), setting.key);
    assert.ok(setting.group === undefined || SETTING_GROUPS.includes(setting.group), setting.key);
    assert.equal(setting.offers === undefined, wordsOf(setting).length > 0 || setting.key === 'seed', setting.key);
    for (const offer of setting.offers ?? []) {
      assert.ok(offer >= setting.min && offer <= setting.max && (setting.kind === 'number' || Number.isInteger(offer)), `${setting.key}: ${offer}`);
    }
    for (const word of wordsOf(setting)) assert.ok(`settings.word.${word}` in en, word);
  }
});

test('what is shown of a model follows from what it can do', () => {
  const autoencoders = ['vae', 'conv-vae', 'beta-vae', 'cvae', 'iwae', 'autoencoder', 'vae-gan', 'latent-flow', 'fsq-made'];
  const games = ['gan', 'gan-relu', 'gan-conv-critic', 'dcgan', 'lsgan', 'wgan', 'wgan-gp', 'hinge-gan', 'cgan', 'fast-gan', 'vae-gan'];
  for (const { id, capabilities } of PRESETS) {
    const [encoder, critic, conditional] = [autoencoders.includes(id), games.includes(id), ['cvae', 'cgan'].includes(id)];
    const shown = {
      flows: ['flow', 'latent-flow'].includes(id), autoregressive: id === 'transformer', decodes: encoder || critic, prior: ['latent-flow', 'fsq-made'].includes(id), 'encodes or not-judges': encoder || !critic, 'encodes or judges': encoder || critic, encodes: encoder, judges: critic, conditional, 'not-conditional': !conditional, 'judges not-encodes': critic && !encoder,
      variational: encoder && !['autoencoder', 'fsq-made'].includes(id), 'encodes not-judges': encoder && !critic, 'encodes judges': encoder && critic, 'conditional encodes': conditional && encoder,
    };
    for (const [when, wanted] of Object.entries(shown)) assert.equal(fits(when, capabilities), wanted, `${id}: ${when}`);
    assert.equal(layoutOf(capabilities), encoder && critic ? 'vae-gan' : critic ? 'gan' : 'vae', id);
  }
});

test('every condition in the page is made of capabilities that some model has', () => {
  const known = new Set(SCHEMA.flatMap(({ capabilities }) => capabilities));
  const texts = ['index.html', 'www/rooms/inside/code-sliders/code-sliders.js', 'www/rooms/inside/latent-plane/plane-html.js', 'www/rooms/inside/interpolation/interpolation-html.js'].map((path) => readFileSync(path, 'utf8'));
  const conditions = texts.flatMap((text) => [...text.matchAll(/data-when="([^"]*)"/g)].map(([, when]) => when));
  assert.ok(conditions.length > 30);
  for (const when of conditions) for (const word of when.split(/ or | /)) assert.ok(known.has(word.replace(/^not-/, '')), when);
});

test('settings are offered where they change something, and nowhere else', () => {
  const has = (id, key) => settingsFor(presetOf(id)).some((setting) => setting.key === key);
  const table = {
    hidden_dim: [['vae', 'iwae', 'vae-gan', 'latent-flow', 'fsq-made', 'transformer'], ['gan', 'dcgan', 'wgan-gp']],
    beta: [['vae', 'beta-vae', 'vae-gan'], ['iwae', 'gan', 'autoencoder']],
    importance_samples: [['iwae'], ['vae', 'gan']],
    num_critic: [['gan', 'wgan'], ['vae', 'vae-gan']],
    ema: [['gan', 'dcgan', 'latent-flow'], ['vae', 'vae-gan']],
    sample_steps: [['flow', 'latent-flow'], ['vae', 'gan', 'transformer']],
    temperature: [['transformer', 'fsq-made'], ['vae', 'gan', 'latent-flow']],
    blocks: [['transformer'], ['vae', 'gan', 'latent-flow']],
    likelihood: [['vae', 'iwae', 'vae-gan', 'latent-flow', 'fsq-made'], ['gan', 'flow', 'transformer']],
    prior: [['fsq-made'], ['vae', 'latent-flow', 'transformer']],
    solver: [['flow', 'latent-flow'], ['vae', 'gan', 'fsq-made']],
    conditional: [['vae', 'gan', 'flow', 'latent-flow', 'fsq-made', 'transformer'], []],
    guidance: [[], ['vae', 'cvae', 'cgan', 'flow', 'latent-flow', 'fsq-made']],
    width: [['gan', 'dcgan', 'vae-gan', 'flow'], ['vae', 'conv-vae']],
    label_smoothing: [['gan', 'lsgan', 'vae-gan'], ['wgan', 'wgan-gp', 'hinge-gan', 'vae']],
    dropout: [['gan', 'vae', 'wgan'], ['wgan-gp']],
    gan_weight: [['vae-gan'], ['vae', 'gan']],
    weight_clip: [['wgan', 'gan', 'wgan-gp'], ['vae', 'vae-gan']],
    gp_lambda: [['wgan-gp'], ['gan', 'wgan']],
    r1: [['fast-gan', 'gan', 'vae-gan'], ['wgan-gp', 'vae']],
    diff_augment: [['gan', 'wgan-gp', 'fast-gan', 'vae-gan'], ['vae', 'latent-flow']],
    pretrain_d: [['gan', 'wgan-gp', 'fast-gan', 'vae-gan'], ['vae', 'autoencoder']],
  };
  for (const [key, [with_, without]] of Object.entries(table)) {
    for (const id of with_) assert.ok(has(id, key), `${id} should have ${key}`);
    for (const id of without) assert.ok(!has(id, key), `${id} should not have ${key}`);
  }
  const told = (id) => settingsFor(presetOf(id), { conditional: true }).map(({ key }) => key);
  for (const id of ['flow', 'latent-flow', 'fsq-made']) assert.ok(told(id).includes('guidance'), id);
  assert.ok(!told('vae').includes('guidance'));
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
