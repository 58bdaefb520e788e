// Files that somebody hands in, as a set of images: IDX files, an archive, pictures, or one sheet of drawings. The bytes decide what a
// file is, not its name. No DOM: what decodes a picture is handed in.

import { readPicture, refusal } from '../maths/picture/file.js';
import { LOOK, convert, cut, gridOf, inkOf, whole } from './convert.js';
import { joined } from './bytes.js';
import { isGzip, unpackedIdx } from './gunzip.js';
import { isIdx, readIdx } from './idx.js';
import { labelsOf } from './labels.js';
import { DataProblem, MOST_FILE_BYTES, MOST_IMAGES } from './problem.js';
import { filesOf, isZip } from './zip.js';

/** The header of a picture is within its first bytes. */
const HEADER = 1 << 20;
/** Pixels of the longer side of a sheet that is cut up. */
const SHEET = 1600;
/** A picture whose longer side is longer than this is more likely a photograph than an image for a model. */
const PHOTOGRAPH = 64;

/**
 * @typedef {import('./idx.js').Header} Header
 * @typedef {{name: string, dimensions: number[], values: Uint8Array}} IdxFile
 * @typedef {{name: string, blob: Blob, width: number, height: number}} PictureEntry name: with its folders
 * @typedef {object} Sources what there is to make images of
 * @property {string} name        of the set
 * @property {IdxFile[]} idx
 * @property {PictureEntry[]} pictures
 * @property {string[]} unread    names of pictures that cannot be read
 * @property {number} others      files in an archive that are no pictures
 *
 * @typedef {object} Set
 * @property {string} name
 * @property {Uint8Array} images  784 bytes each
 * @property {Uint8Array|null} labels
 * @property {string[]|null} names what labels are called
 *
 * @typedef {{fit: import('./convert.js').Fit, columns: number, rows: number}} How columns, rows: of one picture that is a sheet
 * @typedef {(picture: Blob, longest: number, size: {width: number, height: number}) => Promise<{data: Uint8ClampedArray, width: number, height: number}>} Decode
 *   a picture of `longest` pixels a side at most
 */

/**
 * Looks at files, and unpacks those that are archives.
 * @param {File[]} files
 * @returns {Promise<Sources>}
 * @throws {DataProblem}
 */
export async function sourcesOf(files) {
  if (files.length > MOST_IMAGES) throw new DataProblem('many', { most: MOST_IMAGES, count: files.length });
  /** @type {Sources} */
  const sources = { name: nameOf(files), idx: [], pictures: [], unread: [], others: 0 };
  for (const file of files) {
    const start = new Uint8Array(await file.slice(0, 16).arrayBuffer());
    if (file.size > MOST_FILE_BYTES) throw new DataProblem('large', { name: file.name });
    if (isZip(start)) {
      const { entries, others } = filesOf(new Uint8Array(await file.arrayBuffer()));
      sources.others += others;
      for (const { name, bytes } of entries) {
        if (isIdx(bytes)) sources.idx.push({ name, ...readIdx(bytes) });
        else await addPicture(sources, name, new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]), true);
      }
    } else if (isGzip(start)) {
      sources.idx.push({ name: file.name, ...readIdx(await unpackedIdx(file)) });
    } else if (isIdx(start)) {
      sources.idx.push({ name: file.name, ...readIdx(new Uint8Array(await file.arrayBuffer())) });
    } else {
      await addPicture(sources, file.webkitRelativePath || file.name, file, files.length > 1);
    }
  }
  if (sources.idx.length === 0 && sources.pictures.length === 0) {
    throw new DataProblem(sources.unread.length > 0 ? 'broken' : 'kind', { name: sources.unread[0] ?? files[0]?.name ?? '' });
  }
  return sources;
}

/**
 * One that cannot be used is left out where there are others.
 * @param {Sources} sources
 * @param {string} name
 * @param {Blob} blob
 * @param {boolean} amongOthers
 */
async function addPicture(sources, name, blob, amongOthers) {
  const head = await blob.slice(0, HEADER).arrayBuffer();
  const about = readPicture(head);
  const refused = refusal(about, head, blob.size);
  if (about && !refused) {
    sources.pictures.push({ name, blob, width: about.width, height: about.height });
    return;
  }
  if (!amongOthers) throw new DataProblem(PROBLEMS[refused ?? 'kind'], { name });
  sources.unread.push(name);
}

/** @type {Record<NonNullable<ReturnType<typeof refusal>>, import('./problem.js').Problem>} */
const PROBLEMS = { nothing: 'empty', vector: 'vector', kind: 'kind', large: 'large', long: 'narrow', broken: 'broken' };

/** A set is called as its archive, its folder or its only file is. @param {File[]} files */
function nameOf(files) {
  const [first] = files;
  if (!first) return '';
  const folder = first.webkitRelativePath?.split('/')[0];
  const name = folder || (files.length === 1 || /idx|ubyte/i.test(first.name) ? first.name : '');
  return name.replace(/\.gz$/i, '').replace(/[-._]?(images|labels)?[-._]?(idx\d)?[-._]?ubyte$/i, '').replace(/\.[a-z0-9]{2,5}$/i, '').slice(0, 80);
}

