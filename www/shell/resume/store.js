// Runs that are kept in the browser between visits (IndexedDB), each under a key of its own: what is known of it, and its bytes apart,
// because those are megabytes. Every call may fail: storage can be denied, full or broken.

import { transact } from '../../kit/database.js';

const NAME = 'generative-playground';
/** What is known of each run, and what it is. Before version 2 there was one run, under `last`, with all of it in `BYTES`. */
const [ABOUT, BYTES] = ['about', 'runs'];
const VERSION = 2;
/** How long that run had trained was not known; nobody shall lose it to a glance. */
const LONG_AGO_MS = 600_000;

/**
 * @typedef {object} Kept what is known of a run
 * @property {string} id
 * @property {{preset: string, device: string, settings: Record<import('../../engine/schema.d.ts').SettingKey, import('../../engine/schema.d.ts').Value>, data?: import('../../engine/recipe.js').Recipe}} state
 * @property {{name: string, hash: string|null}|null} [own] one's own images that it learnt from; none of MNIST
 * @property {number} step
 * @property {number} at        when, in milliseconds since 1970
 * @property {number} trained   milliseconds of training
 * @property {boolean} [aside]  it cannot be read, and is not offered any more
 */

function open() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    const { result: database, transaction } = request;
    database.createObjectStore(ABOUT);
    if (oldVersion === 0) database.createObjectStore(BYTES);
    else if (transaction) bringOver(transaction);
  };
  return request;
}

/** The one run of before. @param {IDBTransaction} transaction */
function bringOver(transaction) {
  const [about, bytes] = [ABOUT, BYTES].map((name) => transaction.objectStore(name));
  const request = bytes.get('last');
  request.onsuccess = () => {
    const { bytes: file, ...known } = request.result ?? {};
    if (!file) return;
    bytes.put(file, 'last');
    about.put({ ...known, id: 'last', trained: LONG_AGO_MS }, 'last');
  };
}

/** What is known of all runs, in no order; what else may lie there is no run. @returns {Promise<Kept[]>} */
export const list = async () => (await transact(open, [ABOUT], 'readonly', (about) => about.getAll())).filter((one) => typeof one?.id === 'string');

/** @param {string} id @returns {Promise<Uint8Array|undefined>} as `pg.save()` has answered */
export const read = (id) => transact(open, [BYTES], 'readonly', (bytes) => bytes.get(id));

/** @param {Kept} kept in place of what was there under its id @param {Uint8Array} file from `pg.save()` */
export const write = (kept, file) => transact(open, [ABOUT, BYTES], 'readwrite', (about, bytes) => {
  about.put(kept, kept.id);
  return bytes.put(file, kept.id);
});

/** It cannot be read: its bytes stay, and it is not offered any more. @param {Kept} kept */
export const setAside = (kept) => transact(open, [ABOUT], 'readwrite', (about) => about.put({ ...kept, aside: true }, kept.id));

/** @param {string} id */
export const forget = (id) => transact(open, [ABOUT, BYTES], 'readwrite', (about, bytes) => {
  about.delete(id);
  return bytes.delete(id);
});
