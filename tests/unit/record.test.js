import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { PRESETS } from '../../www/run/presets.js';
import { LossLog } from '../../www/run/loss-log.js';
import { fileSize, runName } from '../../www/rooms/take/names.js';
import { fateOfDownloads } from '../../www/rooms/take/save.js';
import { createGrid, shadesBetween } from '../../www/rooms/take/film/paint.js';
import { pytorchScript, tensorsOf } from '../../www/rooms/take/pytorch/pytorch.js';
import { readHeader } from '../../www/rooms/take/safetensors.js';
import { createWalk } from '../../www/rooms/take/film/latent-walk.js';
import { randomness } from './randomness.js';

/** What the engine answers for every preset; tests/e2e/record.spec.js compares, and says how to write it anew. */
const MODELS = JSON.parse(readFileSync(new URL('../fixtures/models.json', import.meta.url), 'utf8'));

const csv = (log, stepsPerEpoch) => [...log.csv(stepsPerEpoch)].join('');

test('losses become rows with the keys of the log, and epochs count from one', () => {
  const log = new LossLog();
  log.start(['loss', 'kl_loss']);
  for (let step = 1; step <= 5; step++) log.add(step, { loss: 600 - step, kl_loss: step / 8, other: 1 });
  assert.equal(csv(log, 2), 'step,epoch,loss,kl_loss\n1,1,599,0.125\n2,1,598,0.25\n3,2,597,0.375\n4,2,596,0.5\n5,3,595,0.625\n');
  log.truncate(3);
  log.add(4, { loss: NaN });
  assert.equal(csv(log, 2).split('\n').at(-2), '4,2,,');
  log.start(['d_loss']);
  assert.equal(csv(log, 2), 'step,epoch,d_loss\n');
});

test('a long run keeps every second, fourth, eighth step as it was', () => {
  const log = new LossLog(100);
  log.start(['loss']);
  for (let step = 1; step <= 1000; step++) log.add(step, { loss: step * 3 });
  assert.equal(log.every, 16);
  assert.deepEqual(log.steps, Array.from({ length: 62 }, (_, at) => 16 * (at + 1)));
  const rows = csv(log, 10).trim().split('\n').slice(1);
  assert.equal(rows.length, 62);
  for (const row of rows) assert.equal(Number(row.split(',')[2]), 3 * Number(row.split(',')[0]));
});

test('files are named after the run and its step', () => {
  assert.equal(runName({ preset: 'vae', settings: { seed: 7 } }, 1200), 'vae-seed-7-step-1200');
  assert.deepEqual([0, 45_200, 1_234_567].map(fileSize), ['1 kB', '45 kB', '1.2 MB']);
});

test('every preset has a script that names each tensor with its shape', () => {
  assert.deepEqual(Object.keys(MODELS), PRESETS.map(({ id }) => id));
  for (const [preset, model] of Object.entries(MODELS)) {
    const script = pytorchScript(model, { name: `${preset}-seed-0-step-3`, step: 3, link: 'https://host/#preset=x' });
    const tensors = tensorsOf(model);
    for (const { name, shape } of tensors) assert.ok(script.includes(`${name} [${shape.join(', ')}]`), `${preset}: ${name}`);
    const trained = tensors.filter(({ name }) => !name.includes('running_'));
    assert.equal(trained.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size), 0), model.parameterCount, preset);
    assert.ok(script.includes('strict=True') && script.includes(`${preset}-seed-0-step-3.safetensors`));
    assert.equal(script.includes('def reconstruct('), model.hasEncoder, preset);
    assert.equal(script.includes('def judge('), model.hasCritic, preset);
    assert.equal(script.includes('with_digits('), model.conditional, preset);
    assert.ok(script.split('\n').every((line) => line.length <= 140), preset);
    assert.doesNotMatch(script, /undefined|\[object|NaN/);
  }
});

/** Every kind of layer, as the engine describes it. */
const NETWORKS = JSON.parse(readFileSync(new URL('../fixtures/layers.json', import.meta.url), 'utf8'));

