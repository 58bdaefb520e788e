// Bytes of what a visitor downloads, and of what the peers' users do.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants, gzip } from 'node:zlib';
import { WORKERS } from '../xtask/trunk/join.mjs';
import { modulesOf } from '../xtask/trunk/modules.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = (...names) => names.map((name) => join(here, '../dist', name));
const peer = (...names) => names.map((name) => join(here, 'peers/node_modules', name));
const tfjs = '@tensorflow/tfjs';
const HARDEST = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
const jax = readable(join(here, 'peers/node_modules/@jax-js/jax/dist'));

/** Every file below a folder; none where there is no such folder. */
function readable(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

/** The page's own files: no engine, no digits, no weights. */
function pageFiles() {
  const site = join(here, '../dist');
  const all = readable(site).map((file) => relative(site, file).split(sep).join('/'));
  const modules = [...WORKERS, 'engine/worker/crew.js'].flatMap((path) => modulesOf(site, path));
  const others = all.filter((path) => /\.(html|css|svg)$|(^|\/)(joined|vendor)\/[^/]*\.js$/.test(path));
  return [...new Set([...modules, ...others])].map((path) => join(site, path));
}

/**
 * @param {{peers: boolean}} options
 * @returns {Promise<{name: string, raw: number, gzip: number, brotli: number}[]>} each file compressed by itself, as servers do
 */
export async function bundles({ peers }) {
  const wanted = [
    ['engine for the CPU', dist('playground_cpu.js', 'playground_cpu_bg.wasm')],
    ['what it is completed with', dist('playground_cpu_rest.wasm')],
    ['engine for WebGPU', dist('playground_gpu.js', 'playground_gpu_bg.wasm')],
    ['what that is completed with', dist('playground_gpu_rest.wasm')],
    ['what measures, when asked for', dist('playground_yardsticks.js', 'playground_yardsticks_bg.wasm')],
    ['the page without an engine', pageFiles()],
  ];
  if (peers) {
    wanted.push(
      ['jax-js', jax.filter((file) => file.endsWith('.js'))],
      ['TensorFlow.js', peer(`${tfjs}/dist/tf.min.js`)],
      ['TensorFlow.js wasm backend', peer(`${tfjs}-backend-wasm/dist/tf-backend-wasm.min.js`, `${tfjs}-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm`)],
      ['TensorFlow.js WebGPU backend', peer(`${tfjs}-backend-webgpu/dist/tf-backend-webgpu.min.js`)],
    );
  }
  const measured = [];
  for (const [name, files] of wanted) measured.push({ name, ...(await sizes(files)) });
  return measured;
}

async function sizes(files) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of files) {
    const bytes = readFileSync(file);
    sum.raw += bytes.length;
    sum.gzip += (await promisify(gzip)(bytes, { level: 9 })).length;
    sum.brotli += beside(file, bytes) ?? (await promisify(brotliCompress)(bytes, HARDEST)).length;
  }
  return sum;
}

/** The size of what `cargo xtask build` has compressed already: the same, and half a minute sooner. */
function beside(file, bytes) {
  try {
    const compressed = readFileSync(`${file}.br`);
    return brotliDecompressSync(compressed).equals(bytes) ? compressed.length : undefined;
  } catch {
    return undefined;
  }
}
