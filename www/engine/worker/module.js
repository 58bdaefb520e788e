// A bundle's WebAssembly, compiled while it arrives.

import { fetchCounted } from './download.js';

/**
 * @param {URL} url
 * @param {(progress: {loaded: number, total: number}) => void} onProgress ten times a second at most
 * @returns {Promise<WebAssembly.Module>}
 */
export async function fetchModule(url, onProgress) {
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