test('every kind of layer has a module, with the classes that the script needs and its tensors’ names', () => {
  for (const part of NETWORKS) {
    const model = { preset: 'x', settings: { seed: 0 }, parts: [{ ...part, name: 'generator' }], hasEncoder: false, hasCritic: false, conditional: false, latentDim: 3 };
    const script = pytorchScript(model, { name: 'x', step: 3, link: 'https://host/' });
    const tensors = tensorsOf(model);
    for (const { name, shape } of tensors) assert.ok(script.includes(`${name} [${shape.join(', ')}]`), `${part.name}: ${name}`);
    const count = tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size), 0);
    assert.equal(count, part.parameters, part.name);
    for (const [, name] of script.matchAll(/^ +(?:self\.\w+ = )?(?:\w+=)?([A-Z]\w+)\(/gm)) {
      if (name !== 'Path') assert.ok(script.includes(`class ${name}(`), `${part.name}: ${name}`);
    }
    assert.doesNotMatch(script, /undefined|\[object|NaN/);
    // Layers within a layer are called with the condition of the whole, which nn.Sequential does not take.
    assert.doesNotMatch(script, /\b(layers|shortcut)=nn\.Sequential/, part.name);
  }
});

test('networks that are told something are called with it, all others are not', () => {
  const told = { 'modulate': 5, 'a residual network that is told the time': 8, 'a small U-Net': 8 };
  for (const part of NETWORKS) {
    const latentDim = part.input.reduce((product, size) => product * size);
    const model = { preset: 'x', settings: { seed: 0 }, parts: [{ ...part, name: 'generator' }], hasEncoder: false, hasCritic: false, conditional: false, latentDim };
    const script = pytorchScript(model, { name: 'x', step: 3, link: '' });
    const shaped = part.input[1] * part.input[2] > 1 ? `z.reshape(-1, ${part.input.join(', ')})` : 'z';
    const condition = told[part.name];
    assert.ok(script.includes(`def decode(self, z${condition ? ', condition' : ''}):`), part.name);
    assert.ok(script.includes(`self.generator(${shaped}${condition ? ', condition' : ''})`), part.name);
    assert.ok(script.includes(`model.decode(torch.randn(64, ${latentDim})${condition ? `, torch.zeros(64, ${condition})` : ''})`), part.name);
  }
});

test('a decoder that says two numbers of a pixel draws the mean of a distribution', () => {
  const { vae } = MODELS;
  const scriptOf = (settings) => pytorchScript({ ...vae, settings: { ...vae.settings, ...settings } }, { name: 'x', step: 3, link: '' });
  assert.ok(scriptOf({}).includes('return torch.sigmoid(self.decoder(z))'));
  const grey = scriptOf({ likelihood: 'discretised-logistic' });
  assert.ok(grey.includes('mean, log_scale = self.decoder(z).chunk(2, dim=1)') && grey.includes('nn.functional.softplus(mean / scale)'));
  assert.ok(!grey.includes('sigmoid'));
});

test('a flow’s script draws as the run does', () => {
  const flow = MODELS['latent-flow'];
  const scriptOf = (settings, conditional = false) => pytorchScript({ ...flow, conditional, settings: { ...flow.settings, ...settings } }, { name: 'x', step: 3, link: '' });
  const plain = scriptOf({});
  assert.ok(plain.includes('def sample(self, noise, steps=30):') && plain.includes('model.sample(torch.randn(64, 16))'));
  assert.ok(!plain.includes('step + 1 < steps'));
  const told = scriptOf({ solver: 'heun', sample_steps: 5, guidance: 1.5 }, true);
  assert.ok(told.includes('def sample(self, noise, digits, steps=5, guidance=1.5):') && told.includes('step + 1 < steps'));
  // The autoencoder is not told the digit.
  assert.ok(told.includes('def decode(self, z):') && !told.includes('one_hot'));
});

test('the script of a flow on pixels has no codes', () => {
  const flow = MODELS.flow;
  const scriptOf = (conditional) => pytorchScript({ ...flow, conditional }, { name: 'x', step: 3, link: '' });
  for (const script of [scriptOf(false), scriptOf(true)]) {
    assert.ok(script.includes('return ((x + 1) / 2).clamp(0, 1)') && script.includes('x.reshape(-1, 1, 28, 28)'));
    assert.doesNotMatch(script, /decode|encode|one_hot|standardise/);
  }
  assert.ok(scriptOf(false).includes('model.sample(torch.randn(64, 784))'));
});

