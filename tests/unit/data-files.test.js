// Files that become sets of images, and those that are refused before anything is made of them.

import { expect, test } from '@playwright/test';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { convert, cut, gridOf, inkOf, whole } from '../../www/image-files/convert.js';
import { imagesFile, labelsFile, readIdx } from '../../www/image-files/idx.js';
import { labelsOf } from '../../www/image-files/labels.js';
import { setOf, sourcesOf, suggestion } from '../../www/image-files/read.js';
import { filesOf } from '../../www/image-files/zip.js';
import { zipSync } from '../../www/vendor/fflate.js';

const PLAIN = { fit: 'whole', columns: 1, rows: 1 };
const images = (count, value = 9) => new Uint8Array(count * 784).fill(value);
const file = (name, ...parts) => new File(parts, name);
const set = async (...files) => (await setOf(await sourcesOf(files), PLAIN, decode)).set;
const problemOf = (work) => work.then(() => 'none', ({ problem, message }) => problem ?? message);

/** The header of a PNG of this size, which is all that is read of it here; its last byte is the grey that it is decoded to. */
function png(width, height, grey = 0) {
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x89504e47);
  view.setUint32(4, 0x0d0a1a0a);
  view.setUint32(8, 13);
  view.setUint32(12, 0x49484452);
  view.setUint32(16, width);
  view.setUint32(20, height);
  bytes[39] = grey;
  return bytes;
}

/** Stands for the browser: one grey all over, and broken where that is 13. @type {import('../../www/image-files/read.js').Decode} */
async function decode(blob, longest, { width, height }) {
  const grey = new Uint8Array(await blob.arrayBuffer()).at(-1);
  if (grey === 13) throw new Error('decoding failed');
  const scale = Math.min(1, longest / Math.max(width, height));
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  return { data: Uint8ClampedArray.from({ length: 4 * wide * high }, (_, at) => (at % 4 === 3 ? 255 : grey)), width: wide, height: high };
}

/** A picture of paper with ink at some places. @param {(x: number, y: number) => number} at 0 to 255 */
function picture(width, height, at) {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgba.set([at(x, y), at(x, y), at(x, y), 255], 4 * (y * width + x));
  return rgba;
}

