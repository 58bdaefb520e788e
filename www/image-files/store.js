// The set of images that is kept in the browser between visits (IndexedDB). Every call may fail: storage can be denied, full or broken.

const NAME = 'generative-playground.images';
const SETS = 'sets';
/** There is one. */
const KEY = 'own';

/** @typedef {import('./read.js').Set} Set */

/**
 * @template T
 * @param {'readonly'|'readwrite'} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function transact(mode, ask) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => { opening.result.createObjectStore(SETS); };
  const database = await settled(opening);
  // A newer page in another tab wants to change it.
  database.onversionchange = () => database.close();
  try {
    const transaction = database.transaction(SETS, mode);
    // A full disk shows when the transaction ends, not before.
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('The storage gave up.'));
    });
    done.catch(() => {});
    const result = await settled(ask(transaction.objectStore(SETS)));
    await done;
    return result;
  } finally {
    database.close();
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('The storage gave up.'));
});

/** @returns {Promise<Set|undefined>} */
export const read = () => transact('readonly', (store) => store.get(KEY));

/** In place of the one there was. @param {Set} set */
export const write = (set) => transact('readwrite', (store) => store.put(set, KEY));

export const forget = () => transact('readwrite', (store) => store.delete(KEY));
