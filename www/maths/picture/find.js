// The digit in a picture: which paper it is on, what is ink on it, and which of the marks are the digit.

import { digitAmong } from './handwriting.js';
import { inkOn } from './ink.js';
import { papersIn } from './papers.js';
import { planesOf, shrunk, smoothed } from './planes.js';

/** Pixels of the longer side of a picture that is looked at; more cost time and show no more of a digit of 28. */
export const LOOK = 320;
/** And of the smaller ones in which the paper is looked for. The second is so coarse that squared paper is of one tone. */
const COARSE = [{ longest: 96, blur: 0 }, { longest: 32, blur: 1 }];
/** What fills less of its hull than this is handwriting beyond doubt. */
const CLEARLY = 0.55;

/** @typedef {import('./handwriting.js').Found} Found */

/**
 * Looks for one digit; that takes some tens of milliseconds.
 * @param {Uint8ClampedArray} rgba 4*width*height bytes
 * @param {number} width  `LOOK` at most
 * @param {number} height `LOOK` at most
 * @returns {Found|null} null: there is nothing but paper. What is `doubtful` is no digit, unless a person says so
 */
export function findDigit(rgba, width, height) {
  const planes = planesOf(rgba, width, height);
  /** @type {Found|null} */
  let best = null;
  for (const { longest, blur } of COARSE) {
    const small = smoothed(shrunk(planes, longest), blur);
    for (const paper of papersIn(small)) {
      const { ink, sheet } = inkOn(planes, small, paper);
      const found = ink && digitAmong(ink, sheet, width, height);
      if (!found) continue;
      if (!found.doubtful && found.fullness < CLEARLY) return found;
      best = !best || isBetter(found, best) ? found : best;
    }
    if (best && !best.doubtful) return best;
  }
  return best;
}

/** @param {Found} one @param {Found} other which is of the larger sheet */
const isBetter = (one, other) => (one.doubtful === other.doubtful ? !one.doubtful && one.fullness < other.fullness : other.doubtful);
