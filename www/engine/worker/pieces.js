// IDX files of images and labels, cut into files of fewer: what WebAssembly's memory has once grown by, it never gives back, so nothing
// large goes through it at once.

/** Bytes before an image file's pixels, and before a label file's labels. */
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;

/** @typedef {{images: Uint8Array, labels: Uint8Array, count: number}} Piece two files, and how many images are in them */

/**
 * Files that hold the same images together. What is damaged comes whole, or with the bytes that there are: who reads it says what is wrong.
 * @param {AsyncIterable<Uint8Array>} images a file as it arrives
 * @param {Promise<Uint8Array>} labelled the whole file of labels, which need not have arrived
 * @param {number} size images in each, but the last
 * @returns {AsyncGenerator<Piece>} good until the next is asked for
 */
export async function* pieces(images, labelled, size) {
  // Whoever waits for it learns of it.
  labelled.catch(() => {});
  const source = images[Symbol.asyncIterator]();
  const start = await atLeast(source, IMAGES_HEADER);
  const labels = await labelled;
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const [count, rows, columns] = start.length < IMAGES_HEADER ? [0, 0, 0] : [4, 8, 12].map((at) => view.getUint32(at));
  const bytes = rows * columns;
  if (count === 0 || bytes === 0 || count !== labels.length - LABELS_HEADER) {
    yield { images: joined([start, ...(await rest(source))]), labels, count };
    return;
  }
  const buffer = new Uint8Array(IMAGES_HEADER + Math.min(size, count) * bytes);
  buffer.set(start.subarray(0, IMAGES_HEADER));
  let filled = IMAGES_HEADER;
  let given = 0;
  /** @param {number} images of which the buffer has the pixels */
  const piece = (images) => {
    const from = LABELS_HEADER + given;
    const own = joined([labels.subarray(0, LABELS_HEADER), labels.subarray(from, from + images)]);
    for (const file of [buffer, own]) new DataView(file.buffer).setUint32(4, images);
    const cut = { images: buffer.subarray(0, filled), labels: own, count: images };
    given += images;
    filled = IMAGES_HEADER;
    return cut;
  };
  /** @type {IteratorResult<Uint8Array>} */
  let next = { value: start.subarray(IMAGES_HEADER), done: false };
  for (; !next.done; next = await source.next()) {
    let { value } = next;
    while (value.length > 0) {
      // More than the file says there are.
      if (given === count) {
        yield { images: joined([buffer.subarray(0, IMAGES_HEADER), value, ...(await rest(source))]), labels, count: 0 };
        return;
      }
      const room = value.subarray(0, IMAGES_HEADER + Math.min(size, count - given) * bytes - filled);
      buffer.set(room, filled);
      filled += room.length;
      value = value.subarray(room.length);
      const whole = Math.min(size, count - given);
      if (filled === IMAGES_HEADER + whole * bytes) yield piece(whole);
    }
  }
  // Fewer than it says.
  if (given < count) yield piece(Math.min(size, count - given));
}

/** @param {AsyncIterator<Uint8Array>} source @param {number} length @returns {Promise<Uint8Array>} that many bytes or more, if there are */
async function atLeast(source, length) {
  let all = new Uint8Array(0);
  while (all.length < length) {
    const { value, done } = await source.next();
    if (done) break;
    all = joined([all, value]);
  }
  return all;
}

/** @param {AsyncIterator<Uint8Array>} source */
async function rest(source) {
  const all = [];
  for (let next = await source.next(); !next.done; next = await source.next()) all.push(next.value);
  return all;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => { all.set(part, at); return at + part.length; }, 0);
  return all;
}
