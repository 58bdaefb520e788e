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
    const counter = new TransformStream({
      transform(piece, controller) {
        alive();
        onBytes(piece.byteLength, total);
        controller.enqueue(piece);
      },
      flush() {
        clearTimeout(timer);
      },
    });
    // The type is kept because compiling wasm while it streams in insists on it.
    return new Response(response.body?.pipeThrough(counter), { headers: { 'content-type': response.headers.get('content-type') ?? '' } });
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

/** @param {URL|string} url */
const fileName = (url) => new URL(url, 'http://page/').pathname.split('/').pop();
