// What in a picture could be the paper: regions of even colour, however the light falls on them, and what each of them surrounds.

import { marksOf } from './marks.js';
import { sums } from './planes.js';

/** Neighbours of a paper differ by less than this, as a share of all from black to white; by more where all of it is rough. */
const EVEN = 0.03;
const ROUGHEST = 0.1;
/** Smaller regions, as a share of the picture, are no paper. */
const SMALLEST = 0.03;
/** So many of the largest are looked at. */
const MOST = 6;
/** A shadow leaves at least this share of the light, and takes about the same of every colour. */
const DARKEST_SHADOW = 0.3;
const SHADOW_TINT = 0.15;

/**
 * @typedef {object} Paper
 * @property {Int32Array} parts  of each pixel: which part of the paper it is (a shadow's edge parts a sheet), or -1
 * @property {number} count      of parts
 * @property {Uint8Array} sheet  1: on the paper, or between two places of it, as ink is
 * @property {number} size       pixels of the sheet
 */

/**
 * What may be paper, the largest first; last, those that are one sheet if the edge between them is that of a shadow.
 * @param {import('./planes.js').Planes} planes small: lines should all but vanish
 * @returns {Paper[]}
 */
export function papersIn(planes) {
  const { width, height } = planes;
  const { labels, marks } = marksOf(evenPixels(planes), width, height);
  const regions = marks.filter(({ area }) => area >= SMALLEST * width * height).sort((a, b) => b.area - a.area).slice(0, MOST).map(({ label }) => label);
  const alone = regions.map((label) => paperOf([label], labels, width, height)).sort((a, b) => b.size - a.size);
  const tones = regions.map((label) => toneOf(planes, labels, label));
  const pairs = regions.flatMap((label, at) => regions.slice(at + 1)
    .filter((_, other) => isShadow(tones[at], tones[at + 1 + other]))
    .map((other) => paperOf([label, other], labels, width, height)));
  return [...alone, ...pairs];
}

/**
 * Pixels that hardly differ from those beside them.
 * @param {import('./planes.js').Planes} planes
 */
function evenPixels({ width, height, colours }) {
  const steps = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      for (const plane of colours) {
        if (x + 1 < width) {
          const step = Math.abs(plane[at] - plane[at + 1]);
          steps[at] = Math.max(steps[at], step);
          steps[at + 1] = Math.max(steps[at + 1], step);
        }
        if (y + 1 < height) {
          const step = Math.abs(plane[at] - plane[at + width]);
          steps[at] = Math.max(steps[at], step);
          steps[at + width] = Math.max(steps[at + width], step);
        }
      }
    }
  }
  const usual = steps.slice().sort()[steps.length >> 1];
  const limit = Math.min(ROUGHEST, Math.max(EVEN, 2.5 * usual));
  return Uint8Array.from(steps, (step) => (step <= limit ? 1 : 0));
}

/** @param {number[]} labels of its parts @param {Int32Array} of @param {number} width @param {number} height @returns {Paper} */
function paperOf(labels, of, width, height) {
  const parts = of.map((label) => labels.indexOf(label));
  const sheet = new Uint8Array(parts.length);
  fillBetween(parts, sheet, width, height, 1, width);
  fillBetween(parts, sheet, height, width, width, 1);
  return { parts, count: labels.length, sheet, size: sheet.reduce((sum, value) => sum + value, 0) };
}

/**
 * Marks all from the first to the last place of the paper, line by line.
 * @param {Int32Array} parts
 * @param {Uint8Array} sheet
 * @param {number} length of a line
 * @param {number} count of lines
 * @param {number} step from a pixel to the next on its line
 * @param {number} next from a line to the next
 */
function fillBetween(parts, sheet, length, count, step, next) {
  for (let line = 0; line < count; line++) {
    let first = 0;
    while (first < length && parts[line * next + first * step] < 0) first += 1;
    let last = length - 1;
    while (last > first && parts[line * next + last * step] < 0) last -= 1;
    for (let at = first; at <= last && first < length; at++) sheet[line * next + at * step] = 1;
  }
}

