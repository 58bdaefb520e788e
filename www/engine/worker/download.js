// Downloads that show how far they are and never hang for ever.

/** A download that says nothing for this long has failed; a slow one that still moves has not. */
const STALL_MS = 30_000;

/**
 * Fetches a file.
 * @param {URL|string} url
 * @param {(bytes: number, total: number) => void} [onBytes] called with each piece's length and the file's, or 0
 * @returns {Promise<Response>} its body counts what passes through it
 */
export async function fetchCounted(url, onBytes = () => {}) {
  const stop = new AbortController();
  let timer = 0;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(new Error(`no data for ${STALL_MS / 1000} seconds`)), STALL_MS);
  };
  alive();
  try {
    const response = await fetch(url, { signal: stop.signal });
    if (!response.ok) throw new Error(`the server answered ${response.status} for ${fileName(url)}`);
    // Where the server compresses, the length is that of the compressed file and the pieces are not.
    const encoded = response.headers.has('content-encoding');
    const total = encoded ? 0 : Number(response.headers.get('content-length') ?? 0);
    const reader = response.body?.getReader();
    clearTimeout(timer);
    const counted = reader && new ReadableStream({
      // Only what is asked for can fail to come: whoever reads may take a while between two pieces.
      async pull(controller) {
        alive();
        const { value, done } = await reader.read().finally(() => clearTimeout(timer));
        if (done) {
          controller.close();
        } else {
          onBytes(value.byteLength, total);
          controller.enqueue(value);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
    // The type is kept because compiling wasm while it streams in insists on it.
    return new Response(counted, { headers: { 'content-type': response.headers.get('content-type') ?? '' } });
  } catch (error) {
    clearTimeout(timer);
    throw error;
  }
}

/**
 * A file's bytes, unpacked if they are gzip. Some servers send `.gz` files with `Content-Encoding: gzip` and the
 * browser has then unpacked them already, so the bytes decide, not the name.
 * @param {URL|string} url
 * @param {(bytes: number) => void} [onBytes]
 * @returns {Promise<Uint8Array>}
 */
export async function fetchUnpacked(url, onBytes) {
  const response = await fetchCounted(url, onBytes);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/**
 * The same piece by piece, as it is unpacked: a file of 30 MB is never in memory as a whole.
 * @param {URL|string} url
 * @param {(bytes: number) => void} [onBytes]
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* streamUnpacked(url, onBytes) {
  const { body } = await fetchCounted(url, onBytes);
  if (!body) return;
  const source = body.getReader();
  let next = await source.read();
  const packed = next.value?.[0] === 0x1f;
  /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */
  const all = new ReadableStream({
    async pull(controller) {
      if (next.done) return controller.close();
      controller.enqueue(next.value);
      next = await source.read();
    },
    cancel: (reason) => source.cancel(reason),
  });
  const reader = (packed ? all.pipeThrough(new DecompressionStream('gzip')) : all).getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {URL|string} url */
const fileName = (url) => new URL(url, 'http://page/').pathname.split('/').pop();
