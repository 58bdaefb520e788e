// Which runs are kept, when, and which is offered at the next visit.

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { createPlayground } from '../../www/engine/playground.js';
import { initialState } from '../../www/run/address.js';
import { createKeeper } from '../../www/shell/resume/keeper.js';
import { createResume } from '../../www/shell/resume/resume.js';
import { MOST, toForget, toOffer } from '../../www/shell/resume/shelf.js';
import { deferred, reportOf, scriptedWorkers, settled } from './scripted-worker.js';

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
  // One that was kept before.
  keeper.begin(3000);
  await keeper.trained(100);
  await keeper.rest();
  assert.equal(log.saved, 3);
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

const HOUR = 3_600_000;
const kept = (id, more = {}) => ({ id, state: { preset: 'vae', device: 'auto', settings: {} }, step: 10, at: 0, trained: 5000, ...more });
const idOf = (run) => run?.id ?? null;
const all = () => true;

test('the newest long run is offered, or else the newest; none that cannot be read, or that another tab trains', () => {
  const glance = kept('glance', { at: 9 });
  const hour = kept('hour', { at: 5, trained: HOUR });
  const older = kept('older', { at: 3, trained: HOUR });
  assert.equal(idOf(toOffer([], all)), null);
  assert.equal(idOf(toOffer([older, glance, hour], all)), 'hour');
  assert.equal(idOf(toOffer([kept('before', { at: 8 }), glance], all)), 'glance');
  assert.equal(idOf(toOffer([glance, { ...hour, aside: true }, older], all)), 'older');
  assert.equal(idOf(toOffer([glance, hour], ({ id }) => id === 'glance')), 'glance');
  // Of another version of the page, or of nothing.
  for (const broken of [kept('future', { state: { preset: 'no-such' } }), kept('nothing', { state: undefined }), kept('unset', { state: { preset: 'vae' } }), kept('stepless', { step: undefined })]) assert.equal(toOffer([broken], all), null);
});

test('a bounded number is kept: what cannot be read goes first, then what is short, then what is old; never what a tab trains', () => {
  const runs = [
    kept('aside', { at: 9, trained: HOUR, aside: true }), kept('long', { at: 1, trained: HOUR }), kept('longer', { at: 2, trained: 2 * HOUR }),
    kept('short', { at: 8 }), kept('shorter', { at: 7 }), kept('busy', { at: 0, trained: 0 }),
  ];
  const forgotten = (most, busy = ['busy']) => toForget(runs, busy, most).map(idOf);
  assert.deepEqual(forgotten(6), []);
  assert.deepEqual(forgotten(5), ['aside']);
  assert.deepEqual(forgotten(3), ['short', 'shorter', 'aside']);
  assert.deepEqual(forgotten(0), ['longer', 'long', 'short', 'shorter', 'aside']);
  assert.ok(MOST >= 2 && MOST <= 10);
});

/** Runs that are kept, as a database does, in copies, and who has which; several pages may have the same. */
function storage(runs = []) {
  const files = new Map(runs.map(({ file = Uint8Array.of(1), ...run }) => [run.id, { run, file }]));
  const held = new Set();
  const shelf = {
    full: false,
    async list() { return [...files.values()].map(({ run }) => run); },
    async read(id) { return files.get(id)?.file; },
    async write(run, file) {
      if (this.full && files.size > 1) throw new DOMException('full', 'QuotaExceededError');
      files.set(run.id, { run, file: file.slice() });
    },
    async setAside(run) { files.get(run.id).run = { ...run, aside: true }; },
    async forget(id) { files.delete(id); },
  };
  const tabs = {
    async hold(id) { if (held.has(id)) return null; held.add(id); return () => held.delete(id); },
    async heldNow() { return [...held]; },
  };
  return { files, held, shelf, tabs };
}

/** A page with a run that can be kept: each step trains for a second. */
async function visit({ shelf, tabs }, { bare = true, goOn = null, preset = 'vae', script = {} } = {}) {
  for (const name of ['document', 'window']) globalThis[name] = { addEventListener() {}, hidden: false };
  scriptedWorkers(() => ({
    train(run, steps) { this.state.step += steps; return { value: reportOf(this.state.step - steps + 1, this.state.step), ms: 1000 * steps }; },
    ...script,
  }));
  const pg = await createPlayground();
  const shown = [];
  const offer = createResume({
    pg, bare, shelf, tabs, state: () => initialState(preset), notices: { show: (key, words, { actions = [] } = {}) => shown.push({ key, text: words(), actions }) },
    goOn: goOn ?? (async (bytes) => { await pg.restore(bytes); return null; }),
  });
  await pg.load(preset);
  await offer();
  return { pg, shown, click: async (label) => { shown.at(-1).actions.find((action) => action.label === label).run(); await settled(); } };
}

const trained = async (pg, steps) => { await pg.train(steps); await settled(); };

test('a link that is open for a while, or a second tab, keeps its run beside the one of an hour', async () => {
  const place = storage([kept('hour', { step: 9, at: 1, trained: HOUR, file: Uint8Array.of(9) })]);
  const link = await visit(place, { bare: false, preset: 'gan' });
  assert.deepEqual(link.shown, []);
  await trained(link.pg, 4);
  const tab = await visit(place);
  await trained(tab.pg, 5);
  assert.deepEqual([...place.files.values()].map(({ run, file }) => [run.state.preset, run.step, file[0]]).sort(), [['gan', 4, 4], ['vae', 5, 5], ['vae', 9, 9]]);
  assert.equal(place.files.size, 3);
  // Each tab goes on with its own.
  await trained(link.pg, 40);
  assert.equal(place.files.size, 3);
  // The tabs are gone.
  place.held.clear();
  const next = await visit(place);
  assert.match(next.shown[0].text, /step 9/);
});

