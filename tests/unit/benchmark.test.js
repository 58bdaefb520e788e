// The benchmark's page: what it measures, and how a result travels.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { MODELS as PEERS_TRAIN } from '../../bench/models.js';
import { browserOf, systemOf } from '../../www/benchmark/machine.js';
import { JUDGED, MODELS, SAMPLES, benchmark } from '../../www/benchmark/measure.js';
import { asText, decode, encode, figures } from '../../www/benchmark/result.js';
import en from '../../www/words/en/benchmark.js';
import { randomness } from './randomness.js';

/** An engine whose clock is ours: a step takes `stepMs`, the first one ten times that. */
function machine({ cpu = 10, webgpu = 2 } = {}) {
  const log = [];
  let clock = 0;
  const open = async (device) => {
    if (device === 'webgpu' && webgpu === null) throw new Error('There is no adapter.');
    const stepMs = device === 'cpu' ? cpu : webgpu;
    let trained = 0;
    log.push(`open ${device}`);
    return {
      load: async (model, settings) => { log.push(`load ${model} ${settings.batch_size}`); },
      train: async (steps) => { clock += steps * stepMs * (trained === 0 ? 10 : 1); trained += steps; log.push(`train ${device} ${steps}`); },
      sample: async (count) => { assert.equal(count, SAMPLES); clock += 4; },
      evaluate: async (count) => { assert.equal(count, JUDGED); clock += 50; },
      close: () => log.push(`close ${device}`),
    };
  };
  return { log, open, now: () => clock };
}

const plan = { rounds: 3, ms: 100 };
const measured = (engine, options = {}) => benchmark({ models: ['vae'], devices: ['cpu', 'webgpu'], plan, open: engine.open, now: engine.now, onProgress: () => {}, ...options });

test('steps are timed apart from the first one, in turns as long as the plan says', async () => {
  const engine = machine();
  assert.deepEqual(await measured(engine), [
    { model: 'vae', device: 'cpu', first: 100, step: 10, drawn: 4, judged: 50 },
    { model: 'vae', device: 'webgpu', first: 20, step: 2, drawn: 4, judged: 50 },
  ]);
  const turns = engine.log.filter((line) => line.startsWith('train')).slice(6);
  assert.deepEqual(turns, ['train cpu 10', 'train webgpu 50', 'train cpu 10', 'train webgpu 50', 'train cpu 10', 'train webgpu 50']);
  assert.deepEqual(engine.log.slice(-2), ['close cpu', 'close webgpu']);
});

test('where a step is longer than a turn, a turn is a step, and the rest is done once', async () => {
  const engine = machine({ cpu: 900 });
  const [row] = await measured(engine, { devices: ['cpu'] });
  assert.deepEqual(row, { model: 'vae', device: 'cpu', first: 9000, step: 900, drawn: 4, judged: 50 });
  // The first step, those that one thread takes alone, and one a round.
  assert.equal(engine.log.filter((line) => line === 'train cpu 1').length, 5);
  assert.equal(engine.log.filter((line) => line === 'train cpu 8').length, 1);
  assert.equal(engine.now(), 9000 + 12 * 900 + 4 + 50);
  const gpu = machine({ webgpu: 900 });
  await measured(gpu, { devices: ['webgpu'] });
  assert.equal(gpu.now(), 9000 + 4 * 900 + 4 + 50);
});

test('a device that fails is a result, and the others go on', async () => {
  const rows = await measured(machine({ webgpu: null }));
  assert.equal(rows[0].step, 10);
  assert.deepEqual(rows[1], { model: 'vae', device: 'webgpu', first: null, step: null, drawn: null, judged: null, error: 'There is no adapter.' });
});

test('stopping ends it and closes every engine', async () => {
  const engine = machine();
  const stop = new AbortController();
  const onProgress = ({ round }) => { if (round === 1) stop.abort(); };
  await assert.rejects(measured(engine, { signal: stop.signal, onProgress }), { code: 'aborted' });
  assert.deepEqual(engine.log.slice(-2), ['close cpu', 'close webgpu']);
});

test('progress grows from nothing to almost all, and shows what is known so far', async () => {
  const seen = [];
  await measured(machine(), { models: ['vae', 'gan'], onProgress: (progress) => seen.push(progress) });
  assert.equal(seen[0].share, 0);
  assert.ok(seen.every(({ share }, index) => index === 0 || share > seen[index - 1].share) && seen.at(-1).share < 1);
  assert.deepEqual(seen.map(({ rows }) => rows.length), [0, 1, 2, 2, 2, 2, 2, 2, 2, 3, 4, 4, 4, 4, 4, 4]);
});

test('visitors time what the peers are compared with', () => {
  for (const [name, { batch, settings }] of Object.entries(PEERS_TRAIN)) assert.deepEqual(MODELS[name], { batch_size: batch, ...settings });
  assert.deepEqual(Object.keys(MODELS), Object.keys(PEERS_TRAIN));
});

