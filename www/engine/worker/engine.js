// Loads the wasm bundle of a device and makes its engine.

import { wasmBlocked } from '../blocked.js';
import { watchEngine } from './crash.js';
import { DATASET } from './data.js';
import { failure, fromData } from './failure.js';
import { fetchModule } from './module.js';
import { inTime } from './in-time.js';
import { begunWith } from './rest.js';
import { divideWork } from './width.js';

/**
 * @typedef {import('./bundle.d.ts').Engine} Engine
 * @typedef {import('../types.d.ts').Status} Status
 * @typedef {{module: WebAssembly.Module, script: string}} Bundle the engine's, compiled, and the address of its script
 */

/** A driver that has not made a device of a GPU by then never will. */
const DEVICE_MS = 30_000;

/**
 * @param {'webgpu'|'cpu'} kind
 * @param {boolean} exact whether the CPU computes the same bits in every browser, and not as fast as this one can
 * @param {(status: Status) => void} onStatus
 * @param {string} [card] the graphics card's name, if it is one
 * @returns {Promise<{engine: Engine, bundle: Bundle}>}
 * @throws {import('../types.d.ts').PlaygroundError} `engine-failed`, `blocked`, `no-webgpu`
 */
export async function openEngine(kind, exact, onStatus, card) {
  const name = kind === 'webgpu' ? 'playground_gpu' : 'playground_cpu';
  onStatus({ phase: 'engine', loaded: 0, total: 0 });
  const script = new URL(`../../${name}.js`, import.meta.url).href;
  /** @type {typeof import('./bundle.d.ts')} */
  let bundle;
  let module;
  try {
    // Neither file waits for the other.
    [bundle, module] = await Promise.all([import(script), kind === 'cpu' ? fromPage('first', onStatus) : fetched(`${name}_bg`, onStatus)]);
    const exports = await bundle.default({ module_or_path: module });
    watchEngine(exports);
    begunWith(exports, script);
  } catch (error) {
    const { code, message } = /** @type {import('../types.d.ts').PlaygroundError} */ (error);
    if (code === 'blocked') throw error;
    const blocked = wasmBlocked();
    throw blocked ? failure('blocked', blocked) : failure('engine-failed', `The engine could not be loaded (${message}). Check the connection and try again.`);
  }
  if (kind === 'cpu' && !exact) bundle.fuse();
  onStatus({ phase: 'device' });
  const making = bundle.Engine.create(kind, DATASET);
  const late = () => { throw failure('no-webgpu', `The GPU has not answered for ${DEVICE_MS / 1000} seconds.`); };
  const engine = await inTime(making, kind === 'webgpu' ? DEVICE_MS : Infinity, late);
  if (kind === 'webgpu' && card !== undefined) await inTime(divideWork(engine, card), DEVICE_MS, late);
  return { engine, bundle: { module, script } };
}

/** @param {string} file @param {(status: Status) => void} [onStatus] */
const fetched = (file, onStatus = () => {}) => fetchModule(new URL(`../../${file}.wasm`, import.meta.url), (progress) => onStatus({ phase: 'engine', ...progress }));

/** What an engine completes itself with (`complete` of rest.js). @param {'webgpu'|'cpu'} kind @returns {Promise<WebAssembly.Module>} */
export const restOf = (kind) => (kind === 'cpu' ? fromPage('rest') : fetched('playground_gpu_rest'));

/**
 * A part of the CPU's bundle: the page has it compiled already, or compiles it once for all its workers.
 * @param {import('../bundle.js').Part} part
 * @param {(status: Status) => void} [onStatus]
 * @returns {Promise<WebAssembly.Module>}
 */
export function fromPage(part, onStatus = () => {}) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data: { module, error, ...progress } }) => {
      if (module) resolve(module);
      else if (error) reject(fromData(error));
      else onStatus({ phase: 'engine', ...progress });
    };
    self.postMessage({ event: 'needs-module', part, port: port2 }, { transfer: [port2] });
  }).finally(() => port1.close());
}