/** @param {import('./planes.js').Planes} planes @param {Int32Array} labels @param {number} label */
function toneOf({ colours }, labels, label) {
  return colours.map((plane) => {
    let [sum, count] = [0, 0];
    for (let at = 0; at < plane.length; at++) if (labels[at] === label) { sum += plane[at]; count += 1; }
    return sum / count;
  });
}

/** Whether the darker of two colours is the lighter one with less light. @param {number[]} one @param {number[]} other */
function isShadow(one, other) {
  const bright = (/** @type {number[]} */ tone) => tone.reduce((sum, value) => sum + value, 0);
  const [light, dark] = bright(one) >= bright(other) ? [one, other] : [other, one];
  const shares = dark.map((value, channel) => value / Math.max(light[channel], 0.01));
  return Math.min(...shares) >= DARKEST_SHADOW && Math.max(...shares) - Math.min(...shares) <= SHADOW_TINT;
}

/** Half the width of the windows over which the paper's colour is averaged, the smallest that has some of it; in pixels. */
const WINDOWS = [4, 8, 16, 32, 64, 128];
/** So near to a shadow's edge the paper may have any colour between those on its two sides. */
const PENUMBRA = 3;
/** What differs from the paper around it by less is more of the paper: the inside of a 0. */
const SAME_PAPER = 0.1;

/**
 * The colours that the paper may have at each place, also beneath the ink.
 * @param {import('./planes.js').Planes} planes as `papersIn` got them
 * @param {Paper} paper
 * @returns {{low: Float32Array[], high: Float32Array[]}} from and to, each red, green and blue; the same but at a shadow's edge
 */
export function coloursOf(planes, paper) {
  const found = averages(planes, paper.parts, paper.count);
  // What lies in a shadow would be taken for the part in the light.
  if (paper.count > 1) return found;
  const parts = paper.parts.map((part, at) => {
    if (part >= 0 || !paper.sheet[at]) return part;
    return planes.colours.every((plane, channel) => Math.abs(plane[at] - found.low[channel][at]) < SAME_PAPER) ? 0 : -1;
  });
  return averages(planes, parts, 1);
}

/** @param {import('./planes.js').Planes} planes @param {Int32Array} parts @param {number} count @returns {{low: Float32Array[], high: Float32Array[]}} */
function averages({ width, height, colours }, parts, count) {
  const tables = Array.from({ length: count }, (_, wanted) => {
    const own = Uint8Array.from(parts, (part) => Number(part === wanted));
    return { weight: sums(own, width, height), colours: colours.map((plane) => sums(plane.map((value, at) => value * own[at]), width, height)) };
  });
  const empty = () => colours.map(() => new Float32Array(width * height));
  const [low, high] = [empty(), empty()];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const window = (/** @type {number} */ reach) => /** @type {const} */ ([Math.max(0, x - reach), Math.max(0, y - reach), Math.min(width, x + reach + 1), Math.min(height, y + reach + 1)]);
      const edge = window(PENUMBRA);
      const inPenumbra = count > 1 && tables.every(({ weight }) => weight(...edge) > 0);
      const own = inPenumbra || parts[at] < 0 ? tables : [tables[parts[at]]];
      const reach = WINDOWS.find((half) => own.some(({ weight }) => weight(...window(half)) > 0)) ?? WINDOWS[0];
      const near = own.filter(({ weight }) => weight(...window(reach)) > 0);
      for (let channel = 0; channel < colours.length; channel++) {
        const tones = near.map((table) => table.colours[channel](...window(reach)) / table.weight(...window(reach)));
        low[channel][at] = Math.min(...tones);
        high[channel][at] = Math.max(...tones);
      }
    }
  }
  return { low, high };
}
