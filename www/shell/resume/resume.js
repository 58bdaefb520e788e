// Offers the run of an earlier visit, and keeps this one for a later.

import { recipeOf } from '../../engine/recipe.js';
import { release } from '../../engine/release.js';
import { language, t } from '../../words/i18n.js';
import { presetOf } from '../../run/presets.js';
import { sameRun } from '../../run/address.js';
import { fileSize, runName } from '../../rooms/take/names.js';
import { readHeader } from '../../rooms/take/safetensors.js';
import { save as saveFile } from '../../rooms/take/save.js';
import { count } from '../../words/sentences.js';
import { createKeeper } from './keeper.js';
import * as locks from './locks.js';
import { MOST, toForget, toOffer } from './shelf.js';
import * as store from './store.js';

/**
 * @typedef {import('./store.js').Kept} Kept
 * @typedef {object} Own      the run of this page
 * @property {string} id
 * @property {() => void} letGo
 */

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];

/** “5 minutes ago”. @param {number} ms @param {string} tongue */
export function ago(ms, tongue) {
  const format = new Intl.RelativeTimeFormat(tongue, { numeric: 'auto' });
  const [unit, length] = UNITS.find(([, least]) => ms >= least) ?? ['second', 1000];
  return format.format(-Math.max(0, Math.round(ms / length)), unit);
}

/** A button whose words follow the language. @param {string} key @param {() => void} run */
const action = (key, run) => ({ get label() { return t(key); }, run });

/** No two runs have the same. */
const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/**
 * @param {object} parts
 * @param {import('../../engine/playground.js').Playground} parts.pg
 * @param {() => import('../../run/address.js').State} parts.state
 * @param {boolean} parts.bare    the address says nothing
 * @param {Pick<ReturnType<typeof import('../notices.js').createNotices>, 'show'>} parts.notices
 * @param {(bytes: Uint8Array, own: Kept['own']) => Promise<{message: string}|null>} parts.goOn restores the run and trains on; answers why it cannot
 * @param {Pick<typeof store, 'list'|'read'|'write'|'setAside'|'forget'>} [parts.shelf] where runs are kept
 * @param {typeof locks} [parts.tabs]
 */
export function createResume({ pg, state, bare, notices, goOn, shelf = store, tabs = locks }) {
  /** Under which id this page's run is kept, once it is. @type {Own|null} */
  let own = null;
  /** The kept run that is about to go on here. @type {Own & {kept: Kept}|null} */
  let coming = null;
  /** Grows with every model: what was asked of one is not kept as another. */
  let models = 0;

  const keeper = createKeeper({
    async save(trained) {
      const { model } = pg;
      const mine = models;
      const bytes = await pg.save();
      try {
        if (model && mine === models) await keep(bytes, model, trained);
      } finally {
        release(bytes);
      }
    },
    onFailure(error) {
      const full = error instanceof Error && error.name === 'QuotaExceededError';
      notices.show('kept', () => t(full ? 'share.keptFull' : 'share.keptDenied'));
    },
  });

  /** @param {Uint8Array} bytes @param {import('../../engine/types.d.ts').Model} model whose they are @param {number} trained milliseconds */
  async function keep(bytes, model, trained) {
    const mine = models;
    const mineNow = own ?? await claimed(newId()) ?? { id: newId(), letGo() {} };
    if (mine !== models) {
      mineNow.letGo();
      return;
    }
    own = mineNow;
    const { preset, ...settings } = model.settings;
    // The run may have gone on meanwhile, so the file itself says how far it has come.
    const { step = pg.step } = readHeader(bytes)?.run ?? {};
    const images = pg.data && { name: pg.data.name, hash: pg.data.hash };
    await put({ id: own.id, own: images, state: { preset, device: state().device, settings, data: recipeOf(model) }, step, at: Date.now(), trained }, bytes);
  }

  /** @param {string} id @returns {Promise<Own|null>} null where another tab has it */
  async function claimed(id) {
    const letGo = await tabs.hold(id);
    return letGo && { id, letGo };
  }

  /** Where there are too many, or no room for another, what is worth least gives way. @param {Kept} kept @param {Uint8Array} bytes */
  async function put(kept, bytes) {
    for (let most = MOST; ; most -= 1) {
      const others = (await shelf.list()).filter(({ id }) => id !== kept.id);
      for (const { id } of toForget(others, await tabs.heldNow(), most - 1)) await shelf.forget(id);
      try {
        await shelf.write(kept, bytes);
        return;
      } catch (error) {
        if (most <= 1 || others.length === 0 || !(error instanceof Error) || error.name !== 'QuotaExceededError') throw error;
      }
    }
  }

  pg.on('step', ({ chunk }) => { keeper.trained(chunk.ms); });
  pg.on('training', (training) => { if (!training) keeper.rest(); });
  pg.on('loaded', ({ preset, step }) => {
    models += 1;
    own?.letGo();
    own = null;
    keeper.begin();
    // Something else may have been loaded before it.
    if (!coming || step !== coming.kept.step || preset !== coming.kept.state.preset) return;
    own = coming;
    keeper.begin(coming.kept.trained);
    coming = null;
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keeper.rest(); });
  window.addEventListener('pagehide', () => { keeper.rest(); });

  /** @param {Kept} kept */
  async function goOnWith(kept) {
    const bytes = await shelf.read(kept.id).catch(() => undefined);
    // Where another tab has taken it up meanwhile, this one goes on with a copy.
    const held = await claimed(kept.id);
    coming = held && { ...held, kept };
    const refused = bytes instanceof Uint8Array ? await goOn(bytes, kept.own) : { get message() { return t('share.keptGone'); } };
    if (coming) coming.letGo();
    coming = null;
    if (!refused) return;
    await shelf.setAside(kept).catch(() => {});
    const forget = action('share.keptForget', () => { shelf.forget(kept.id).catch(() => {}); });
    const download = action('share.keptDownload', () => {
      const name = `${runName(kept.state, kept.step)}-run.safetensors`;
      const blob = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]);
      if (saveFile(name, blob) === 'blocked') notices.show('kept', () => t('record.blocked', { name, size: fileSize(blob.size) }), { problem: true, actions: [forget] });
    });
    notices.show('kept', () => t('share.keptBroken', { name: nameOf(kept), message: refused.message }), { problem: true, actions: bytes ? [download, forget] : [forget] });
  }

  /** Never by itself: whoever came for a new run gets one. */
  return async function offer() {
    /** @type {[Kept[], string[]]} */
    const [runs, busy] = await Promise.all([shelf.list(), tabs.heldNow()]).catch(() => [[], []]);
    const kept = toOffer(runs, (run) => !busy.includes(run.id) && (bare || sameRun(run.state, state())));
    if (!kept) return;
    notices.show('kept', () => t('share.kept', { ago: ago(Date.now() - kept.at, language()), name: nameOf(kept), step: count(kept.step) }), {
      actions: [
        action('share.keptGoOn', () => { goOnWith(kept); }),
        action('share.keptForget', () => { shelf.forget(kept.id).catch(() => {}); }),
      ],
    });
  };
}

/** @param {Kept} kept */
const nameOf = ({ state }) => presetOf(state.preset).short;
