// Runs that are kept in the browser between visits (IndexedDB), each under a key of its own: what is known of it, and its bytes apart,
// because those are megabytes. Every call may fail: storage can be denied, full or broken.

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

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('The storage gave up.'));
});

async function open() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    const { result: database, transaction } = request;
    database.createObjectStore(ABOUT);
    if (oldVersion === 0) database.createObjectStore(BYTES);
    else if (transaction) bringOver(transaction);
  };
  const database = await settled(request);
  // A newer page in another tab wants to change it.
  database.onversionchange = () => database.close();
  return database;
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

/**
 * @template T
 * @param {'readonly'|'readwrite'} mode
 * @param {(stores: {about: IDBObjectStore, bytes: IDBObjectStore}) => IDBRequest<T>} ask what it answers is the answer
 * @returns {Promise<T>}
 */
async function transact(mode, ask) {
  const database = await open();
  try {
    const transaction = database.transaction([ABOUT, BYTES], mode);
    // A full disk shows when the transaction ends, not before.
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('The storage gave up.'));
    });
    done.catch(() => {});
    const result = await settled(ask({ about: transaction.objectStore(ABOUT), bytes: transaction.objectStore(BYTES) }));
    await done;
    return result;
  } finally {
    database.close();
  }
}

/** What is known of all runs, in no order. @returns {Promise<Kept[]>} */
export const list = () => transact('readonly', ({ about }) => about.getAll());

/** @param {string} id @returns {Promise<Uint8Array|undefined>} as `pg.save()` has answered */
export const read = (id) => transact('readonly', ({ bytes }) => bytes.get(id));

/** @param {Kept} kept in place of what was there under its id @param {Uint8Array} file from `pg.save()` */
export const write = (kept, file) => transact('readwrite', ({ about, bytes }) => {
  about.put(kept, kept.id);
  return bytes.put(file, kept.id);
});

/** It cannot be read: its bytes stay, and it is not offered any more. @param {Kept} kept */
export const setAside = (kept) => transact('readwrite', ({ about }) => about.put({ ...kept, aside: true }, kept.id));

/** @param {string} id */
export const forget = (id) => transact('readwrite', ({ about, bytes }) => {
  about.delete(id);
  return bytes.delete(id);
});
