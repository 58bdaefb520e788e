// What changes the run: another model, other settings, a file. One change after the other, and not before there is a run.

import { CRASHES, SUPERSEDED } from '../engine/errors.js';
import { coded } from '../engine/worker/failure.js';
import { t } from '../words/i18n.js';
import { pretrainedBytes } from '../showcase/engine.js';
import { changesOf, formatHash, withPreset, withSettings } from '../run/address.js';
import { createImages } from './images.js';

/**
 * @typedef {import('../run/address.js').State} State
 * @typedef {import('../run/player.js').Run} Run
 * @typedef {import('../engine/types.d.ts').PlaygroundError} PlaygroundError
 */

/** Of a state what makes the run; the rest of it may change meanwhile. @param {State} state */
const runOf = ({ preset, settings, data, device, steps, run }) => ({ preset, settings, data, device, steps, run });

/** The preset of a state as it is, and the data too: nothing that can be refused. @param {State} state @returns {State} */
const plain = (state) => ({ ...withPreset(state, state.preset), data: undefined });

/** @param {import('./app.js').App} app */
export function createChanges(app) {
  const { player } = app;
  /** @type {Promise<unknown>} */
  let changes = Promise.resolve();
  /** The run that a change ended which did not succeed, and left no model: it goes on with the next that does. @type {Run|null} */
  let held = null;

  /** The engine, which changes wait for. */
  const engine = () => /** @type {import('../engine/playground.js').Playground} */ (app.pg);

  /** @param {() => Promise<void>} action */
  function change(action) {
    const done = changes.then(() => window.playgroundReady.catch(() => {})).then(action).catch((reason) => {
      const error = coded(reason);
      if (app.pg?.model) app.shows.status({ phase: 'ready' });
      // Without a model nothing can be done but to begin again; or something newer is about to bring one.
      if (app.pg?.model || error.code === 'aborted') app.troubles.tell(error);
      else app.troubles.fail(error);
    });
    changes = done;
    return done;
  }

  /** The settings as the page and the address show them. @param {State} state */
  function adopt(state) {
    app.state = state;
    history.replaceState(history.state, '', formatHash(state));
    app.shows.wanted();
  }

  function load() {
    app.shows.status({ phase: 'model' });
    return engine().load(app.state.preset, changesOf(app.state));
  }

  /**
   * Loads what the state asks for. Where its settings do not go together, or need too much memory, the model that was there stays;
   * where there is none, another is loaded.
   * @param {State[]} others what else, in this order; the first is what was there, if something was
   * @returns {Promise<PlaygroundError|null>} why it is another
   */
  async function loadOr(...others) {
    try {
      await load();
      return null;
    } catch (reason) {
      const error = coded(reason);
      const [other, ...rest] = others;
      if (error.code !== 'bad-setting' || !other) throw error;
      // What was wished for was another run than the one that comes instead.
      await player.pause();
      const { device } = app.state;
      adopt({ ...app.state, ...runOf(other), device, steps: null, run: false });
      if (!engine().model) {
        // Whoever wanted that one to train may not want this one to.
        await player.pause();
        await loadOr(...rest);
      }
      return error;
    }
  }

  /** The address's model; where it is refused, the preset as it is, paused, and why. */
  async function loadFirst() {
    const refused = await loadOr(plain(app.state));
    if (refused) app.troubles.tell(refused);
  }

  /**
   * Opens the device that the state asks for; where WebGPU was asked for and is not there, the CPU.
   * @template T
   * @param {(device: import('../engine/types.d.ts').WantedDevice) => Promise<T>} open
   */
  async function onDevice(open) {
    try {
      return await open(/** @type {import('../engine/types.d.ts').WantedDevice} */ (app.state.device));
    } catch (reason) {
      const { code, message } = coded(reason);
      if (code !== 'no-webgpu') throw reason;
      app.page.notices.show('device', () => t('troubles.no-webgpu-meanwhile', { message }));
      return open('cpu');
    }
  }

  /**
   * @param {State} wanted
   * @param {(was: Run|null) => void} goOn what follows once it is loaded; was: what played before
   */
  function changeTo(wanted, goOn) {
    return change(async () => {
      const before = app.state;
      const was = player.run ?? held;
      held = null;
      await player.pause();
      app.state = { ...app.state, ...runOf(wanted) };
      app.shows.wanted();
      try {
        if (!app.pg) {
          app.startAgain();
          await window.playgroundReady;
          goOn(was);
          return;
        }
        const anew = wanted.device !== before.device || app.status.phase === 'failed';
        if (anew) await onDevice((device) => engine().useDevice(device));
        const refused = await loadOr(before, plain(before));
        if (!refused) goOn(was);
        else if (was && !anew) player.resume(was);
        if (refused) throw refused;
      } catch (error) {
        if (!app.pg?.model) {
          held = player.run ?? was;
          await player.pause();
        }
        throw error;
      }
    });
  }

  /** A new run with other settings; it plays if the old one did. @param {State} wanted */
  function apply(wanted) {
    history.replaceState(history.state, '', formatHash(wanted));
    changeTo(wanted, (was) => { if (was) player.play(); });
  }

  /** These settings changed, and the others as they are. @param {import('../run/settings.js').Values} settings */
  const applySettings = (settings) => apply({
    ...withSettings(app.state, settings), steps: null, run: player.playing,
  });

  /** Weights from elsewhere, paused; where they cannot be used, the run that was there goes on. @param {Uint8Array} bytes */
  async function takeOver(bytes) {
    const { run } = player;
    await player.pause();
    try {
      await engine().restore(bytes);
    } catch (error) {
      if (run) player.resume(run);
      throw error;
    }
  }

  const images = createImages(app, { load, loadOr, adopt });

  return {
    adopt, apply, applySettings, changeTo, loadFirst, onDevice,
    /** Back to the first step, with the same first weights. */
    restart() {
      if (app.pg?.model) change(() => player.during(load));
    },
    /** The same on other data, from the same first weights; it trains. @param {import('../engine/recipe.js').Recipe} data */
    trainOn(data) {
      const wanted = { ...app.state, data, steps: null, run: false };
      history.replaceState(history.state, '', formatHash(wanted));
      changeTo(wanted, () => player.play());
    },
    /**
     * The same on one's own images, or on MNIST again (null), from the first step; it trains.
     * @param {import('../engine/types.d.ts').OwnImages|null} own
     * @param {import('../engine/recipe.js').Recipe} data
     */
    learnFrom: (own, data) => change(() => images.learnFrom(own, { ...app.state, data, steps: null, run: false })),
    /** Another preset, with its own settings. @param {string} id */
    choose: (id) => apply({ ...withPreset(app.state, id), run: player.playing }),
    /**
     * The same with some settings changed, as the tutorial's buttons ask for it, and trained for so many steps.
     * @param {string} id
     * @param {import('../run/settings.js').Values} [settings]
     * @param {number} [steps]
     * @param {import('../engine/recipe.js').Recipe} [data] as it is, where nothing is said
     */
    putOnBench(id, settings = {}, steps = 0, data = app.state.data) {
      const wanted = { ...withSettings(withPreset(app.state, id), settings), data };
      history.replaceState(history.state, '', formatHash(wanted));
      changeTo(wanted, () => { if (steps > 0) player.play(steps); });
    },
    /** Trained weights of ours; they are for looking at first, so nothing plays. @param {'vae'|'gan'} name */
    startTrained: (name) => change(async () => takeOver(await pretrainedBytes(name))),
    /**
     * On with a run that was kept.
     * @param {Uint8Array} bytes
     * @param {{name: string, hash: string|null}|null} [own] one's own images that it was trained on
     * @returns {Promise<PlaygroundError|null>} why it cannot be used; whoever kept it says so. The run that was there goes on then
     */
    async resume(bytes, own = null) {
      /** @type {PlaygroundError|null} */
      let refused = null;
      await change(async () => {
        try {
          await images.ofKept(own);
          await takeOver(bytes);
          player.play();
        } catch (reason) {
          const error = coded(reason);
          // A crash is not the fault of what was kept, or not for sure.
          if (SUPERSEDED.includes(error.code) || CRASHES.includes(error.code)) throw error;
          refused = error;
        }
      });
      return refused;
    },
    /**
     * A run from a file, paused; a file that cannot be used leaves the run that is there, and says so.
     * @param {Uint8Array} bytes
     * @returns {Promise<boolean>} whether it could be used
     */
    async restore(bytes) {
      let restored = false;
      await change(async () => {
        await takeOver(bytes);
        restored = true;
      });
      return restored;
    },
    /** A tenth of the rates, and none above what most models start from. */
    lowerRate() {
      const { lr, lr_d: critic } = /** @type {Record<string, number>} */ (app.state.settings);
      applySettings({ lr: Math.min(0.001, lr / 10), ...(critic > 0 ? { lr_d: critic / 10 } : {}) });
    },
  };
}