test.describe('IDX files', () => {
  test('are read as they are, plain or gzipped, whatever they are called, with the labels beside them', async () => {
    const values = images(3).map((_, at) => at % 251);
    for (const bytes of [imagesFile(values), gzipSync(imagesFile(values))]) {
      expect(await set(file('runes-images-idx3-ubyte.txt', bytes))).toMatchObject({ images: values, labels: null, names: null });
      const labelled = await set(file('runes-labels-idx1-ubyte', labelsFile(Uint8Array.of(2, 0, 9))), file('runes-images-idx3-ubyte.gz', bytes));
      expect(labelled).toEqual({ name: 'runes', images: values, labels: Uint8Array.of(2, 0, 9), names: null });
    }
    expect(readIdx(imagesFile(values))).toEqual({ dimensions: [3, 28, 28], values });
  });

  test('of a data set with two parts are put together, each with its own labels', async () => {
    const found = await set(
      file('t10k-images-idx3-ubyte', imagesFile(images(1, 7))), file('t10k-labels-idx1-ubyte', labelsFile(Uint8Array.of(4))),
      file('train-images-idx3-ubyte', imagesFile(images(2, 5))), file('train-labels-idx1-ubyte', labelsFile(Uint8Array.of(1, 2))),
    );
    expect([...found.labels]).toEqual([4, 1, 2]);
    expect([found.images[0], found.images[784]]).toEqual([7, 5]);
  });

  test('of other sizes are made 28 by 28, their shape kept', async () => {
    const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 14, 0, 0, 0, 7);
    const found = await set(file('a', bytes, new Uint8Array(2 * 98).fill(100)));
    const [row, outside] = [found.images.subarray(28 * 10, 28 * 11), found.images[784]];
    expect([...row]).toEqual([...Array(7).fill(0), ...Array(14).fill(100), ...Array(7).fill(0)]);
    expect(outside).toBe(0);
  });

  test('that promise more than they hold, or more than there is room for, are refused', async () => {
    const header = (...dimensions) => Uint8Array.from([0, 0, 8, dimensions.length, ...dimensions.flatMap((one) => [one >>> 24, (one >> 16) & 255, (one >> 8) & 255, one & 255])]);
    const table = {
      many: header(4_000_000_000, 28, 28), large: header(90_000, 1000, 1000), shape: header(4, 4_000_000, 28),
      short: imagesFile(images(2)).subarray(0, 900), long: Uint8Array.from([...labelsFile(Uint8Array.of(1)), 5]), empty: header(0, 28, 28),
      labels: labelsFile(Uint8Array.of(1, 2)),
    };
    for (const [problem, bytes] of Object.entries(table)) {
      expect(await problemOf(set(file('a', bytes))), problem).toBe(problem);
      if (problem !== 'labels') expect(await problemOf(set(file('a.gz', gzipSync(bytes)))), `${problem}, gzipped`).toBe(problem);
    }
    expect(await problemOf(set(file('a', Uint8Array.of(0, 0, 13, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0))))).toBe('shape');
    expect(await problemOf(set(file('a', imagesFile(images(2))), file('b', labelsFile(Uint8Array.of(1, 77)))))).toBe('label-values');
    expect(await problemOf(set(file('a', imagesFile(images(2))), file('b', labelsFile(Uint8Array.of(1)))))).toBe('labels');
  });

  test('a gzip file that never ends is not unpacked further than its header promises', async () => {
    // An image, and then zeros in blocks of which none is the last: to unpack all of it would take for ever.
    const unended = (bytes) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
    const start = Uint8Array.from([...gzipSync('').subarray(0, 10), ...unended(imagesFile(images(1)))]);
    const more = unended(new Uint8Array(1 << 16));
    let left = false;
    let begun = false;
    const endless = { name: 'endless.gz', size: 1e6, slice: () => new Blob([start.subarray(0, 16)]), stream: () => new ReadableStream({
      pull(controller) { controller.enqueue(begun ? more : start); begun = true; },
      cancel() { left = true; },
    }) };
    expect(await problemOf(sourcesOf([endless]))).toBe('long');
    await expect.poll(() => left).toBe(true);
    expect(await problemOf(set(file('a.gz', gzipSync(imagesFile(images(2))).subarray(0, 30))))).toBe('broken');
    expect(await problemOf(set(file('a.gz', gzipSync(new Uint8Array(5000).fill(65)))))).toBe('kind');
    expect(await problemOf(set(file('a.gz', gzipSync(Uint8Array.of(1, 2, 3)))))).toBe('kind');
  });
});

