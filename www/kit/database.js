// Transactions of IndexedDB as promises. Every call may fail: storage can be denied, full or broken.

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('The storage gave up.'));
});

/**
 * One transaction over all of these stores.
 * @template T
 * @param {() => IDBOpenDBRequest} open
 * @param {string[]} names of the stores
 * @param {'readonly'|'readwrite'} mode
 * @param {(...stores: IDBObjectStore[]) => IDBRequest<T>} ask what it answers is the answer
 * @returns {Promise<T>}
 */
export async function transact(open, names, mode, ask) {
  const database = await settled(open());
  // A newer page in another tab wants to change it.
  database.onversionchange = () => database.close();
  try {
    const transaction = database.transaction(names, mode);
    // A full disk shows when the transaction ends, not before.
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('The storage gave up.'));
    });
    done.catch(() => {});
    const result = await settled(ask(...names.map((name) => transaction.objectStore(name))));
    await done;
    return result;
  } finally {
    database.close();
  }
}
