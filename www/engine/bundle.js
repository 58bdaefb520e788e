// The CPU engine's WebAssembly, fetched and compiled once for all workers of the page: each makes only an instance of it.

import { fetchModule } from './worker/module.js';
import { toData } from './worker/failure.js';

/** @type {Promise<WebAssembly.Module>|null} */
let compiling = null;
/** @type {Set<MessagePort>} of workers that wait for it */
const waiting = new Set();

/** Begins early, before a worker asks. @returns {Promise<WebAssembly.Module>} asking again after a failure tries again */
export function cpuModule() {
  compiling ??= compile().catch((error) => {
    compiling = null;
    throw error;
  });
  return compiling;
}

/** Answers a worker: how much has arrived, and then the module or why there is none. @param {MessagePort} port */
export async function sendCpuModule(port) {
  waiting.add(port);
  try {
    port.postMessage({ module: await cpuModule() });
  } catch (error) {
    port.postMessage({ error: toData(error) });
  } finally {
    waiting.delete(port);
  }
}

function compile() {
  return fetchModule(new URL('../playground_cpu_bg.wasm', import.meta.url), (progress) => {
    for (const port of waiting) port.postMessage(progress);
  });
}
