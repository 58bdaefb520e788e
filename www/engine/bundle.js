// The CPU engine's WebAssembly, fetched and compiled once for all workers of the page: each makes only an instance of it.

import { fetchModule } from './worker/module.js';
import { toData } from './worker/failure.js';

/** What the engine begins with, and what it completes itself with later. */
const FILES = { first: 'playground_cpu_bg.wasm', rest: 'playground_cpu_rest.wasm' };

/** @typedef {keyof typeof FILES} Part */

/** @type {Map<Part, Promise<WebAssembly.Module>>} */
const compiling = new Map();
/** Of workers that wait for it. @type {Record<Part, Set<MessagePort>>} */
const waiting = { first: new Set(), rest: new Set() };

/**
 * Begins early, before a worker asks.
 * @param {Part} [part]
 * @returns {Promise<WebAssembly.Module>} asking again after a failure tries again
 */
export function cpuModule(part = 'first') {
  const begun = compiling.get(part);
  if (begun) return begun;
  const module = compile(part).catch((error) => {
    compiling.delete(part);
    throw error;
  });
  compiling.set(part, module);
  return module;
}

/** Answers a worker: how much has arrived, and then the module or why there is none. @param {Part} part @param {MessagePort} port */
export async function sendCpuModule(part, port) {
  waiting[part].add(port);
  try {
    port.postMessage({ module: await cpuModule(part) });
  } catch (error) {
    port.postMessage({ error: toData(error) });
  } finally {
    waiting[part].delete(port);
  }
}

/** @param {Part} part */
function compile(part) {
  return fetchModule(new URL(`../${FILES[part]}`, import.meta.url), (progress) => {
    for (const port of waiting[part]) port.postMessage(progress);
  });
}
