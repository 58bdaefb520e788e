// What the visitor wants of the training, with a worker that answers by script.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../www/engine/playground.js';
import { forScripts } from '../../www/engine/scripts.js';
import { Player } from '../../www/run/player.js';
import { failure } from '../../www/engine/worker/failure.js';
import { deferred, reportOf, reported, scriptedWorkers, settled } from './scripted-worker.js';

/** A player with a playground, and what it has told. @param {Parameters<typeof scriptedWorkers>[0]} [script] */
async function playing(script, { loaded = true, now } = {}) {
  const workers = scriptedWorkers(script);
  const pg = await createPlayground();
  if (loaded) await pg.load('vae');
  const told = { changes: 0, errors: [], epochs: [] };
  const player = new Player({ onChange: () => { told.changes += 1; }, onError: (error, run) => told.errors.push([error.code, run]), onEpoch: (evaluation) => told.epochs.push(evaluation), now });
  return { pg, player, told, workers };
}

/** Resolves at once when a step has been reached. */
const reached = (pg, step) => new Promise((resolve) => { const stop = pg.on('step', (report) => { if (report.step >= step) { stop(); resolve(); } }); });
const still = (player) => expect.poll(() => [player.playing, player.busy]).toEqual([false, '']);

test('a wish that is made before there is a model comes true when there is one', async () => {
  const { pg, player, told } = await playing(undefined, { loaded: false });
  player.play(5);
  player.attach(pg);
  await settled();
  expect([player.playing, pg.step, told.errors]).toEqual([true, 0, []]);
  await pg.load('vae');
  await still(player);
  expect([pg.step, told.errors]).toEqual([5, []]);
  pg.close();
});

test('one that is made while another device is opened waits for its model; one that is taken back does not come', async () => {
  const { pg, player, told } = await playing();
  player.attach(pg);
  const opening = pg.useDevice('cpu');
  player.play(3);
  player.pause();
  player.play(4);
  await opening;
  expect([player.playing, player.busy]).toEqual([true, '']);
  await pg.load('vae');
  await still(player);
  expect([pg.step, told.errors]).toEqual([4, []]);
  pg.close();
});

test('a device that is opened while it plays ends the run without a word', async () => {
  const { pg, player, told } = await playing();
  player.attach(pg);
  player.play();
  await reached(pg, 3);
  await pg.useDevice('cpu');
  await still(player);
  expect(told.errors).toEqual([]);
  pg.close();
});

/** A model with four steps an epoch, which takes a second, and a look at the test digits, which takes as long as is said. */
function epochs(lookMs) {
  let time = 0;
  const script = {
    load(run, preset, settings) { const { value } = this.engine.load(run, preset, settings); return { value: { ...value, stepsPerEpoch: 4 }, ms: 1 }; },
    train(run, steps) { time += 250 * steps; return this.engine.train(run, steps); },
    evaluate: () => { time += lookMs; return { value: { loss: 1 }, ms: lookMs }; },
  };
  return { script: () => script, now: () => time };
}

test('an epoch ends with a look at the test digits, once, however many steps are taken at a time', async () => {
  const { script, now } = epochs(10);
  const { pg, player, told } = await playing(script, { now });
  player.attach(pg);
  player.play(9);
  await still(player);
  expect(told.epochs).toEqual([{ step: 4, limit: undefined, losses: { loss: 1 } }, { step: 8, limit: undefined, losses: { loss: 1 } }]);
  player.setTempo({ ms: 0, closely: false });
  player.play(4);
  await still(player);
  expect(told.epochs.map(({ step }) => step)).toEqual([4, 8, 12]);
  pg.close();
});

test('a look that takes long waits until it is a small part of the time, but not after the first epoch, nor where a run ends', async () => {
  const { script, now } = epochs(45);
  const { pg, player, told } = await playing(script, { now });
  player.attach(pg);
  player.play(32);
  await still(player);
  expect(told.epochs.map(({ step }) => step)).toEqual([4, 16, 28, 32]);
  await pg.load('vae');
  player.play(8);
  await still(player);
  expect(told.epochs.map(({ step }) => step)).toEqual([4, 16, 28, 32, 4, 8]);
  pg.close();
});

