// Serves what the benchmark's pages need: the built site, this folder's scripts, and the peers' packages.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('.', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.wasm': 'application/wasm' };
// With these, TensorFlow.js and jax-js may use threads: they are to be timed at their best.
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

function fileOf(path) {
  if (path === '/blank.html') return null;
  if (path.startsWith('/peers/') || ['/ours.js', '/models.js'].includes(path)) return join(bench, path);
  return join(bench, '../dist', path);
}

export async function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://host/').pathname));
    const file = fileOf(path);
    try {
      const body = file ? await readFile(file) : '<!doctype html><title>benchmark</title>';
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, ...ISOLATED }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
