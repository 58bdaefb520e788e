import assert from 'node:assert/strict';
import { BEAT_MS } from '../../www/run/beat.js';
import { test } from '@playwright/test';
import { tell } from '../../www/words/story.js';
import { chooseDevice } from '../../www/engine/worker/device.js';
import { Pace } from '../../www/run/watch.js';

const calm = {
  status: { phase: 'ready' }, busy: '', playing: false, scripted: false, step: 0, stepsPerEpoch: 468, target: Infinity, stepped: false, device: 'cpu',
};

test('every situation has words', () => {
  const table = [
    [{ status: { phase: 'starting' } }, 'Starting', null],
    [{ status: { phase: 'engine', loaded: 0, total: 0 } }, 'Downloading', null],
    [{ status: { phase: 'engine', loaded: 1.2e6, total: 3.4e6 } }, '1.2 of 3.4 MB', 1.2 / 3.4],
    [{ status: { phase: 'engine', loaded: 1.2e6, total: 0 } }, '1.2 MB', null],
    [{ status: { phase: 'device' } }, 'Preparing', null],
    [{ status: { phase: 'model' } }, 'weights', null],
    [{ status: { phase: 'restarting' } }, 'restarted', null],
    [{ status: { phase: 'failed' } }, 'Stopped', 0],
    [{}, 'Press Train', 0],
    [{ playing: true }, 'First step', null],
    [{ playing: true, device: 'webgpu' }, 'compiled', null],
    [{ playing: true, stepped: true, step: 117 }, 'first pass', 0.25],
    [{ playing: true, stepped: true, step: 1404 }, 'pass 4', 0],
    [{ playing: true, stepped: true, step: 20, target: 50 }, '30 steps to go', 0.4],
    [{ playing: true, stepped: true, busy: 'evaluating', step: 468 }, 'test digits', null],
    [{ playing: true, stepped: true, status: { phase: 'waiting' } }, 'Waiting', null],
    [{ scripted: true, stepped: true, step: 234 }, 'script', 0.5],
    [{ step: 1234, stepped: true }, 'Paused at step 1,234', (1234 % 468) / 468],
  ];
  for (const [situation, words, fraction] of table) {
    const story = tell({ ...calm, ...situation });
    assert.ok(story.text.includes(words), `${story.text} should say ${words}`);
    assert.equal(story.fraction, fraction, story.text);
  }
});

test('the device is chosen by what is there, and the reason is a sentence', () => {
  const good = { api: true, secure: true, answered: true, adapter: true, timestamps: true, software: false, name: 'Some GPU' };
  const table = [
    ['auto', good, 'webgpu', 'Some GPU'],
    ['auto', { ...good, software: true }, 'cpu', 'software'],
    ['auto', { ...good, timestamps: false }, 'cpu', 'timestamp-query'],
    ['auto', { ...good, adapter: false }, 'cpu', 'no GPU'],
    ['auto', { ...good, adapter: false, answered: false }, 'cpu', 'did not say'],
    ['auto', { ...good, adapter: false, api: false }, 'cpu', 'no WebGPU'],
    ['auto', { ...good, adapter: false, api: false, secure: false }, 'cpu', 'https'],
    ['cpu', good, 'cpu', 'asked'],
    ['webgpu', good, 'webgpu', 'asked'],
    ['webgpu', { ...good, software: true }, 'webgpu', 'slower'],
  ];
  for (const [wanted, probe, kind, says] of table) {
    const choice = chooseDevice(wanted, probe);
    assert.equal(choice.kind, kind, says);
    assert.ok(choice.reason.includes(says) && choice.reason.endsWith('.'), choice.reason);
  }
  assert.ok(chooseDevice('webgpu', { ...good, adapter: false }).missing.includes('no GPU'));
});

test('a view takes its share of the time and no more, after some credit to begin with', () => {
  for (const [cost, share, leastMs] of [[60, 0.05, 250], [2, 0.1, 120], [900, 0.05, 250], [100, 0.5, 0], [2, 0.1, 2 * BEAT_MS]]) {
    const pace = new Pace(share, leastMs);
    const times = [];
    let spent = 0;
    for (let now = 0; now < 600_000; now += 10) {
      if (!pace.due(now)) continue;
      times.push(now);
      spent += cost;
      pace.spent(now, cost);
    }
    assert.equal(times[0], 0);
    assert.ok(times.every((time, i) => i === 0 || time - times[i - 1] >= leastMs));
    // As much as its share allows, give or take the credit and one refresh; cheap ones are held back by their least pause.
    const allowed = Math.min(600_000 * share, (600_000 / Math.max(leastMs, 10)) * cost);
    assert.ok(Math.abs(spent - allowed) <= 400 + cost, `${spent} of ${allowed}`);
  }
});