/** How to convert, if nobody says otherwise. @param {Sources} sources @param {Decode} decode @returns {Promise<How>} */
export async function suggestion({ pictures }, decode) {
  const fit = pictures.some(({ width, height }) => Math.max(width, height) > PHOTOGRAPH) ? 'mark' : 'whole';
  if (pictures.length !== 1) return { fit, columns: 1, rows: 1 };
  const [picture] = pictures;
  if (Math.max(picture.width, picture.height) <= PHOTOGRAPH) return { fit, columns: 1, rows: 1 };
  const { data, width, height } = await decoded(picture, LOOK, decode);
  return { fit, ...gridOf(inkOf(data, width, height)) };
}

/**
 * @param {Sources} sources
 * @param {How} how
 * @param {Decode} decode
 * @param {(done: number, all: number) => void} [onProgress]
 * @returns {Promise<{set: Set, unread: string[], leftOut: number}>} leftOut: pictures in folders beyond the tenth
 * @throws {DataProblem}
 */
export async function setOf(sources, how, decode, onProgress = () => {}) {
  const { name, idx, pictures } = sources;
  if (idx.length > 0) return { set: { name, names: null, ...fromIdx(idx) }, unread: [], leftOut: pictures.length };
  if (pictures.length === 1 && (how.columns > 1 || how.rows > 1)) {
    const { data, width, height } = await decoded(pictures[0], SHEET, decode);
    const images = cut(inkOf(data, width, height), how.columns, how.rows, how.fit);
    if (images.length === 0) throw new DataProblem('blank', { name: pictures[0].name });
    return { set: { name, images: joined(images), labels: null, names: null }, unread: [], leftOut: 0 };
  }
  const { labels, names } = labelsOf(pictures.map((picture) => picture.name));
  const unread = [...sources.unread];
  /** @type {{image: Uint8Array, label: number}[]} */
  const found = [];
  let leftOut = 0;
  for (const [at, picture] of pictures.entries()) {
    const label = labels[at];
    if (label === null) {
      leftOut += 1;
      continue;
    }
    try {
      const { data, width, height } = await decoded(picture, LOOK, decode);
      found.push({ image: convert(data, width, height, how.fit), label });
    } catch (error) {
      if (pictures.length === 1) throw error;
      unread.push(picture.name);
    }
    onProgress(at + 1, pictures.length);
  }
  if (found.length === 0) throw new DataProblem('broken', { name: unread[0] ?? '' });
  return { set: { name, images: joined(found.map(({ image }) => image)), labels: names && Uint8Array.from(found, ({ label }) => label), names }, unread, leftOut };
}

/** @param {PictureEntry} picture @param {number} longest @param {Decode} decode */
const decoded = ({ name, blob, width, height }, longest, decode) => decode(blob, longest, { width, height }).catch(() => { throw new DataProblem('broken', { name }); });

/** Files of images, and of labels where each has one with as many. @param {IdxFile[]} files @returns {Pick<Set, 'images'|'labels'>} */
function fromIdx(files) {
  const images = files.filter(({ dimensions }) => dimensions.length === 3);
  const labels = files.filter(({ dimensions }) => dimensions.length === 1);
  if (images.length === 0) throw new DataProblem('labels', { name: labels[0].name });
  const count = images.reduce((sum, { dimensions: [n] }) => sum + n, 0);
  if (count > MOST_IMAGES) throw new DataProblem('many', { most: MOST_IMAGES, count });
  const theirs = images.map(({ name, dimensions: [n] }) => {
    const fitting = labels.filter(({ dimensions: [m] }) => m === n);
    const own = fitting.find((file) => stem(file.name) === stem(name)) ?? fitting[0];
    if (own) labels.splice(labels.indexOf(own), 1);
    return own ?? null;
  });
  if (labels.length > 0) throw new DataProblem('labels', { name: labels[0].name });
  const values = theirs.every((file) => file !== null) ? joined(theirs.map((file) => /** @type {IdxFile} */ (file).values)) : null;
  if (values?.some((label) => label > 9)) throw new DataProblem('label-values', { label: values.find((label) => label > 9) ?? 0 });
  return { images: joined(images.map(in28)), labels: values };
}

/** What two files of one data set have in common. @param {string} name */
const stem = (name) => name.toLowerCase().replace(/images|labels|idx\d|ubyte|\.gz|[^a-z0-9]/g, '');

/** Images of a file, each made 28 by 28. @param {IdxFile} file */
function in28({ dimensions: [n, height, width], values }) {
  if (height === 28 && width === 28) return values;
  const size = width * height;
  return joined(Array.from({ length: n }, (_, at) => whole({ values: Float32Array.from(values.subarray(at * size, (at + 1) * size), (value) => value / 255), width, height })));
}
