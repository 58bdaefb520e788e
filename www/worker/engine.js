// Loads the wasm bundle of a device and makes its engine.

import { failure } from './failure.js';
import { fetchCounted } from './download.js';

/** @typedef {any} Engine the class of the same name that src/web.rs exports */

/**
 * @param {'webgpu'|'cpu'} kind
 * @param {(status: {phase: string, loaded?: number, total?: number}) => void} onStatus
 * @returns {Promise<{engine: Engine, presetList: {id: string, title: string}[], bundle: {module: WebAssembly.Module, script: string}}>}
 */
export async function openEngine(kind, onStatus) {
  const name = kind === 'webgpu' ? 'playground_gpu' : 'playground_cpu';
  onStatus({ phase: 'engine', loaded: 0, total: 0 });
  const script = new URL(`../${name}.js`, import.meta.url).href;
  let bundle;
  let module;
  try {
    // Neither file waits for the other.
    [bundle, module] = await Promise.all([import(script), wasm(name, onStatus).then(compiled)]);
    await bundle.default({ module_or_path: module });
  } catch (error) {
    throw failure('engine-failed', `The engine could not be loaded (${error.message}). Check the connection and try again.`);
  }
  onStatus({ phase: 'device' });
  return { engine: await bundle.Engine.create(kind), presetList: bundle.presets(), bundle: { module, script } };
}

/** While it streams in, where the server gives it its type. */
async function compiled(response) {
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** The wasm file, reporting how much has arrived. */
async function wasm(name, onStatus) {
  let loaded = 0;
  let shown = 0;
  return fetchCounted(new URL(`../${name}_bg.wasm`, import.meta.url), (bytes, total) => {
    loaded += bytes;
    if (performance.now() - shown < 100) return;
    shown = performance.now();
    onStatus({ phase: 'engine', loaded, total });
  });
}
