// Gzip, unpacked no further than is wanted: a small file can become terabytes. No DOM.

import { MOST_HEADER, isIdx, readHeader } from './idx.js';
import { DataProblem } from './problem.js';

/** @param {Uint8Array} start of a file */
export const isGzip = (start) => start[0] === 0x1f && start[1] === 0x8b;

/**
 * The IDX file in a gzip file. What is unpacked is looked at first, and no more is kept than it promises.
 * @param {Blob} blob
 * @returns {Promise<Uint8Array>}
 * @throws {DataProblem}
 */
export async function unpackedIdx(blob) {
  const reader = blob.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  /** @type {Uint8Array} */
  let file = new Uint8Array(MOST_HEADER);
  let filled = 0;
  let known = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => { throw new DataProblem('broken'); });
      if (done) break;
      let piece = value;
      if (!known) {
        const taken = piece.subarray(0, MOST_HEADER - filled);
        file.set(taken, filled);
        filled += taken.length;
        piece = piece.subarray(taken.length);
        if (filled < MOST_HEADER) continue;
        known = true;
        file = roomFor(file);
      }
      if (filled + piece.length > file.length) throw new DataProblem('long');
      file.set(piece, filled);
      filled += piece.length;
    }
  } finally {
    // Where it was not read to its end, there is no more to unpack.
    reader.cancel().catch(() => {});
  }
  if (!known && !isIdx(file.subarray(0, filled))) throw new DataProblem('kind');
  return file.subarray(0, filled);
}

/** The bytes so far in a list that has room for all that their header promises. @param {Uint8Array} start */
function roomFor(start) {
  if (!isIdx(start)) throw new DataProblem('kind');
  const { length, promised } = readHeader(start);
  const file = new Uint8Array(Math.max(MOST_HEADER, length + promised));
  file.set(start);
  return file;
}
