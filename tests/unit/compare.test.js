import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { readFileSync, readdirSync } from 'node:fs';
import { byData, bySetting, distinct, onlyLabelsDiffer } from '../../www/rooms/compare/difference.js';
import { changed, comparable, difference, measuresOf, otherValue } from '../../www/rooms/compare/figures.js';
import { listsOf, rowsOf } from '../../www/rooms/compare/measured.js';
import { Pair, nextTurn } from '../../www/rooms/compare/pair.js';
import { PRESETS } from '../../www/run/presets.js';
import { EXPERIMENTS, worthTrying } from '../../www/run/experiments.js';
import { METRICS } from '../../www/engine/schema.js';
import { dataInWords } from '../../www/words/recipe.js';
import { initialState, parseHash, parseSetting } from '../../www/run/address.js';

const failure = (code) => Object.assign(new Error(`${code}.`), { code });

/** Playgrounds that count; `fails` names the step at which one breaks. */
function stage({ fails = [Infinity, Infinity], refuse = [null, null], openFails = -1 } = {}) {
  const made = [];
  const log = [];
  const pair = new Pair({
    async open() {
      const index = made.length;
      if (index === openFails) { made.push(null); throw failure('engine-failed'); }
      const pg = {
        step: 0, closed: false,
        async load() { if (refuse[index]) throw failure(refuse[index]); this.step = 0; return { preset: 'vae' }; },
        async train(steps) {
          log.push([index, steps]);
          await new Promise((resolve) => { setTimeout(resolve); });
          if (this.step + steps > fails[index]) throw failure('not-finite');
          this.step += steps;
          return { step: this.step, msPerStep: 1 };
        },
        close() { this.closed = true; },
      };
      made.push(pg);
      return pg;
    },
    look: async (side, index) => { log.push([index, 'look']); },
    onChange() {},
  });
  return { pair, made, log };
}

test('both take the same steps in turn, and stand level after a pause', async () => {
  const { pair, made, log } = stage();
  await pair.load('vae', [{}, {}]);
  pair.play();
  while (pair.step < 60) await new Promise((resolve) => { setTimeout(resolve); });
  await pair.pause();
  assert.equal(pair.phase, 'paused');
  assert.deepEqual(pair.sides.map(({ step }) => step), [pair.step, pair.step]);
  const turns = log.filter(([, what]) => what !== 'look');
  for (let at = 0; at < turns.length; at += 2) assert.deepEqual([turns[at][0], turns[at + 1][0], turns[at][1]], [0, 1, turns[at + 1][1]]);
  const before = pair.step;
  await pair.oneStep();
  assert.equal(pair.step, before + 1);
  pair.close();
  assert.ok(made.every(({ closed }) => closed));
  assert.equal(pair.phase, 'closed');
});

test('a side that breaks down leaves the other going', async () => {
  const { pair } = stage({ fails: [Infinity, 3] });
  await pair.load('vae', [{}, {}]);
  for (let i = 0; i < 6; i++) await pair.oneStep();
  assert.deepEqual(pair.sides.map(({ step, error }) => [step, error?.code]), [[6, undefined], [3, 'not-finite']]);
  await pair.load('vae', [{}, {}]);
  assert.deepEqual(pair.sides.map(({ step, error }) => [step, error]), [[0, null], [0, null]]);
});

test('settings that are refused, and an engine that does not open, are their own side\'s', async () => {
  const refused = stage({ refuse: [null, 'bad-setting'] });
  await refused.pair.load('vae', [{}, {}]);
  await refused.pair.oneStep();
  assert.deepEqual(refused.pair.sides.map(({ step, error }) => [step, error?.code]), [[1, undefined], [0, 'bad-setting']]);
  const halved = stage({ openFails: 0 });
  await halved.pair.load('vae', [{}, {}]);
  await halved.pair.oneStep();
  assert.deepEqual(halved.pair.sides.map(({ step, error }) => [step, error?.code]), [[0, 'engine-failed'], [1, undefined]]);
});

