import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tell } from '../../www/story.js';
import { chooseDevice } from '../../www/worker/device.js';
import { Pace } from '../../www/watch.js';

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
  const good = { api: true, secure: true, adapter: true, timestamps: true, software: false, name: 'Some GPU' };
  const table = [
    ['auto', good, 'webgpu', 'Some GPU'],
    ['auto', { ...good, software: true }, 'cpu', 'software'],
    ['auto', { ...good, timestamps: false }, 'cpu', 'timestamp-query'],
    ['auto', { ...good, adapter: false }, 'cpu', 'no GPU'],
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

test('a view takes its share of the time and no more', () => {
  const pace = new Pace(0.1, 200);
  assert.ok(pace.due(0));
  pace.spent(1000, 5);
  assert.ok(!pace.due(1199) && pace.due(1200));
  pace.spent(2000, 100);
  assert.ok(!pace.due(2999) && pace.due(3000));
});
