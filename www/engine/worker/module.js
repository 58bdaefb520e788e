// A bundle's WebAssembly, compiled while it arrives.

import { wasmBlocked } from '../blocked.js';
import { fetchCounted } from './download.js';
import { failure } from './failure.js';

/**
 * @param {URL} url
 * @param {(progress: {loaded: number, total: number}) => void} onProgress ten times a second at most
 * @returns {Promise<WebAssembly.Module>}
 * @throws {import('../types.d.ts').PlaygroundError} `blocked` where a policy forbids it
 */
export async function fetchModule(url, onProgress) {
  const blocked = wasmBlocked();
  if (blocked) throw failure('blocked', blocked);
  let loaded = 0;
  let shown = 0;
  const response = await fetchCounted(url, (bytes, total) => {
    loaded += bytes;
    if (performance.now() - shown < 100) return;
    shown = performance.now();
    onProgress({ loaded, total });
  });
  // Some servers do not know the type, and compiling while it streams in insists on it.
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