test('another model is another run; going on with one keeps its key, and what it had trained', async () => {
  const place = storage([kept('hour', { step: 9, trained: HOUR, file: Uint8Array.of(9) })]);
  const { pg, shown, click } = await visit(place);
  await trained(pg, 4);
  await click('Continue');
  assert.equal(pg.step, 9);
  await trained(pg, 40);
  const { run, file } = place.files.get('hour');
  assert.deepEqual([run.step, file[0], run.trained >= HOUR + 30_000, place.files.size, shown.length], [49, 49, true, 2, 1]);
  await pg.load('gan');
  await trained(pg, 4);
  assert.deepEqual([place.files.get('hour').file[0], place.files.size], [49, 3]);
});

test('a run that is taken up in two tabs is a copy in the second', async () => {
  const place = storage([kept('hour', { step: 9, trained: HOUR, file: Uint8Array.of(9) })]);
  const [one, two] = [await visit(place), await visit(place)];
  await one.click('Continue');
  await two.click('Continue');
  await trained(one.pg, 31);
  await trained(two.pg, 33);
  assert.deepEqual([place.files.get('hour').file[0], place.files.size], [40, 2]);
  // A third is not offered what others train.
  assert.deepEqual((await visit(place)).shown, []);
});

test('what cannot be read is said once, set aside, and can be downloaded; the page’s own run has a key of its own', async () => {
  for (const file of [Uint8Array.of(9), undefined]) {
    const place = storage([kept('broken', { step: 9, trained: HOUR, file })]);
    const { pg, shown, click } = await visit(place, { goOn: async () => ({ code: 'bad-file', message: 'It is damaged.' }) });
    if (!file) place.files.get('broken').file = undefined;
    await click('Continue');
    assert.match(shown[1].text, file ? /cannot be read.*It is damaged\./ : /cannot be read/);
    assert.deepEqual(shown[1].actions.map(({ label }) => label), file ? ['Download it', 'Forget it'] : ['Forget it']);
    await trained(pg, 4);
    assert.equal(place.files.size, 2);
    place.held.clear();
    assert.match((await visit(place)).shown[0].text, /step 4/);
    await click('Forget it');
    assert.ok(!place.files.has('broken'));
  }
});

test('where the frame around the page forbids downloads, what cannot be read stays kept, and that is said', async () => {
  const place = storage([kept('broken', { step: 9, trained: HOUR })]);
  const { shown, click } = await visit(place, { goOn: async () => ({ code: 'bad-file', message: 'It is damaged.' }) });
  await click('Continue');
  const frame = { hasAttribute: () => true, getAttribute: () => 'allow-scripts' };
  Object.assign(globalThis.window, { origin: 'null', parent: {}, frameElement: frame });
  await click('Download it');
  assert.match(shown.at(-1).text, /does not allow downloads \(.*-run\.safetensors, 1 kB/);
  assert.ok(place.files.has('broken'));
  await click('Forget it');
  assert.ok(!place.files.has('broken'));
});

test('a model that comes while the one before is saved is not kept under its key', async () => {
  const saving = deferred();
  const place = storage();
  let slow = true;
  const { pg } = await visit(place, { script: { async save() { if (slow) await saving.promise; return { value: Uint8Array.of(this.state.step), ms: 1 }; } } });
  await pg.train(4);
  await settled();
  await pg.load('gan');
  slow = false;
  saving.resolve();
  await settled();
  assert.equal(place.files.size, 0);
  await trained(pg, 4);
  assert.deepEqual([...place.files.values()].map(({ run }) => run.state.preset), ['gan']);
});

test('a model that is loaded before the kept run comes does not take its key', async () => {
  const place = storage([kept('hour', { step: 9, trained: HOUR, file: Uint8Array.of(9) })]);
  let pg = null;
  const page = await visit(place, { goOn: async (bytes) => { await pg.load('gan'); await pg.restore(bytes); return null; } });
  ({ pg } = page);
  await page.click('Continue');
  await trained(pg, 31);
  assert.deepEqual([place.files.get('hour').run.state.preset, place.files.get('hour').file[0]], ['vae', 40]);
});

test('a full storage makes room for this run, and says so only where there is none to make', async () => {
  const place = storage([kept('old', { at: 1 }), kept('older', { at: 0 })]);
  place.shelf.full = true;
  const { pg, shown } = await visit(place, { bare: false, preset: 'gan' });
  await trained(pg, 4);
  assert.deepEqual([[...place.files.values()].map(({ run }) => run.state.preset), shown], [['vae', 'gan'], []]);
  const denied = storage();
  denied.shelf.write = async () => { throw new DOMException('full', 'QuotaExceededError'); };
  const other = await visit(denied);
  await trained(other.pg, 4);
  await trained(other.pg, 40);
  assert.deepEqual(other.shown.map(({ text }) => text), ['There is no room left to keep the run, so a reload begins anew. Everything else works.']);
});
