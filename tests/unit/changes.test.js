// What changes the run of the page, with a worker that answers by script.

import { expect, test } from '@playwright/test';
import { createPlayground } from '../../www/engine/playground.js';
import { failure } from '../../www/engine/worker/failure.js';
import { initialState, parseHash } from '../../www/run/address.js';
import { Player } from '../../www/run/player.js';
import { createChanges } from '../../www/shell/changes.js';
import { deferred, scriptedWorkers, settled } from './scripted-worker.js';

/**
 * The page as far as a change of the run goes.
 * @param {string} hash
 * @param {Parameters<typeof scriptedWorkers>[0]} [script]
 */
async function pageWith(hash, script) {
  const workers = scriptedWorkers(script);
  const told = { tell: [], fail: [], notices: [], hashes: [] };
  globalThis.window = globalThis;
  globalThis.history = { state: null, replaceState: (_state, _title, to) => told.hashes.push(to) };
  const app = {
    state: parseHash(hash).state, pg: null, status: { phase: 'starting' },
    shows: { status: (status) => { app.status = status; }, wanted() {} },
    page: { notices: { show: (key, text) => told.notices.push([key, text]) } },
    troubles: { tell: (error) => told.tell.push(error.code), fail(error) { app.status = { phase: 'failed' }; told.fail.push(error.code); } },
    startAgain() {
      if (app.pg) app.changes.apply({ ...app.state, run: app.player.playing });
      else start();
    },
  };
  app.player = new Player({ onChange() {}, onError: (error) => told.tell.push(error.code), onEpoch() {} });
  app.changes = createChanges(app);
  const on = { status: app.shows.status, failed: app.troubles.fail, loaded: () => app.shows.status({ phase: 'ready' }), recovered: () => { if (app.pg.model) app.shows.status({ phase: 'ready' }); } };
  function start() {
    globalThis.playgroundReady = (async () => {
      app.pg = await app.changes.onDevice((device) => createPlayground({ device, on }));
      app.player.attach(app.pg);
      await app.changes.loadFirst();
    })();
    globalThis.playgroundReady.catch((error) => app.troubles.fail(error));
    return globalThis.playgroundReady;
  }
  await start().catch(() => {});
  return { app, told, workers, ...app };
}

/** Refuses these settings, as the engine does. @param {(settings: any, preset: string) => boolean} bad */
const refusing = (bad) => () => ({
  load(run, preset, settings) {
    if (bad(settings, preset)) throw failure('bad-setting', 'No.');
    return this.engine.load(run, preset, settings);
  },
});
const reached = (pg, step) => new Promise((resolve) => { const stop = pg.on('step', (report) => { if (report.step >= step) { stop(); resolve(); } }); });

for (const hash of ['#preset=dcgan&batch_size=1', '#preset=wgan&weight_clip=0']) {
  test(`${hash}: the preset as it is, why, and what is mended trains`, async () => {
    const { app, told, player, changes } = await pageWith(`${hash}&run=1`, refusing(({ batch_size: batch, weight_clip: clip }) => batch === 1 || clip === 0));
    expect([told.tell, told.fail, app.status.phase, player.playing]).toEqual([['bad-setting'], [], 'ready', false]);
    expect(told.hashes.at(-1)).toBe(`#preset=${app.state.preset}&seed=0`);
    changes.applySettings({ batch_size: 32 });
    await settled();
    player.play(3);
    await expect.poll(() => [app.pg.step, player.playing]).toEqual([3, false]);
    expect(app.pg.model.settings.batch_size).toBe(32);
    app.pg.close();
  });

  test(`${hash}: also when the device is changed with it, or after it`, async () => {
    const bad = ({ batch_size: batch, weight_clip: clip }) => batch === 1 || clip === 0;
    const { app, told, player, changes } = await pageWith('#preset=vae&beta=2', refusing(bad));
    const wanted = parseHash(hash).state;
    await changes.changeTo({ ...wanted, device: 'cpu' }, () => {});
    // The run from before, on the new device.
    expect([told.tell, app.status.phase, app.state.preset, app.state.device, app.pg.model.settings.beta]).toEqual([['bad-setting'], 'ready', 'vae', 'cpu', 2]);
    await changes.changeTo(wanted, () => {});
    expect([told.tell.length, app.status.phase, app.pg.model.preset]).toEqual([2, 'ready', 'vae']);
    await changes.changeTo({ ...initialState('gan'), device: 'auto' }, () => player.play(2));
    await expect.poll(() => [app.pg.step, app.pg.model.preset, player.playing]).toEqual([2, 'gan', false]);
    app.pg.close();
  });
}

test('refused settings leave the run that plays', async () => {
  const { app, told, player, changes } = await pageWith('#preset=vae', refusing(({ batch_size: batch }) => batch === 4096));
  player.play();
  await reached(app.pg, 3);
  changes.applySettings({ batch_size: 4096 });
  await expect.poll(() => told.tell).toEqual(['bad-setting']);
  const { step } = app.pg;
  expect([player.playing, app.state.settings.batch_size, told.hashes.at(-1)]).toEqual([true, 128, '#preset=vae&seed=0']);
  await reached(app.pg, step + 1);
  app.pg.close();
});

