// The set of images that is kept in the browser between visits (IndexedDB). Every call may fail: storage can be denied, full or broken.

import { transact } from '../kit/database.js';

const NAME = 'generative-playground.images';
const SETS = 'sets';
/** There is one. */
const KEY = 'own';

/** @typedef {import('./read.js').Set} Set */

function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => { request.result.createObjectStore(SETS); };
  return request;
}

/** @returns {Promise<Set|undefined>} */
export const read = () => transact(open, [SETS], 'readonly', (store) => store.get(KEY));

/** In place of the one there was. @param {Set} set */
export const write = (set) => transact(open, [SETS], 'readwrite', (store) => store.put(set, KEY));

export const forget = () => transact(open, [SETS], 'readwrite', (store) => store.delete(KEY));