test('a transformer’s script writes as the run does, and is told the digit by its own vectors', () => {
  const { transformer } = MODELS;
  const scriptOf = (settings, conditional = false) => pytorchScript({ ...transformer, conditional, settings: { ...transformer.settings, ...settings } }, { name: 'x', step: 3, link: '' });
  const plain = scriptOf({ temperature: 0.8 });
  assert.ok(plain.includes('def sample(self, n, temperature=0.8, top_p=1):') && plain.includes('model.sample(64)'));
  assert.ok(plain.includes('bias=False') && !plain.includes('def decode('));
  const told = scriptOf({}, true);
  assert.ok(told.includes('def logits(self, symbols, digits):') && told.includes('self.label(digits') && !told.includes('one_hot'));
});

test('the script of a rounded latent draws number by number', () => {
  const rounded = MODELS['fsq-made'];
  const scriptOf = (settings, conditional = false) => pytorchScript({ ...rounded, conditional, settings: { ...rounded.settings, ...settings } }, { name: 'x', step: 3, link: '' });
  const plain = scriptOf({});
  assert.ok(plain.includes('def sample(self, count, temperature=1):') && plain.includes('[:, at : at + 6] / temperature).softmax(1)') && plain.includes('for at in range(0, 120, 6):') && plain.includes('* 2 / 5 - 1'));
  assert.ok(plain.includes('return self.quantise(self.mean(self.encoder(') && plain.includes('self.decoder(self.quantise[-1](z))'));
  const told = scriptOf({ guidance: 2, temperature: 0.9 }, true);
  assert.ok(told.includes('def sample(self, digits, guidance=2, temperature=0.9):') && told.includes('return self.prior(one_hot, self.label(digits.reshape(-1, 1)))'));
  // A transformer sees the number before at each place.
  const [conv] = MODELS['latent-flow'].parts.find(({ name }) => name === 'encoder').layers;
  const parts = rounded.parts.map((part) => (part.name === 'prior' ? { ...part, layers: [conv] } : part));
  const causal = pytorchScript({ ...rounded, parts }, { name: 'x', step: 3, link: '' });
  assert.ok(causal.includes('each = one_hot.reshape(-1, 20, 6)') && causal.includes('self.prior(before.transpose(1, 2).unsqueeze(3))'));
  assert.doesNotMatch(told, /with_digits/);
});

test('a layer that PyTorch’s script does not know is an error, not a wrong script', () => {
  const layer = { name: 'Wavelet 8', spec: { kind: 'wavelet' }, input: [784, 1, 1], output: [784, 1, 1], parameters: 9, tensors: [] };
  const part = { name: 'encoder', input: [784, 1, 1], layers: [layer], single: false };
  assert.throws(() => tensorsOf({ parts: [part] }), /Wavelet 8/);
});

test('a safetensors header is read, and anything else is none', () => {
  const file = (header) => {
    const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
    const bytes = new Uint8Array(8 + text.length + 4);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    return bytes;
  };
  const tensors = { 'mean.bias': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } };
  const metadata = { 'generative-playground': JSON.stringify({ step: 12, settings: { preset: 'vae' } }) };
  assert.deepEqual(readHeader(file({ __metadata__: metadata, ...tensors })), {
    tensors: [{ name: 'mean.bias', shape: [1] }], run: { step: 12, settings: { preset: 'vae' } },
  });
  assert.equal(readHeader(file(tensors)).run, null);
  const ours = (run) => readHeader(file({ __metadata__: { 'generative-playground': run }, ...tensors })).run;
  for (const run of [5, 'x', '5', 'null', '[]', '{}', '{"step":1}', '{"step":"1","settings":{}}', '{"step":-1,"settings":{}}', '{"step":0.5,"settings":{}}', '{"step":1,"settings":3}']) assert.equal(ours(run), null, String(run));
  for (const entry of [null, 3, 'x', [], {}, { shape: 3 }, { shape: ['a'] }, { shape: [1.5] }]) assert.equal(readHeader(file({ x: entry })), null, JSON.stringify(entry));
  const broken = [new Uint8Array(0), new Uint8Array(7), new Uint8Array(64).fill(255), new TextEncoder().encode('GIF89a and more'), file('{"a"'), file('null'), file('[1]')];
  for (const bytes of broken) assert.ok(readHeader(bytes) === null || readHeader(bytes).run === null);
  // A view into other bytes is read where it begins.
  const whole = file(tensors);
  const padded = new Uint8Array(whole.length + 5);
  padded.set(whole, 5);
  assert.deepEqual(readHeader(padded.subarray(5)), readHeader(whole));
});

