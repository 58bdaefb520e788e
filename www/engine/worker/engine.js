// Loads the wasm bundle of a device and makes its engine.

import { DATASET } from './data.js';
import { failure } from './failure.js';
import { fetchModule } from './module.js';

/** @typedef {any} Engine the class of the same name that src/web.rs exports */

/**
 * @param {'webgpu'|'cpu'} kind
 * @param {boolean} exact whether the CPU computes the same bits in every browser, and not as fast as this one can
 * @param {(status: {phase: string, loaded?: number, total?: number}) => void} onStatus
 * @returns {Promise<{engine: Engine, bundle: {module: WebAssembly.Module, script: string}}>}
 */
export async function openEngine(kind, exact, onStatus) {
  const name = kind === 'webgpu' ? 'playground_gpu' : 'playground_cpu';
  onStatus({ phase: 'engine', loaded: 0, total: 0 });
  const script = new URL(`../../${name}.js`, import.meta.url).href;
  let bundle;
  let module;
  try {
    // Neither file waits for the other.
    [bundle, module] = await Promise.all([import(script), kind === 'cpu' ? fromPage(onStatus) : fetched(name, onStatus)]);
    await bundle.default({ module_or_path: module });
  } catch (error) {
    throw failure('engine-failed', `The engine could not be loaded (${error.message}). Check the connection and try again.`);
  }
  if (kind === 'cpu' && !exact) bundle.fuse();
  onStatus({ phase: 'device' });
  return { engine: await bundle.Engine.create(kind, DATASET), bundle: { module, script } };
}

const fetched = (name, onStatus) => fetchModule(new URL(`../../${name}_bg.wasm`, import.meta.url), (progress) => onStatus({ phase: 'engine', ...progress }));

/** The page has it compiled already, or compiles it once for all its workers. */
function fromPage(onStatus) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data: { module, error, ...progress } }) => {
      if (module) resolve(module);
      else if (error) reject(new Error(error));
      else onStatus({ phase: 'engine', ...progress });
    };
    self.postMessage({ event: 'needs-module', port: port2 }, [port2]);
  }).finally(() => port1.close());
}
