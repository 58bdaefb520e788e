// The files of a ZIP archive, within limits: each is looked at before it is unpacked, and all together have a limit. No DOM.

import { joined } from './bytes.js';
import { isIdx, readHeader } from './idx.js';
import { MAX_BYTES, readPicture } from '../maths/picture/file.js';
import { Unzip, UnzipInflate } from '../vendor/fflate.js';
import { DataProblem, MOST_IMAGES, MOST_UNPACKED_BYTES } from './problem.js';

/** @typedef {import('../vendor/fflate.js').UnzipFile} UnzipFile */
/** @typedef {{name: string, bytes: Uint8Array}} Entry name: with its folders */

/** Bytes of an archive that are taken at once: a thousand times as many may come of them. */
const PIECE = 1 << 12;
/** So many bytes tell whether a file is a picture, or an IDX file. */
const TELLING = 32;

/** Unpacks no further once it is told to stop, which the package's own cannot. */
class StoppableInflate extends UnzipInflate {
  #stopped = false;

  /** @param {Uint8Array} data @param {boolean} final */
  push(data, final) {
    if (!this.#stopped) super.push(data, final);
  }

  terminate() {
    this.#stopped = true;
  }
}

/** @param {Uint8Array} start of a file */
export const isZip = (start) => start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5);

/** What a Mac or Windows leaves beside the files. @param {string} name */
const isLitter = (name) => name.endsWith('/') || /(^|\/)(__MACOSX\/|\.|Thumbs\.db$)/.test(name);

/**
 * The pictures and IDX files of an archive, in its order; what is neither is left out. An archive in an archive is not opened.
 * @param {Uint8Array} archive
 * @param {{most?: number}} [limits] bytes of all together
 * @returns {{entries: Entry[], others: number}} others: files that are neither
 * @throws {DataProblem}
 */
export function filesOf(archive, { most = MOST_UNPACKED_BYTES } = {}) {
  /** @type {Entry[]} */
  const entries = [];
  let others = 0;
  let open = 0;
  let total = 0;
  /** @type {DataProblem|null} what is thrown within `push` comes out of it, but not past what fflate makes of it */
  let problem = null;
  const fail = (/** @type {DataProblem} */ found) => { problem ??= found; };

  const unzip = new Unzip((/** @type {UnzipFile} */ file) => {
    if (isLitter(file.name) || problem) return;
    if (entries.length + others >= MOST_IMAGES + 100) {
      fail(new DataProblem('many', { most: MOST_IMAGES, count: entries.length + others + 1 }));
      return;
    }
    /** @type {Uint8Array[]} */
    let pieces = [];
    let length = 0;
    let limit = TELLING;
    let left = false;
    open += 1;
    file.ondata = (error, piece, final) => {
      total += piece?.length ?? 0;
      if (left || problem) return;
      if (error) {
        fail(new DataProblem('broken', { name: file.name }));
        return;
      }
      pieces.push(piece);
      length += piece.length;
      if (limit === TELLING && (length >= TELLING || final)) {
        const start = joined(pieces, Math.min(length, TELLING));
        try {
          limit = mostOf(start);
        } catch (thrown) {
          fail(/** @type {DataProblem} */ (thrown));
          return;
        }
        if (limit === 0) {
          left = true;
          file.terminate();
          others += 1;
          open -= 1;
          pieces = [];
          return;
        }
      }
      if (length > limit && limit !== TELLING) fail(new DataProblem('large', { name: file.name }));
      if (total > most) fail(new DataProblem('large', { name: '' }));
      if (problem || !final) return;
      open -= 1;
      entries.push({ name: file.name, bytes: joined(pieces, length) });
    };
    file.start();
  });
  unzip.register(StoppableInflate);
  try {
    for (let at = 0; at < archive.length && !problem; at += PIECE) unzip.push(archive.subarray(at, at + PIECE), at + PIECE >= archive.length);
  } catch {
    throw problem ?? new DataProblem('broken', { name: '' });
  }
  if (problem) throw problem;
  if (open > 0 || (entries.length === 0 && others === 0)) throw new DataProblem('broken', { name: '' });
  return { entries, others };
}

/** Bytes that a file which begins so may have; 0 for one that is of no use. @param {Uint8Array} start */
function mostOf(start) {
  if (isIdx(start)) {
    const { length, promised } = readHeader(start);
    return length + promised;
  }
  const named = start.slice().buffer;
  return readPicture(named) || startsAsPicture(start) ? MAX_BYTES : 0;
}

/** A JPEG says how large it is later than its first bytes. @param {Uint8Array} start */
const startsAsPicture = (start) => start[0] === 0xff && start[1] === 0xd8;
