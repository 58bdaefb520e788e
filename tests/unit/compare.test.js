import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { changed, comparable, difference, measuresOf, otherValue } from '../../www/rooms/compare/figures.js';
import { Pair, nextTurn } from '../../www/rooms/compare/pair.js';
import { PRESETS } from '../../www/run/presets.js';
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