test('closed while it opens, it keeps no engine', async () => {
  const { pair, made } = stage();
  const loading = pair.load('vae', [{}, {}]);
  pair.close();
  await loading;
  assert.equal(pair.phase, 'closed');
  assert.ok(made.every(({ closed }) => closed));
});

test('both are asked while they stand still; a side that breaks of it ends, and a close leaves no answer', async () => {
  const { pair, made } = stage();
  await pair.load('vae', [{}, {}]);
  pair.play();
  while (pair.step < 3) await new Promise((resolve) => { setTimeout(resolve); });
  const phases = [];
  const answers = await pair.ask(async (pg) => { phases.push(pair.phase); return pg.step; });
  assert.deepEqual(answers, [pair.step, pair.step]);
  assert.deepEqual(phases, ['measuring', 'measuring']);
  assert.equal(pair.phase, 'paused');
  assert.deepEqual(await pair.ask(async (pg) => { if (pg === made[0]) throw failure('out-of-memory'); return 1; }), [null, 1]);
  assert.equal(pair.sides[0].error.code, 'out-of-memory');
  const late = pair.ask(() => new Promise((resolve) => { setTimeout(resolve); }));
  await null;
  pair.close();
  assert.equal(await late, null);
  assert.equal(pair.phase, 'closed');
  assert.equal(await pair.ask(async () => 1), null);
});

test('turns grow by doubling and shrink at once', () => {
  assert.equal(nextTurn(1, 1), 2);
  assert.equal(nextTurn(100, 100), 200);
  assert.equal(nextTurn(50, 3000), 5);
  assert.equal(nextTurn(1, 90_000), 1);
});

test('every setting of every preset has another value to compare with, which is allowed', () => {
  for (const { id } of PRESETS) {
    const run = initialState(id);
    const { settings } = run;
    for (const setting of comparable(run)) {
      const other = otherValue(setting, settings[setting.key]);
      assert.notEqual(other, settings[setting.key], `${id} ${setting.key}`);
      assert.deepEqual(parseSetting(setting, String(other)), { value: other });
      assert.deepEqual(changed(run, setting, String(other)), { settings: { ...settings, [setting.key]: other } });
      assert.deepEqual(changed(run, setting, String(settings[setting.key])), { same: true });
      assert.ok('problem' in changed(run, setting, '<b>'));
    }
  }
});

test('the second run leaves out what has no effect beside the changed setting', () => {
  const run = parseHash('#preset=vae&optimizer=sgd&momentum=0.9&lr=0.01').state;
  assert.equal(run.settings.momentum, 0.9);
  const { settings } = changed(run, comparable(run).find(({ key }) => key === 'optimizer'), 'adam');
  assert.deepEqual(settings, { ...initialState('vae').settings, lr: 0.01 });
});

test('a difference has a sign, where there is one', () => {
  const [whole] = measuresOf({ losses: ['loss', 'recon_loss', 'kl_loss'] });
  assert.equal(difference(whole, 120, 117.9), '−2.1');
  assert.equal(difference(whole, 120, 122.1), '+2.1');
  assert.equal(difference(whole, 120, 120.01), '0.0');
  assert.equal(difference(whole, 120, undefined), '–');
  assert.deepEqual(measuresOf({ losses: ['d_loss', 'g_loss', 'gradient_penalty'] }).map(({ name }) => name), ['d_loss', 'g_loss']);
  assert.deepEqual(measuresOf({ losses: ['loss', 'recon_loss'] }).map(({ name }) => name), ['loss', 'recon_loss']);
});

test('what differs is a setting, on the same data, or the data, under the same settings', () => {
  const run = parseHash('#preset=cvae&seed=5&data.limit=900').state;
  const rate = comparable(run).find(({ key }) => key === 'lr');
  const one = bySetting(run, rate, { ...run.settings, lr: 0.01 });
  assert.deepEqual(one.both.map(({ settings, data }) => [settings.lr, data]), [[0.001, { 'data.limit': 900 }], [0.01, { 'data.limit': 900 }]]);
  assert.deepEqual([one.name(1), one.sides], ['Learning rate 0.01', null]);
  const other = byData(run, [{}, { 'data.mislabel': 0.3 }], null);
  assert.deepEqual(other.both, [{ settings: run.settings, data: {} }, { settings: run.settings, data: { 'data.mislabel': 0.3 } }]);
  assert.deepEqual([0, 1].map(other.name), ['MNIST as it is', '30 % wrong labels']);
});

