import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { createKeeper } from '../../www/shell/resume/keeper.js';

function stage(fail = () => null) {
  const log = { saved: 0, failures: 0 };
  const keeper = createKeeper({
    async save() { const error = fail(log); if (error) throw error; log.saved += 1; },
    onFailure: () => { log.failures += 1; },
  });
  return { keeper, log };
}

test('a run is kept every half minute of training, and when it rests, if it is worth it', async () => {
  const { keeper, log } = stage();
  await keeper.trained(1000);
  await keeper.rest();
  assert.equal(log.saved, 0);
  await keeper.trained(2500);
  await keeper.rest();
  await keeper.rest();
  assert.equal(log.saved, 1);
  for (let i = 0; i < 29; i++) await keeper.trained(1000);
  assert.equal(log.saved, 1);
  await keeper.trained(1000);
  assert.equal(log.saved, 2);
  keeper.begin();
  await keeper.trained(100);
  await keeper.rest();
  assert.equal(log.saved, 2);
  keeper.begin(true);
  await keeper.trained(100);
  await keeper.rest();
  assert.equal(log.saved, 3);
});

test('a run on offer is not replaced by a glance at another', async () => {
  const { keeper, log } = stage();
  keeper.offering = true;
  await keeper.trained(60_000);
  await keeper.rest();
  assert.equal(log.saved, 0);
  await keeper.trained(60_000);
  assert.equal(log.saved, 1);
  keeper.offering = false;
  await keeper.trained(100);
  await keeper.rest();
  assert.equal(log.saved, 2);
});

test('storage that fails is told once, and then left alone; a crash is no such failure', async () => {
  const full = stage(() => new Error('QuotaExceededError'));
  for (let i = 0; i < 3; i++) { await full.keeper.trained(40_000); await full.keeper.rest(); }
  assert.deepEqual(full.log, { saved: 0, failures: 1 });
  let crashed = true;
  const crash = stage(() => (crashed ? Object.assign(new Error(), { code: 'worker-crashed' }) : null));
  await crash.keeper.trained(40_000);
  crashed = false;
  await crash.keeper.rest();
  assert.deepEqual(crash.log, { saved: 1, failures: 0 });
});

test('what was trained while a saving was under way is kept after it', async () => {
  let release;
  const saved = [];
  let step = 1;
  const keeper = createKeeper({
    save: () => { const at = step; return new Promise((resolve) => { release = () => { saved.push(at); resolve(); }; }); },
    onFailure() {},
  });
  keeper.trained(4000);
  const done = keeper.rest();
  step = 2;
  keeper.trained(100);
  keeper.rest();
  release();
  await new Promise((resolve) => { setTimeout(resolve); });
  release();
  await done;
  assert.deepEqual(saved, [1, 2]);
});