test('whatever the bytes of a file are, its header is read or it is none', () => {
  const random = randomness(17);
  const pieces = ['{', '}', '[', ']', '"', ':', ',', '"a"', '"__metadata__"', '"generative-playground"', '"shape"', '{"shape":[2,3]}', 'null', '-1', '1e99', '"{\\"step\\":1}"', 'true', ' ', '\u0000', '\ufffd'];
  for (let round = 0; round < 5000; round++) {
    const text = Buffer.from(Array.from({ length: random.below(14) }, () => random.pick(pieces)).join(''));
    const bytes = new Uint8Array(8 + text.length);
    // Lengths that are right, off by a little, or anything.
    const length = random.pick([text.length, text.length + random.below(3), Math.max(0, text.length - random.below(3)), random.below(2 ** 32)]);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length) << BigInt(random.pick([0, 0, 0, 32])), true);
    bytes.set(text, 8);
    if (random.below(3) === 0 && text.length > 0) bytes[8 + random.below(text.length)] = random.below(256);
    const header = readHeader(bytes.subarray(0, random.pick([bytes.length, random.below(bytes.length + 1)])));
    if (header === null) continue;
    for (const { name, shape } of header.tensors) assert.ok(typeof name === 'string' && shape.every(Number.isSafeInteger));
    assert.ok(header.run === null || Number.isSafeInteger(header.run.step));
  }
});

test('a page knows when the frame around it forbids downloads, and when it cannot know', () => {
  const top = () => { const page = { origin: 'https://here', frameElement: null }; page.parent = page; return page; };
  const within = (parent, sandbox, more = {}) => ({
    origin: 'https://here', parent, ...more,
    frameElement: { hasAttribute: () => sandbox !== null, getAttribute: () => sandbox },
  });
  const foreign = (parent, more = {}) => ({ origin: 'https://here', parent, ...more, get frameElement() { throw new Error('SecurityError'); } });
  const table = [
    ['a page', top(), 'asked'], ['a plain frame', within(top(), null), 'asked'], ['allowed', within(top(), 'allow-scripts Allow-Downloads'), 'asked'],
    ['not allowed', within(top(), 'allow-scripts allow-same-origin'), 'blocked'], ['an empty sandbox', within(top(), ''), 'blocked'],
    ['a frame in a sandbox', within(within(top(), 'allow-scripts allow-same-origin'), null), 'blocked'],
    ['another site’s frame', foreign(top()), 'unsure'], ['another site’s, told by null', { origin: 'https://here', parent: top(), frameElement: null }, 'unsure'],
    ['a sandbox in another site’s', within(foreign(top()), 'allow-scripts'), 'blocked'], ['no origin', foreign(top(), { origin: 'null' }), 'unsure'],
  ];
  for (const [name, page, fate] of table) assert.equal(fateOfDownloads(page), fate, name);
});

test('a walk is smooth, passes its stops and ends where it began', () => {
  const walk = { tiles: 3, alike: false, size: 50, stops: 4, between: 10, seed: 5 };
  const codes = createWalk(walk);
  const distance = (a, b) => Math.hypot(...a.map((value, at) => value - b[at]));
  const around = Array.from({ length: 41 }, (_, at) => codes(at % 40));
  const steps = around.slice(1).map((code, at) => distance(code, around[at]));
  assert.ok(Math.max(...steps) < 3 * Math.min(...steps), String(steps));
  assert.deepEqual(around[0], around[40]);
  assert.notDeepEqual(codes(0).subarray(0, 50), codes(0).subarray(50, 100));
  const shared = createWalk({ ...walk, alike: true })(7);
  assert.deepEqual(shared.subarray(0, 50), shared.subarray(50, 100));
});

test('a grid has tiles on paper, larger by a whole number', () => {
  const grid = createGrid({ columns: 2, rows: 1 }, 3);
  assert.deepEqual([grid.width, grid.height], [186, 96]);
  const bytes = new Uint8Array(2 * 784);
  bytes[784] = 255;
  const shades = grid.lay(bytes);
  const at = (x, y) => shades[y * grid.width + x];
  assert.deepEqual([at(0, 0), at(6, 6), at(95, 5), at(96, 6), at(98, 8), at(99, 6)], [0, 11, 0, 255, 255, 11]);
  assert.deepEqual(shadesBetween({ paper: [255, 250, 240], ink: [0, 0, 30] }, 3), [[255, 250, 240], [128, 125, 135], [0, 0, 30]]);
});