test.describe('a ZIP archive', () => {
  test('of pictures in folders gives images with labels', async () => {
    const archive = zipSync({ 'a/7/x.png': png(28, 28, 90), 'a/3/y.png': png(28, 28, 40), '__MACOSX/7/x.png': png(28, 28), 'a/.DS_Store': Uint8Array.of(1), 'a/notes.txt': new Uint8Array(100) });
    const sources = await sourcesOf([file('symbols.zip', archive)]);
    expect([sources.name, sources.pictures.map(({ name }) => name), sources.others]).toEqual(['symbols', ['a/7/x.png', 'a/3/y.png'], 1]);
    const { set: found } = await setOf(sources, PLAIN, decode);
    expect([...found.labels]).toEqual([7, 3]);
    expect([found.images[0], found.images[784]]).toEqual([90, 40]);
  });

  test('of IDX files is read as they are', async () => {
    const found = await set(file('set.zip', zipSync({ 'd/images.idx': imagesFile(images(2)), 'd/labels.idx': labelsFile(Uint8Array.of(3, 1)) })));
    expect([found.images.length, [...found.labels]]).toEqual([2 * 784, [3, 1]]);
  });

  test('that would fill memory is refused as it is unpacked', () => {
    const padded = (zeros) => { const bytes = new Uint8Array(40 + zeros); bytes.set(png(28, 28)); return bytes; };
    const bomb = padded(30 << 20);
    const problem = (archive, limits) => { try { filesOf(archive, limits); return 'none'; } catch (error) { return error.problem ?? error.message; } };
    expect(problem(zipSync({ 'bomb.png': bomb }))).toBe('large');
    // All together, of which none is too large.
    const some = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.png`, padded(100_000)]));
    expect(problem(zipSync(some), { most: 1e6 })).toBe('large');
    expect(problem(zipSync(some))).toBe('none');
    // What lies about its size in the archive, in the local header and in the directory.
    const lying = zipSync({ 'bomb.png': bomb });
    const view = new DataView(lying.buffer, lying.byteOffset);
    view.setUint32(22, 100, true);
    expect(problem(lying)).toBe('large');
    // One that holds no picture is not unpacked at all.
    expect(filesOf(zipSync({ 'zeros.bin': new Uint8Array(40 << 20) }), { most: 20e6 })).toEqual({ entries: [], others: 1 });
    expect(problem(zipSync({ 'idx': Uint8Array.of(0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 0, 28, 0, 0, 0, 28) }))).toBe('many');
  });

  test('that is damaged says so', async () => {
    const archive = zipSync({ '1/a.png': Uint8Array.from({ length: 5000 }, (_, at) => (at < 40 ? png(28, 28)[at] : (at * at * 31) % 251)) });
    expect(await problemOf(set(file('cut.zip', archive.subarray(0, 90))))).toBe('broken');
    expect(await problemOf(set(file('start.zip', archive.subarray(0, 10))))).toBe('broken');
    expect(await problemOf(set(file('nested.zip', zipSync({ 'inner.zip': archive }))))).toBe('kind');
    const spoilt = archive.slice();
    spoilt.fill(255, 60, 200);
    expect(await problemOf(set(file('spoilt.zip', spoilt)))).not.toBe('none');
  });
});

test.describe('pictures', () => {
  test('that cannot be read are named and left out, where there are others', async () => {
    const { set: found, unread } = await setOf(await sourcesOf([file('a.png', png(28, 28, 50)), file('cut.png', png(28, 28, 13)), file('notes.txt', 'words'), file('huge.png', png(20_000, 20_000))]), PLAIN, decode);
    expect(found.images.length).toBe(784);
    expect(unread.sort()).toEqual(['cut.png', 'huge.png', 'notes.txt']);
  });

  test('alone say what is wrong with them', async () => {
    const table = { large: png(20_000, 20_000), broken: png(28, 28, 13), kind: new TextEncoder().encode('words and more words'), empty: new Uint8Array(0), narrow: png(5, 5000), vector: new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"></svg>') };
    for (const [problem, bytes] of Object.entries(table)) expect(await problemOf(set(file('a.png', bytes))), problem).toBe(problem);
  });

  test('dark on light are turned over, transparent paper too', () => {
    const mark = (x, y) => (x > 10 && x < 17 && y > 4 && y < 23);
    const light = picture(28, 28, (x, y) => (mark(x, y) ? 255 : 0));
    const dark = picture(28, 28, (x, y) => (mark(x, y) ? 0 : 255));
    const clear = dark.map((value, at) => (at % 4 === 3 && !mark((at >> 2) % 28, Math.floor((at >> 2) / 28)) ? 0 : value));
    const wanted = convert(light, 28, 28, 'whole');
    expect([wanted[28 * 10 + 12], wanted[0]]).toEqual([255, 0]);
    for (const rgba of [dark, clear]) expect(convert(rgba, 28, 28, 'whole')).toEqual(wanted);
  });

  test('of other sizes are averaged over areas, their shape kept', () => {
    const plane = { width: 112, height: 56, values: Float32Array.from({ length: 112 * 56 }, (_, at) => (at % 112 < 56 ? 1 : 0)) };
    const image = whole(plane);
    // 28 by 14 in the middle; its left half is ink.
    const rows = Array.from({ length: 28 }, (_, y) => [...image.subarray(28 * y, 28 * y + 28)]);
    rows.forEach((row, y) => expect(row).toEqual(y < 7 || y >= 21 ? Array(28).fill(0) : [...Array(14).fill(255), ...Array(14).fill(0)]));
  });

  test('a mark is as large as a digit of MNIST, wherever it is drawn', () => {
    const drawn = (left, top) => convert(picture(200, 200, (x, y) => (x >= left && x < left + 10 && y >= top && y < top + 60 ? 20 : 245)), 200, 200, 'mark');
    const image = drawn(30, 40);
    expect(drawn(120, 100)).toEqual(image);
    const rows = Array.from({ length: 28 }, (_, y) => image.subarray(28 * y, 28 * y + 28).some((value) => value > 60));
    expect(rows.indexOf(true)).toBe(4);
    expect(rows.lastIndexOf(true)).toBe(23);
  });

  test('a sheet is cut along its grid; places without a drawing are left out', async () => {
    // Three columns and two rows of squares in places of 40 pixels; the last place is empty.
    const inPlace = (x, y) => x % 40 > 12 && x % 40 < 28 && y % 40 > 12 && y % 40 < 28 && !(x > 80 && y > 40);
    const sheet = inkOf(picture(120, 80, (x, y) => (inPlace(x, y) ? 0 : 255)), 120, 80);
    expect(gridOf(sheet)).toEqual({ columns: 3, rows: 2 });
    const found = cut(sheet, 3, 2, 'whole');
    expect(found.length).toBe(5);
    for (const image of found) expect(image).toEqual(found[0]);
    expect([found[0][28 * 14 + 14], found[0][0]]).toEqual([255, 0]);
    expect(cut(sheet, 3, 2, 'mark').length).toBe(5);
    // One picture, of one grey: no sheet, and nothing drawn on it.
    const sources = await sourcesOf([file('a.png', png(300, 300, 90))]);
    expect(await suggestion(sources, decode)).toMatchObject({ fit: 'mark', columns: 1, rows: 1 });
  });
});

test('folders are labels: digits by their number, or the first ten by name', () => {
  expect(labelsOf(['a/1/x.png', 'a/07/y.png', 'a/1/z.png'])).toEqual({ labels: [1, 7, 1], names: ['0', '1', '2', '3', '4', '5', '6', '7'] });
  expect(labelsOf(['cat/x.png', 'ant/y.png', 'cat/z.png'])).toEqual({ labels: [1, 0, 1], names: ['ant', 'cat'] });
  expect(labelsOf(['one/x.png', 'one/y.png', 'z.png'].slice(0, 2))).toEqual({ labels: [0, 0], names: null });
  const many = Array.from({ length: 12 }, (_, at) => `k${at}/x.png`);
  const { labels, names } = labelsOf(many);
  expect(names).toEqual(many.slice(0, 10).map((name) => name.slice(0, -6)));
  expect(labels).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, null, null]);
});

test('files with random damage are read, or refused with a reason', async () => {
  // Nothing but a reason, and no endless work: a linear congruential generator, so that a failure can be repeated.
  let state = 7;
  const random = (below) => { state = (state * 1_103_515_245 + 12_345) % 2 ** 31; return state % below; };
  const archive = zipSync({ '1/a.png': png(28, 28, 5), '2/b.png': png(20, 30, 6), 'c.idx': imagesFile(images(2)) });
  const good = { 'a.zip': archive, 'b.idx': imagesFile(images(3)), 'c.gz': gzipSync(imagesFile(images(3))), 'd.png': png(28, 28, 9) };
  const known = ['empty', 'kind', 'broken', 'large', 'many', 'long', 'short', 'vector', 'narrow', 'shape', 'labels', 'label-values', 'blank', 'none'];
  for (let round = 0; round < 400; round++) {
    const [name, bytes] = Object.entries(good)[round % 4];
    const damaged = Uint8Array.from(bytes);
    // Most of what decides stands in front; an archive has headers in the middle too, and its directory at the end.
    const reach = random(2) === 0 ? damaged.length : Math.min(damaged.length, 200);
    for (let hit = 0; hit <= random(6); hit++) damaged[random(reach)] = random(256);
    const cut = damaged.subarray(0, random(3) === 0 ? random(damaged.length) : damaged.length);
    const problem = await problemOf(set(file(name, cut)));
    expect(known, `round ${round}: ${problem}`).toContain(problem);
  }
});
