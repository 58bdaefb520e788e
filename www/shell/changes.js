// What changes the run: another model, other settings, a file. One change after the other, and not before there is a run.

import { t } from '../words/i18n.js';
import { pretrainedBytes } from '../showcase/engine.js';
import { changesOf, formatHash, withPreset, withSettings } from '../run/address.js';

/** @param {import('./app.js').App} app */
export function createChanges(app) {
  const { player } = app;
  let changes = Promise.resolve();

  function change(action) {
    changes = changes.then(() => window.playgroundReady.catch(() => {})).then(action).catch((error) => {
      if (app.pg?.model) app.shows.status({ phase: 'ready' });
      app.troubles.tell(error);
    });
    return changes;
  }

  /** The settings as the page and the address show them. */
  function adopt(state) {
    app.state = state;
    history.replaceState(history.state, '', formatHash(state));
    app.shows.wanted();
  }

  function load() {
    app.shows.status({ phase: 'model' });
    return app.pg.load(app.state.preset, changesOf(app.state));
  }

  /** The address's model; where its settings do not go together, the preset as it is, paused, and why. */
  async function loadFirst() {
    try {
      await load();
    } catch (error) {
      if (error.code !== 'bad-setting') throw error;
      await player.pause();
      adopt(withPreset(app.state, app.state.preset));
      await load();
      app.troubles.tell(error);
    }
  }

  /** Opens the device that the state asks for; where WebGPU was asked for and is not there, the CPU. */
  async function onDevice(open) {
    try {
      return await open(app.state.device);
    } catch (error) {
      if (error.code !== 'no-webgpu') throw error;
      app.page.notices.show('device', t('troubles.no-webgpu-meanwhile', { message: error.message }));
      return open('cpu');
    }
  }

  /**
   * @param {import('../run/address.js').State} wanted
   * @param {() => void} goOn what follows once it is loaded
   */
  function changeTo(wanted, goOn) {
    return change(async () => {
      const before = app.state;
      const was = player.run;
      await player.pause();
      app.state = wanted;
      app.shows.wanted();
      if (!app.pg) {
        app.startAgain();
        return;
      }
      if (wanted.device !== before.device || app.status.phase === 'failed') await onDevice((other) => app.pg.useDevice(other));
      try {
        await load();
      } catch (error) {
        // Settings that the engine refuses leave the model that was there.
        if (error.code === 'bad-setting' && app.pg.model) adopt({ ...before, steps: null, run: false });
        throw error;
      }
      goOn(was);
    });
  }

  /** A new run with other settings; it plays if the old one did. */
  function apply(wanted) {
    history.replaceState(history.state, '', formatHash(wanted));
    changeTo(wanted, (was) => { if (was) player.play(); });
  }

  /** These settings changed, and the others as they are. */
  const applySettings = (settings) => apply({
    ...withSettings(app.state, settings), steps: null, run: player.playing,
  });

  /** Weights from elsewhere, paused. */
  async function takeOver(bytes) {
    await player.pause();
    await app.pg.restore(bytes);
  }

  return {
    adopt, apply, applySettings, changeTo, loadFirst, onDevice,
    /** Back to the first step, with the same first weights. */
    restart() {
      if (app.pg?.model) change(() => player.during(load));
    },
    /** Another preset, with its own settings. */
    choose: (id) => apply({ ...withPreset(app.state, id), run: player.playing }),
    /** The same with some settings changed, as the tutorial's buttons ask for it, and trained for so many steps. */
    putOnBench(id, settings = {}, steps = 0) {
      const wanted = withSettings(withPreset(app.state, id), settings);
      history.replaceState(history.state, '', formatHash(wanted));
      changeTo(wanted, () => { if (steps > 0) player.play(steps); });
    },
    /** Trained weights of ours; they are for looking at first, so nothing plays. */
    startTrained: (name) => change(async () => takeOver(await pretrainedBytes(name))),
    /** On with the run of the last visit. */
    resume: (bytes) => change(async () => {
      await takeOver(bytes);
      player.play();
    }),
    /**
     * A run from a file, paused; a file that cannot be used leaves the run that is there, and says so.
     * @param {Uint8Array} bytes
     * @returns {Promise<boolean>} whether it could be used
     */
    async restore(bytes) {
      let restored = false;
      await change(async () => {
        const { run } = player;
        try {
          await takeOver(bytes);
          restored = true;
        } finally {
          if (run && !restored) player.resume(run);
        }
      });
      return restored;
    },
    /** A tenth of the rates, and none above what most models start from. */
    lowerRate() {
      const { lr, lr_d: critic } = app.state.settings;
      applySettings({ lr: Math.min(0.001, lr / 10), ...(critic > 0 ? { lr_d: critic / 10 } : {}) });
    },
  };
}
