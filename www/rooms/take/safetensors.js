// The header of a safetensors file: https://github.com/huggingface/safetensors

/** The metadata under which the playground writes its settings. */
const OURS = 'generative-playground';
const MAX_HEADER = 1_000_000;

/**
 * @param {Uint8Array} bytes
 * @returns {{tensors: {name: string, shape: number[]}[], run: {settings: any, step: number}|null} | null} null: it is no such file;
 *   run: what the playground wrote of the run, if it was the playground
 */
export function readHeader(bytes) {
  if (bytes.length < 8) return null;
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER || length > bytes.length - 8) return null;
  try {
    const { __metadata__: metadata, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    return {
      tensors: Object.entries(tensors).map(([name, { shape }]) => ({ name, shape })),
      run: metadata?.[OURS] ? JSON.parse(metadata[OURS]) : null,
    };
  } catch {
    return null;
  }
}
