// The header of a safetensors file: https://github.com/huggingface/safetensors

/** The metadata under which the playground writes its settings. */
const OURS = 'generative-playground';
const MAX_HEADER = 1_000_000;

/**
 * @typedef {object} Header
 * @property {{name: string, shape: number[]}[]} tensors
 * @property {{settings: Record<string, unknown>, step: number}|null} run what the playground wrote of the run, if it was the playground
 */

/**
 * @param {Uint8Array} bytes of a file, or at least all of its header
 * @returns {Header|null} null: it is no such file
 */
export function readHeader(bytes) {
  if (bytes.length < 8) return null;
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER || length > bytes.length - 8) return null;
  const header = parsed(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  if (!isObject(header)) return null;
  const { __metadata__: metadata, ...entries } = header;
  /** @type {Header['tensors']} */
  const tensors = [];
  for (const [name, entry] of Object.entries(entries)) {
    if (!isObject(entry) || !Array.isArray(entry.shape) || !entry.shape.every(Number.isSafeInteger)) return null;
    tensors.push({ name, shape: entry.shape });
  }
  return { tensors, run: isObject(metadata) ? runOf(metadata[OURS]) : null };
}

/** @param {unknown} text @returns {Header['run']} */
function runOf(text) {
  const run = typeof text === 'string' ? parsed(text) : null;
  if (!isObject(run) || !isObject(run.settings) || typeof run.step !== 'number' || !Number.isSafeInteger(run.step) || run.step < 0) return null;
  return { ...run, settings: run.settings, step: run.step };
}

/** @param {string} text @returns {unknown} null where it is no JSON */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
