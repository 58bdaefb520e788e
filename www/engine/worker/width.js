// How many threads a graphics card is given at once is measured once and kept in the browser, for each adapter and version.

import { transact } from '../../kit/database.js';

/** Measured anew where what is measured has changed. */
const VERSION = 1;
const STORE = 'threads';

/** @returns {IDBOpenDBRequest} */
function open() {
  const request = indexedDB.open('playground-adapters', VERSION);
  request.onupgradeneeded = () => {
    const { result } = request;
    for (const name of [...result.objectStoreNames]) result.deleteObjectStore(name);
    result.createObjectStore(STORE);
  };
  return request;
}

/** @type {{get: (adapter: string) => Promise<unknown>, put: (adapter: string, threads: number) => Promise<unknown>}} */
const KEPT = {
  get: (adapter) => transact(open, [STORE], 'readonly', (store) => store.get(adapter)),
  put: (adapter, threads) => transact(open, [STORE], 'readwrite', (store) => store.put(threads, adapter)),
};

/** @param {unknown} threads */
const isNumber = (threads) => Number.isInteger(threads) && Number(threads) >= 0 && Number(threads) < 2 ** 32;

/**
 * Has the engine divide its work as suits the adapter. Where nothing can be kept, it is measured each time.
 * @param {Pick<import('./bundle.d.ts').Engine, 'divideWork'>} engine
 * @param {string} adapter
 * @param {typeof KEPT} [kept]
 */
export async function divideWork(engine, adapter, kept = KEPT) {
  const found = await kept.get(adapter).catch(() => undefined);
  if (isNumber(found)) {
    await engine.divideWork(/** @type {number} */ (found));
    return;
  }
  const threads = await engine.divideWork();
  await kept.put(adapter, threads).catch(() => {});
}
