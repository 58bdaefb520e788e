// One run, kept in the browser between visits (IndexedDB). Every call may fail: storage can be denied, full or broken.

const NAME = 'generative-playground';
const STORE = 'runs';
const KEY = 'last';

/**
 * @typedef {object} Kept
 * @property {Uint8Array} bytes  from `pg.save()`
 * @property {{preset: string, device: string, settings: Record<string, number|string>}} state
 * @property {number} step
 * @property {number} at        when, in milliseconds since 1970
 */

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = request.onblocked = () => reject(request.error ?? new Error('The storage is in use.'));
});

async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

/** @param {'readonly'|'readwrite'} mode @param {(store: IDBObjectStore) => IDBRequest} ask */
async function transact(mode, ask) {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode);
    // A full disk shows when the transaction ends, not before.
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('The storage gave up.'));
    });
    done.catch(() => {});
    const result = await settled(ask(transaction.objectStore(STORE)));
    await done;
    return result;
  } finally {
    database.close();
  }
}

/** @returns {Promise<Kept|undefined>} */
export const read = () => transact('readonly', (store) => store.get(KEY));
/** @param {Kept} kept in place of the one before */
export const write = (kept) => transact('readwrite', (store) => store.put(kept, KEY));
export const forget = () => transact('readwrite', (store) => store.delete(KEY));