test('pausing waits for what is under way, and playing again goes on', async () => {
  const answer = deferred();
  let first = true;
  const { pg, player } = await playing(() => ({ async train(run, steps) { if (first) { first = false; await answer.promise; } return this.engine.train(run, steps); } }));
  player.attach(pg);
  player.play();
  await settled();
  let paused = false;
  const pausing = player.pause().then(() => { paused = true; });
  await settled();
  expect([player.playing, paused]).toEqual([false, false]);
  player.play(3);
  answer.resolve();
  await pausing;
  await still(player);
  expect(pg.step).toBe(4);
  pg.close();
});

test('single steps are added up while they are taken, and pause a run that plays', async () => {
  const { pg, player } = await playing(() => ({ step(run, part) { this.state.step += 1; return { value: { part, ...reportOf(this.state.step, this.state.step) }, ms: 5 }; } }));
  player.attach(pg);
  player.play();
  await reached(pg, 3);
  await player.oneStep();
  const { step } = pg;
  player.oneStep('generator');
  player.oneStep('discriminator');
  await still(player);
  expect(pg.step).toBe(step + 3);
  pg.close();
});

test('an error ends the run and is told with it; resumed, it stops where it was to stop', async () => {
  let broken = true;
  const { pg, player, told } = await playing(() => ({ train(run, steps) { if (broken && this.state.step >= 3) throw failure('data-failed', 'No.'); return this.engine.train(run, steps); } }));
  player.attach(pg);
  player.play(10);
  await still(player);
  expect(told.errors.map(([code]) => code)).toEqual(['data-failed']);
  broken = false;
  player.resume(told.errors[0][1]);
  await still(player);
  expect(pg.step).toBe(10);
  pg.close();
});

test('a crash while it plays: the run goes on from the checkpoint to the same step', async () => {
  const { pg, player, told, workers } = await playing();
  player.attach(pg);
  let run;
  pg.on('crashed', () => { run = player.run; });
  pg.on('recovered', () => player.resume(run));
  player.play(30_000);
  await reached(pg, 3);
  workers[0].crash();
  await expect.poll(() => pg.step).toBe(30_000);
  await still(player);
  expect(told.errors.map(([code]) => code)).toEqual(['worker-crashed']);
  pg.close();
});

test('a change plays again after it, or leaves the run as it was where it is refused', async () => {
  const { pg, player } = await playing();
  player.attach(pg);
  player.play(100_000);
  await reached(pg, 3);
  await player.during(() => pg.load('gan'));
  expect([pg.model.preset, player.playing]).toEqual(['gan', true]);
  await reached(pg, 3);
  const { step } = pg;
  await expect(player.during(() => pg.load(7))).rejects.toMatchObject({ code: 'bad-input' });
  expect(player.playing).toBe(true);
  await reached(pg, step + 1);
  await player.pause();
  await player.during(() => pg.load('vae'));
  expect(player.playing).toBe(false);
  pg.close();
});

test('who shows it may fail: the run goes on, and so does the player', async () => {
  const workers = scriptedWorkers();
  const pg = await createPlayground();
  await pg.load('vae');
  const fail = () => { throw new Error('drawn badly'); };
  const player = new Player({ onChange: fail, onError: fail, onEpoch: fail });
  reported.length = 0;
  player.attach(pg);
  player.play(3);
  await still(player);
  player.play(2);
  await still(player);
  expect(pg.step).toBe(5);
  expect(reported.length).toBeGreaterThan(3);
  expect(workers).toHaveLength(1);
  pg.close();
});

test('a script that loads or trains pauses the page’s own run, which goes on where the script is refused', async () => {
  const calls = [];
  const player = { run: { target: 9 }, async pause() { player.run = null; }, resume(run) { player.run = run; } };
  const answer = (name) => async (code) => {
    calls.push([name, player.run]);
    if (code) throw Object.assign(new Error('No.'), { code });
  };
  const pg = forScripts({ step: 3, load: answer('load'), train: answer('train'), sample: answer('sample') }, player);
  expect(pg.step).toBe(3);
  await pg.sample();
  expect(calls.pop()).toEqual(['sample', { target: 9 }]);
  for (const code of ['unknown-preset', 'bad-input']) {
    await expect(pg.load(code)).rejects.toMatchObject({ code });
    expect([calls.pop(), player.run]).toEqual([['load', null], { target: 9 }]);
  }
  await expect(pg.train('not-finite')).rejects.toMatchObject({ code: 'not-finite' });
  expect(player.run).toBe(null);
  await pg.load();
  expect(player.run).toBe(null);
});
