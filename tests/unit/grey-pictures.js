// Images for the explorer's tests, and how near two numbers must be.

import assert from 'node:assert/strict';
import { PIXELS } from '../../www/maths/digit.js';
import { Pictures } from '../../www/rooms/data/explorer/thread/pictures.js';

export const close = (a, b, most = 1e-4) => assert.ok(Math.abs(a - b) <= most, `${a} is not ${b}`);

/** Images that are grey all over, one after another. */
const greys = (...values) => Uint8Array.from(values.flatMap((value) => Array(PIXELS).fill(value)));
/** @param {number[]} values of training images @param {number[]} labels */
export function pictures(values, labels, test = []) {
  const made = new Pictures(values.length, test.length);
  made.add('train', greys(...values), Uint8Array.from(labels));
  made.add('test', greys(...test), new Uint8Array(test.length));
  return made;
}
