// What a file says of itself before anything is decoded: which kind of picture it is, how large, and whether it moves.

/** Bytes of a file that are read at all, and pixels that are decoded: more would take the memory of a phone. */
export const MAX_BYTES = 25e6;
export const MAX_PIXELS = 60e6;
/** A digit is not thinner than this; nor can such a picture be made small without becoming nothing. */
const MAX_ASPECT = 20;

/**
 * @typedef {object} PictureFile
 * @property {'png'|'jpeg'|'webp'|'gif'} kind
 * @property {number} width in pixels, as stored: a camera may have noted that it is to be turned
 * @property {number} height
 * @property {boolean} moves whether it holds more than one picture
 */

/** @type {((view: DataView) => PictureFile|null)[]} null where the bytes are of another kind; they throw where they end too early */
const READERS = [
  (view) => (view.getUint32(0) === 0x89504e47 ? { kind: 'png', width: view.getUint32(16), height: view.getUint32(20), moves: pngMoves(view) } : null),
  (view) => (view.getUint32(0) === 0x47494638 ? { kind: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true), moves: gifMoves(view) } : null),
  (view) => {
    const size = view.getUint16(0) === 0xffd8 ? jpegSize(view) : null;
    return size && { kind: 'jpeg', width: size[0], height: size[1], moves: false };
  },
  (view) => {
    const size = view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250 ? webpSize(view) : null;
    return size && { kind: 'webp', width: size[0], height: size[1], moves: view.getUint32(12) === 0x56503858 && (view.getUint8(20) & 2) !== 0 };
  },
];

/** Whether a chunk `acTL` comes before the pixels. @param {DataView} view */
function pngMoves(view) {
  for (let at = 8; at + 8 <= view.byteLength; at += 12 + view.getUint32(at)) {
    const chunk = view.getUint32(at + 4);
    if (chunk === 0x6163544c) return true;
    if (chunk === 0x49444154) return false;
  }
  return false;
}

/** Whether a second picture follows the first, as far as the bytes go. @param {DataView} view */
function gifMoves(view) {
  const table = (/** @type {number} */ flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let pictures = 0;
  let at = 13 < view.byteLength ? 13 + table(view.getUint8(10)) : view.byteLength;
  while (at + 10 < view.byteLength) {
    const block = view.getUint8(at);
    if (block === 0x2c) {
      pictures += 1;
      if (pictures > 1) return true;
      at += 11 + table(view.getUint8(at + 9));
    } else if (block === 0x21) {
      at += 2;
    } else {
      return false;
    }
    // Pieces of data, each after its length; one of no length is the last.
    while (at < view.byteLength && view.getUint8(at) > 0) at += 1 + view.getUint8(at);
    at += 1;
  }
  return false;
}

/** The segment that says how large it is comes before the pixels. @param {DataView} view */
function jpegSize(view) {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** @param {DataView} view */
function webpSize(view) {
  const kind = view.getUint32(12);
  if (kind === 0x56503820) return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (kind === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  const three = (/** @type {number} */ at) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return kind === 0x56503858 ? [three(24), three(27)] : null;
}

/**
 * @param {ArrayBuffer} buffer the first bytes of a file, or all of it
 * @returns {PictureFile|null} null where it is none of PNG, JPEG, WebP and GIF, or too short to say
 */
export function readPicture(buffer) {
  const view = new DataView(buffer);
  for (const read of READERS) {
    try {
      const picture = read(view);
      if (picture) return picture;
    } catch (error) {
      // Shorter than a header of this kind.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

/** What other files begin with, that people take for pictures this page could read. @param {ArrayBuffer} buffer */
function isDrawing(buffer) {
  const start = new TextDecoder('latin1').decode(buffer.slice(0, 1000));
  return /^[^a-z0-9<]*<(\?xml|!--|!doctype svg|svg)/i.test(start) && start.includes('<svg');
}

/**
 * Why a picture is not taken: a key of the words, `picture.no-` before it.
 * @param {PictureFile|null} picture
 * @param {ArrayBuffer} buffer its first bytes
 * @param {number} bytes of the whole file
 * @returns {'nothing'|'vector'|'kind'|'large'|'long'|'broken'|null}
 */
export function refusal(picture, buffer, bytes) {
  if (bytes === 0) return 'nothing';
  if (bytes > MAX_BYTES) return 'large';
  if (!picture) return isDrawing(buffer) ? 'vector' : 'kind';
  const { width, height } = picture;
  if (width === 0 || height === 0) return 'broken';
  if (width * height > MAX_PIXELS) return 'large';
  return Math.max(width, height) > MAX_ASPECT * Math.min(width, height) ? 'long' : null;
}
