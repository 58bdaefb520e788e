// How much memory a model needs, and what is said where it runs out.

import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { batchOf } from '../../www/engine/batch.js';
import { checkMemory, memoryNeeded } from '../../www/engine/worker/memory.js';
import { diagnosis } from '../../www/engine/worker/crash.js';

const models = JSON.parse(readFileSync('tests/fixtures/models.json', 'utf8'));
const of = (preset, settings = {}) => [models[preset], batchOf(preset, settings)];
const refusal = (...what) => { try { checkMemory(...of(...what)); return null; } catch (error) { return error; } };

/** WebAssembly's memory in MB after four steps and a save, of the CPU engine in Node 20 with 20,000 of the digits. */
const MEASURED = [
  ['vae', {}, 33], ['vae', { batch_size: 4096 }, 92], ['iwae', {}, 27], ['iwae', { importance_samples: 50, batch_size: 200 }, 171],
  ['iwae', { importance_samples: 50, batch_size: 1000 }, 783], ['iwae', { importance_samples: 500, batch_size: 500 }, 3807], ['conv-vae', {}, 246], ['conv-vae', { batch_size: 512 }, 952],
  ['conv-vae', { batch_size: 1024 }, 1889], ['conv-vae', { batch_size: 2048 }, 3758], ['gan', {}, 85], ['gan', { batch_size: 4096 }, 363],
  ['wgan-gp', { batch_size: 4096 }, 280], ['vae-gan', { batch_size: 4096 }, 497], ['dcgan', { batch_size: 64 }, 161], ['dcgan', {}, 558],
  ['dcgan', { batch_size: 1024 }, 2141], ['gan-conv-critic', {}, 1149], ['gan-conv-critic', { batch_size: 128 }, 1465], ['gan-conv-critic', { batch_size: 200 }, 2279],
  ['gan-conv-critic', { batch_size: 256 }, 2913],
];

test('the estimate is near what models were measured to take, and none of those is refused', () => {
  for (const [preset, settings, megabytes] of MEASURED) {
    const estimate = memoryNeeded(...of(preset, settings)) / 1e6;
    const off = megabytes < 500 ? Math.abs(estimate - megabytes) / 250 : Math.abs(estimate / megabytes - 1) / 0.25;
    expect(off, `${preset} ${JSON.stringify(settings)}: ${Math.round(estimate)} for ${megabytes} MB`).toBeLessThan(1);
    expect(refusal(preset, settings), preset).toBe(null);
  }
});

test('what ran out of memory is refused, with its size and what helps', () => {
  for (const [preset, settings] of [
    ['iwae', { importance_samples: 500, batch_size: 1000 }], ['iwae', { importance_samples: 500, batch_size: 4096 }], ['conv-vae', { batch_size: 4096 }],
    // One list of more than two gigabytes.
    ['gan-conv-critic', { batch_size: 300 }], ['gan-conv-critic', { batch_size: 512 }],
  ]) {
    const error = refusal(preset, settings);
    expect(error, preset).toMatchObject({ code: 'bad-setting' });
    expect(error.message).toMatch(/needs about \d+ GB; try a smaller batch\./);
  }
  expect(refusal('iwae', { importance_samples: 500, batch_size: 4096 }).message).toMatch(/about 2\d GB/);
  const wide = { ...models.gan, parameterCount: 200_000_000 };
  expect(() => checkMemory(wide, batchOf('gan', {}))).toThrow(/about 6 GB; try a smaller network/);
});

test('every preset fits as it is, and settings that are no numbers are the engine’s to refuse', () => {
  for (const preset of Object.keys(models)) expect(refusal(preset, {}), preset).toBe(null);
  expect(refusal('vae', { batch_size: 'many' })).toBe(null);
  expect(batchOf('iwae', { batch_size: 7 })).toEqual({ batch_size: 7, importance_samples: 5 });
  expect(batchOf('no such', {})).toEqual({ batch_size: 128, importance_samples: 1 });
});

test('a trap without words and with a large memory is a lack of it; others are told in the engine’s words', () => {
  const trap = new WebAssembly.RuntimeError('unreachable');
  const said = (words) => `panicked at /rustc/library/alloc/src/raw_vec/mod.rs:28:5:\n${words}\n\nStack:\n`;
  const code = (error, panic, bytes) => diagnosis(error, { panic, bytes }).code;
  expect(code(trap, '', 3e9)).toBe('out-of-memory');
  expect(code(trap, said('capacity overflow'), 5e8)).toBe('out-of-memory');
  expect(code(trap, '', 2e8)).toBe('worker-crashed');
  expect(code(trap, said('index out of bounds'), 3e9)).toBe('worker-crashed');
  expect(code(new Error('unreachable'), '', 3e9)).toBe('worker-crashed');
  expect(diagnosis(trap, { panic: said('index out of bounds'), bytes: 0 }).message).toBe('The engine stopped unexpectedly: index out of bounds.');
  expect(diagnosis(undefined, { panic: '', bytes: 0 }).message).toBe('The engine stopped unexpectedly: undefined.');
});