test('“Try again” after a change of device that failed opens it, and the run goes on', async () => {
  let broken = true;
  const { app, told, player, changes, workers } = await pageWith('#preset=vae', (number) => (number > 0 && broken ? { open() { throw failure('engine-failed', 'Lost.'); } } : {}));
  player.play();
  await reached(app.pg, 3);
  changes.apply({ ...app.state, device: 'cpu', run: true });
  await expect.poll(() => told.fail).toEqual(['engine-failed']);
  expect([app.status.phase, player.playing, app.pg.model]).toEqual(['failed', false, null]);
  app.startAgain();
  await expect.poll(() => told.fail.length).toBe(2);
  broken = false;
  app.startAgain();
  await expect.poll(() => app.pg.model?.preset).toBe('vae');
  await reached(app.pg, 3);
  expect([app.status.phase, player.playing, workers.filter(({ terminated }) => !terminated).length]).toEqual(['ready', true, 1]);
  app.pg.close();
});

test('Train, pressed while another device is opened, trains on it', async () => {
  const opened = deferred();
  const { app, told, player, changes } = await pageWith('#preset=vae', (number) => (number === 0 ? {} : { async open() { await opened.promise; return this.engine.open(); } }));
  changes.apply({ ...app.state, device: 'cpu', run: false });
  await settled();
  player.toggle();
  expect(app.pg.model).toBe(null);
  opened.resolve();
  await reached(app.pg, 3);
  expect([told.tell, told.fail]).toEqual([[], []]);
  app.pg.close();
});

test('a start that fails is tried again, with what was asked for meanwhile', async () => {
  let broken = true;
  const { app, told, changes } = await pageWith('#preset=vae', () => (broken ? { open() { throw failure('engine-failed', 'Lost.'); } } : {}));
  expect([app.pg, told.fail]).toEqual([null, ['engine-failed']]);
  broken = false;
  let goneOn = 0;
  await changes.changeTo(initialState('gan'), () => { goneOn += 1; });
  expect([app.pg.model.preset, goneOn, app.status.phase]).toEqual(['gan', 1, 'ready']);
  app.pg.close();
});

test('a first load that crashes can be tried again, and its player trains', async () => {
  const { app, told, player } = await pageWith('#preset=vae', (number) => (number > 1 ? {} : { load() { this.crash('out-of-memory', 'Full.'); return new Promise(() => {}); } }));
  await expect.poll(() => told.fail.length).toBeGreaterThan(0);
  expect(app.status.phase).toBe('failed');
  app.startAgain();
  await expect.poll(() => app.pg.model?.preset).toBe('vae');
  player.play(2);
  await expect.poll(() => app.pg.step).toBe(2);
  app.pg.close();
});

test('memory that runs out while it trains: a smaller batch is a run again', async () => {
  const { app, told, player, changes } = await pageWith('#preset=vae', (number) => (number > 0 ? {} : { train() { this.crash('out-of-memory', 'Full.'); return new Promise(() => {}); } }));
  player.play();
  await expect.poll(() => told.fail).toEqual(['out-of-memory']);
  expect([app.status.phase, player.playing, app.pg.model]).toEqual(['failed', false, null]);
  changes.applySettings({ batch_size: 32 });
  await expect.poll(() => app.pg.model?.settings.batch_size).toBe(32);
  player.play(2);
  await expect.poll(() => app.pg.step).toBe(2);
  expect(app.status.phase).toBe('ready');
  app.pg.close();
});

test('what a visitor changes of the page meanwhile stays', async () => {
  const { app, changes } = await pageWith('#preset=vae', refusing(({ batch_size: batch }) => batch === 4096));
  const changing = changes.changeTo({ ...app.state, settings: { ...app.state.settings, batch_size: 4096 } }, () => {});
  app.state = { ...app.state, room: 'inside' };
  await changing;
  expect([app.state.room, app.state.settings.batch_size]).toEqual(['inside', 128]);
  await changes.changeTo({ ...initialState('gan') }, () => {});
  expect([app.state.room, app.state.preset]).toEqual(['inside', 'gan']);
  app.pg.close();
});

test('changes come one after the other, and each is told what played before it', async () => {
  const { app, player, changes } = await pageWith('#preset=vae');
  player.play();
  const log = [];
  await Promise.all(['gan', 'dcgan', 'vae'].map((preset) => changes.changeTo(initialState(preset), (was) => log.push([preset, app.pg.model.preset, was !== null]))));
  expect(log).toEqual([['gan', 'gan', true], ['dcgan', 'dcgan', false], ['vae', 'vae', false]]);
  app.pg.close();
});

test.describe('a run from elsewhere', () => {
  const damaged = () => ({ restore(run, bytes) { if (bytes[0] === 9) throw failure('bad-file', 'No.'); return this.engine.restore(run, bytes); } });

  test('from a file is paused; one that cannot be used leaves the run, and is told', async () => {
    const { app, told, player, changes } = await pageWith('#preset=vae', damaged);
    player.play();
    await reached(app.pg, 3);
    expect(await changes.restore(Uint8Array.of(9))).toBe(false);
    expect([told.tell, player.playing, app.status.phase]).toEqual([['bad-file'], true, 'ready']);
    expect(await changes.restore(Uint8Array.of(4))).toBe(true);
    expect([app.pg.step, player.playing]).toEqual([4, false]);
    app.pg.close();
  });

  test('that was kept goes on; one that cannot be used is answered, not told, and the run there is goes on', async () => {
    const { app, told, player, changes } = await pageWith('#preset=vae', damaged);
    player.play();
    await reached(app.pg, 3);
    expect(await changes.resume(Uint8Array.of(9))).toMatchObject({ code: 'bad-file' });
    expect([told.tell, player.playing]).toEqual([[], true]);
    expect(await changes.resume(Uint8Array.of(4))).toBe(null);
    await reached(app.pg, 6);
    expect(player.playing).toBe(true);
    app.pg.close();
  });
});
