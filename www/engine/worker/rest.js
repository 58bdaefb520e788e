// The part of a bundle that training and its first pictures do not call (xtask/src/split). It arrives behind the first pictures, or is
// brought at once where something of it is called before.

import { failure } from './failure.js';

/** By this name the first part exports something that the rest takes; a bundle that is whole exports nothing of the kind. */
const SHARED = '~0';
/** When a visit has its first pictures. */
const SOON_MS = 3000;

/** What the first part exports, and where the rest is. @type {{exports: WebAssembly.Exports, address: string}|null} */
let first = null;
/** @type {Promise<void>|null} */
let coming = null;
/** Compiled, where it has come. @type {WebAssembly.Module|null} */
let module = null;

/** What WebAssembly calls where a function of the rest is missing: it waits for none of our promises. */
Object.assign(globalThis, {
  loadRest() {
    if (first) put(new WebAssembly.Module(fetchedNow(first.address)));
  },
});

/**
 * The engine has its first part.
 * @param {WebAssembly.Exports} exports
 * @param {string} script the bundle's
 */
export function begunWith(exports, script) {
  first = SHARED in exports ? { exports, address: script.replace(/\.js$/, '_rest.wasm') } : null;
  coming = null;
}

/** Whether nothing is missing. */
export const isComplete = () => first === null;

/**
 * Has the engine complete.
 * @param {() => Promise<WebAssembly.Module>} compiled asked at most once, unless it fails
 * @throws {import('../types.d.ts').PlaygroundError} `engine-failed`; asking again tries again
 */
export async function complete(compiled) {
  if (!first) return;
  coming ??= compiled().then(put);
  try {
    await coming;
  } catch (error) {
    coming = null;
    throw failure('engine-failed', `Part of the engine could not be loaded (${/** @type {Error} */ (error).message}). Check the connection and try again.`);
  }
}

/** The same in a while, when nobody waits for it. @param {() => Promise<WebAssembly.Module>} compiled */
export function completeSoon(compiled) {
  // Whoever needs it tries again, and is told.
  setTimeout(() => complete(compiled).catch(() => {}), SOON_MS);
}

/** The rest, for another thread of the same bundle; null where it has not come. */
export const restModule = () => module;

/** @param {WebAssembly.Module} compiled */
export function put(compiled) {
  module = compiled;
  // Its functions go into the first part's table, and there is nothing else to be had of it.
  if (first) new WebAssembly.Instance(compiled, { first: first.exports });
  first = null;
}

/** @param {string} address */
function fetchedNow(address) {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`part of the engine could not be loaded (the server answered ${request.status})`);
  return request.response;
}