const RESULT = {
  date: '2026-11-23', machine: { browser: 'Chrome 156', system: 'Linux', cores: 8, gpu: 'A “GPU” 显卡' },
  rows: [
    { model: 'vae', device: 'cpu', first: 130, step: 8, drawn: 10, judged: 100 },
    { model: 'dcgan', device: 'webgpu', first: null, step: null, drawn: null, judged: null, error: 'It was lost.' },
  ],
};

test('a result travels in a link, whatever its letters', () => {
  const code = encode(RESULT);
  assert.match(code, /^[\w-]+$/);
  assert.deepEqual(decode(code), RESULT);
});

test('a result with long words fits its own link', () => {
  const rows = Object.keys(MODELS).flatMap((model) => ['cpu', 'webgpu'].map((device) => ({ ...RESULT.rows[1], model, device, error: 'x'.repeat(5000) })));
  const back = decode(encode({ ...RESULT, machine: { ...RESULT.machine, gpu: 'y'.repeat(500) }, rows }));
  assert.equal(back?.rows.length, rows.length);
});

test('a link that is no result is none', () => {
  const forged = (change) => encode({ ...RESULT, ...change });
  const codes = [
    '', 'nonsense', '%%%', encode(RESULT).slice(0, -9), 'A'.repeat(9000), forged({ date: '<b>' }), forged({ date: '2026-13-40' }), forged({ rows: [] }),
    forged({ rows: [{ ...RESULT.rows[0], model: 'constructor' }] }), forged({ rows: [{ ...RESULT.rows[0], device: 'abacus' }] }),
    forged({ rows: [{ ...RESULT.rows[0], step: -1 }] }), forged({ machine: { ...RESULT.machine, cores: 'many' } }),
    btoa('[1,"2026-11-23",["","",1,""],[["vae","cpu",1,2,3]]]'), btoa('[2]'), btoa('null'),
  ];
  for (const code of codes) assert.equal(decode(code), null, code.slice(0, 40));
});

test('a link with random damage is a result, which travels as it is, or none', () => {
  const random = randomness(31);
  const list = JSON.stringify([1, RESULT.date, ['Firefox', 'Linux', 8, 'GPU'], [['vae', 'cpu', 1, 2, 3, 4], ['dcgan', 'webgpu', null, null, null, null, 'lost']]]);
  const pieces = ['[', ']', ',', '"', '1', '-1', '1e999', 'null', '{}', '"vae"', '"cpu"', '"toString"', '\u0000', '"2026-02-31"', '"__proto__"'];
  let read = 0;
  for (let round = 0; round < 800; round++) {
    // Values changed in the text, or letters in its code.
    let text = list;
    for (let change = random.below(3); change > 0; change--) {
      const at = random.below(text.length);
      text = text.slice(0, at) + random.pick(pieces) + text.slice(at + random.below(3));
    }
    const letters = [...btoa(text)];
    if (random.below(2) === 0) letters[random.below(letters.length)] = random.pick(['A', '-', '=', '%', 'é', '']);
    const result = decode(letters.join(''));
    if (result === null) continue;
    read += 1;
    assert.deepEqual(decode(encode(result)), result);
    if (read <= 20) assert.equal(typeof asText(result, ''), 'string');
  }
  assert.ok(read > 50 && read < 750, `${read} of 800 were read`);
});

test('figures are rates from times, and text has them all', () => {
  assert.deepEqual(figures(RESULT.rows[0]), { name: 'VAE · CPU', first: '130', step: '8.0', images: '16,000', drawn: '25,600', judged: '10,000' });
  assert.equal(figures(RESULT.rows[1]).step, '–');
  const lines = asText(RESULT, 'https://example.org/#result=x').split('\n');
  assert.equal(lines[1], 'Chrome 156 on Linux, 8 cores, A “GPU” 显卡, November 23, 2026');
  assert.equal(lines[2], 'VAE · CPU: 8.0 ms a step, 16,000 images/s (first step 130 ms, 25,600 drawn/s, 10,000 judged/s)');
  assert.equal(lines[3], 'DCGAN · GPU: It was lost.');
  assert.equal(lines[4], 'https://example.org/#result=x');
});

test('browsers and systems that name others beside themselves are told apart', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
  const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
  assert.deepEqual([browserOf(chrome), systemOf(chrome)], ['Chrome 156', 'Linux']);
  assert.equal(browserOf(`${chrome} Edg/156.0.1.2`), 'Edge 156');
  assert.deepEqual([browserOf(safari), systemOf(safari)], ['Safari 18', 'iOS']);
  assert.deepEqual([browserOf('curl'), systemOf('curl')], ['?', '?']);
});

test('the page says in English what its elements name', () => {
  const html = readFileSync('www/benchmark/index.html', 'utf8');
  const named = [...html.matchAll(/ data-t="([^"]+)"[^>]*>([^<]*)</g)];
  assert.ok(named.length > 10);
  for (const [, key, text] of named) assert.equal(text, en[key], key);
});
