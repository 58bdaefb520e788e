// IDX, the format of MNIST's files (http://yann.lecun.com/exdb/mnist/): a type, the dimensions, and the values. No DOM.

import { DataProblem, MOST_IMAGES, MOST_UNPACKED_BYTES } from './problem.js';

/** The type of values that are bytes. */
const BYTES = 8;
/** A side of images that are not 28 by 28. */
const LONGEST_SIDE = 1024;
/** Bytes of the longest header that is read. */
export const MOST_HEADER = 4 + 4 * 3;

/**
 * @typedef {object} Header
 * @property {number[]} dimensions `[n, height, width]` of images, `[n]` of labels
 * @property {number} length   bytes of the header
 * @property {number} promised bytes that follow it
 */

/** Whether a file begins as IDX files do. @param {Uint8Array} start */
export const isIdx = (start) => start.length >= 4 && start[0] === 0 && start[1] === 0 && [8, 9, 11, 12, 13, 14].includes(start[2]) && start[3] >= 1 && start[3] <= 9;

/**
 * What a file promises, before anything is made of it.
 * @param {Uint8Array} start the first bytes of an IDX file, `MOST_HEADER` of them or all there are
 * @returns {Header}
 * @throws {DataProblem}
 */
export function readHeader(start) {
  const [, , kind, count] = start;
  if (kind !== BYTES || (count !== 1 && count !== 3)) throw new DataProblem('shape');
  const length = 4 + 4 * count;
  if (start.length < length) throw new DataProblem('short');
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const dimensions = Array.from({ length: count }, (_, at) => view.getUint32(4 + 4 * at));
  const [images, ...sides] = dimensions;
  if (images > MOST_IMAGES) throw new DataProblem('many', { most: MOST_IMAGES, count: images });
  if (images === 0) throw new DataProblem('empty');
  if (sides.some((side) => side < 1 || side > LONGEST_SIDE)) throw new DataProblem('shape');
  const promised = dimensions.reduce((product, one) => product * one, 1);
  if (promised > MOST_UNPACKED_BYTES) throw new DataProblem('large', { name: '' });
  return { dimensions, length, promised };
}

/**
 * @param {Uint8Array} bytes of a whole file
 * @returns {{dimensions: number[], values: Uint8Array}} values: a view of the bytes
 * @throws {DataProblem}
 */
export function readIdx(bytes) {
  const { dimensions, length, promised } = readHeader(bytes.subarray(0, MOST_HEADER));
  if (bytes.length < length + promised) throw new DataProblem('short');
  if (bytes.length > length + promised) throw new DataProblem('long');
  return { dimensions, values: bytes.subarray(length) };
}

/** @param {number[]} dimensions @param {Uint8Array} values */
function written(dimensions, values) {
  const file = new Uint8Array(4 + 4 * dimensions.length + values.length);
  const view = new DataView(file.buffer);
  file.set([0, 0, BYTES, dimensions.length]);
  dimensions.forEach((one, at) => view.setUint32(4 + 4 * at, one));
  file.set(values, 4 + 4 * dimensions.length);
  return file;
}

/** A file of images, 784 bytes each. @param {Uint8Array} images */
export const imagesFile = (images) => written([images.length / 784, 28, 28], images);

/** A file of labels. @param {Uint8Array} labels */
export const labelsFile = (labels) => written([labels.length], labels);