test('data have words: as they are, one worth trying, or step by step, and whose they are', () => {
  assert.equal(dataInWords({}, 'runes'), 'runes as it is');
  assert.equal(dataInWords({ 'data.noise': 0.25, 'data.limit': 100 }, null), 'At most 100, Noise 25 %');
  assert.equal(dataInWords({ 'data.mislabel': 0.2, 'data.mislabel_kind': 'alike' }, 'runes'), 'runes: Wrong labels 20 %, Which wrong ones look-alikes');
  assert.deepEqual([...distinct([{}, { 'data.limit': 5 }, {}, { 'data.limit': 5 }]).keys()], ['', 'limit:5']);
});

test('nobody is offered to leave out an 8 that there is not', () => {
  const ids = (classes) => worthTrying(classes).map(({ id }) => id);
  assert.deepEqual(ids(10), EXPERIMENTS.map(({ id }) => id));
  assert.deepEqual(ids(3), ['wrong', 'few', 'augmented', 'noisy', 'covered']);
  assert.deepEqual(ids(1), ['few', 'augmented', 'noisy', 'covered']);
});

test('that only labels differ matters to a model that is never told them', () => {
  const labels = [{ 'data.limit': 5 }, { 'data.limit': 5, 'data.mislabel': 0.3, 'data.mislabel_kind': 'alike' }];
  assert.equal(onlyLabelsDiffer(labels, { conditional: false }), true);
  assert.equal(onlyLabelsDiffer(labels, { conditional: true }), false);
  assert.equal(onlyLabelsDiffer([{}, { 'data.limit': 5, 'data.mislabel': 0.3 }], { conditional: false }), false);
});

test('of two metrics the better one is told, by its own direction, and not where they look the same', () => {
  const real = { classifier_score: 9.8, precision: 0.95, density: 1, classifier_distance: 0.1, digit_shares: [0.5, 0.5], confusion: [[1]] };
  const a = { classifier_score: 8, precision: 0.9, density: 1.3, classifier_distance: 5, classifier_distance_floor: 1, digit_shares: [0.4, 0.6], real };
  const b = { classifier_score: 8.004, precision: 0.7, density: 0.9, classifier_distance: 2, classifier_distance_floor: 1, digit_shares: [0.9, 0.1], real };
  const better = (both) => Object.fromEntries(rowsOf(both).map((row) => [row.key, row.better]));
  assert.deepEqual(better([a, b]), { classifier_score: null, precision: 'a', density: 'b', classifier_distance: 'b' });
  assert.deepEqual(better([a, null]), { classifier_score: null, precision: null, density: null, classifier_distance: null });
  assert.deepEqual(listsOf([a, b]), [{ key: 'digit_shares', a: [0.4, 0.6], b: [0.9, 0.1], real: [0.5, 0.5] }]);
});

test('the page takes for better what the engine does, of every metric that it measures', () => {
  const found = {};
  const place = 'yardsticks/src/metrics';
  const files = readdirSync(place, { recursive: true }).map(String).filter((name) => name.endsWith('.rs'));
  for (const file of files) {
    let name = '';
    for (const [, called, better] of readFileSync(`${place}/${file}`, 'utf8').matchAll(/(?:fn name\(&self\)[^"]*|\bname: )"(\w+)"|Better::(\w+)/g)) {
      if (called) name = called;
      else if (name && !(name in found)) found[name] = { Higher: 'higher', Lower: 'lower', LikeReal: 'like-real' }[better];
    }
  }
  // It has no part in a browser.
  delete found.parzen_log_likelihood;
  assert.deepEqual(Object.fromEntries(METRICS.map(({ name, better }) => [name, better])), found);
});
