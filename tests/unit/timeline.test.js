import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { PastRuns, differences, reach } from '../../www/run/past-runs.js';
import { initialState } from '../../www/run/address.js';
import { Timeline } from '../../www/run/timeline.js';

const drawn = (step, { columns = 2, label = null } = {}) => ({ step, images: new Float32Array(columns * 784).fill(0.5), columns, rows: 1, label });
const stepsOf = (timeline) => timeline.frames.map(({ step }) => step);

test('a short history is kept whole, as bytes', () => {
  const timeline = new Timeline();
  for (let step = 0; step <= 100; step += 5) timeline.add(drawn(step));
  assert.equal(timeline.frames.length, 21);
  assert.ok(timeline.last.bytes.every((byte) => byte === 128 || byte === 127));
  assert.equal(timeline.size, 21 * 2 * 784);
});

test('a long history keeps its ends, stays bounded, and is denser the earlier it is', () => {
  for (const [every, until] of [[1, 3000], [40, 100_000], [7, 20_000]]) {
    const timeline = new Timeline({ most: 60 });
    for (let step = 0; step <= until; step += every) {
      timeline.add(drawn(step));
      assert.ok(timeline.frames.length <= 60);
    }
    const steps = stepsOf(timeline);
    const end = Math.floor(until / every) * every;
    assert.deepEqual([steps[0], steps.at(-1)], [0, end]);
    assert.ok(steps.every((step, at) => at === 0 || step > steps[at - 1]));
    // Half of the frames are of the first quarter or so of the steps, and nowhere is there a hole.
    const early = steps.filter((step) => step <= end / 4).length;
    assert.ok(early > 22 && early < 42, `${early} of 60 by step ${end / 4}`);
    const gaps = steps.slice(1).map((step, at) => Math.sqrt(step) - Math.sqrt(steps[at]));
    const fair = Math.max(Math.sqrt(end) / 59, Math.sqrt(every));
    assert.ok(Math.max(...gaps) < 3 * fair, `${Math.max(...gaps)} and ${fair}`);
  }
});

test('bytes are bounded too', () => {
  const timeline = new Timeline({ bytes: 20 * 784 });
  for (let step = 0; step < 100; step++) timeline.add(drawn(step));
  assert.equal(timeline.frames.length, 10);
  assert.ok(timeline.size <= 20 * 784);
});

test('the same step drawn again takes the old one’s place, and a crash takes back the later ones', () => {
  const timeline = new Timeline();
  for (const step of [0, 1, 2, 3]) timeline.add(drawn(step));
  timeline.add(drawn(3, { columns: 1, label: 7 }));
  assert.deepEqual(stepsOf(timeline), [0, 1, 2, 3]);
  assert.equal(timeline.alike.length, 1);
  timeline.truncate(1);
  assert.deepEqual(stepsOf(timeline), [0, 1]);
  assert.equal(timeline.alike.length, 2);
  timeline.clear();
  assert.equal(timeline.last, null);
});

test('a frame that has been thinned away has a place all the same', () => {
  const timeline = new Timeline();
  for (const step of [0, 10, 20]) timeline.add(drawn(step));
  const [, gone] = timeline.frames;
  timeline.frames.splice(1, 1);
  assert.equal(timeline.placeOf(gone), 1);
  assert.equal(timeline.placeOf(timeline.frames[0]), 0);
  assert.equal(timeline.placeOf({ step: 99 }), 1);
});

const model = (preset, changes = {}) => ({
  preset, hasEncoder: preset.includes('vae'), hasCritic: preset.includes('gan'),
  settings: { ...initialState(preset).settings, ...changes },
});

test('the last five runs of a kind stay, and only those with something to show', () => {
  const runs = new PastRuns();
  for (let seed = 0; seed < 7; seed++) runs.keep({ model: model('vae', { seed }), step: 100, lines: {} });
  runs.keep({ model: model('vae'), step: 3, lines: {} });
  runs.keep({ model: model('gan'), step: 100, lines: {} });
  assert.deepEqual(runs.like(model('conv-vae')).map((run) => run.model.settings.seed), [2, 3, 4, 5, 6]);
  assert.equal(runs.like(model('gan')).length, 1);
  assert.equal(runs.like(model('wgan')).length, 0);
  assert.equal(new Set(runs.like(model('vae')).map(({ id }) => id)).size, 5);
  runs.clear(model('vae'));
  assert.deepEqual([model('vae'), model('gan')].map((other) => runs.like(other).length), [0, 1]);
});

test('a run is told by what was different', () => {
  assert.deepEqual(differences(model('vae', { lr: 0.003 }), model('vae')), [{ key: 'lr', past: 0.003, now: 0.001 }]);
  assert.deepEqual(differences(model('vae'), model('vae')), []);
  assert.deepEqual(differences(model('conv-vae', { lr: 0.01 }), model('vae')), [
    { key: 'preset', past: 'conv-vae', now: 'vae' }, { key: 'lr', past: 0.01 },
  ]);
});

test('earlier runs are shown up to twice as far as the present one has come', () => {
  const table = [[0, 0, 50], [0, 900, 900], [10, 900, 50], [100, 900, 200], [600, 900, 900], [2000, 900, 2000]];
  for (const [present, past, end] of table) assert.equal(reach(present, past), end, `${present}, ${past}`);
});
