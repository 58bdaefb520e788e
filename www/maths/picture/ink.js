// How much of each pixel is ink, once it is known what is paper.

import { grown, marksOf } from './marks.js';
import { coloursOf } from './papers.js';

/** Between paper and ink there must be this much, of all from black to white, and so many times what is usual on the paper. */
const LEAST_CONTRAST = 0.12;
const ABOVE_NOISE = 4;
/** So much a colour can become darker, or lighter, at least: where there is less room, noise would look like ink. */
const ROOM_BELOW = 0.15;
const ROOM_ABOVE = 0.5;
/** What differs by this share of the strongest says what colour the ink has. */
const CLEAR = 0.4;
/** Ink weaker than this, as a share of what its colour is, is paper, shadow or noise; above the second it is full. */
const FAINT = 0.25;
const FULL = 0.75;

/**
 * A pixel is a mixture of paper and ink, which have a colour each: how much it differs from the paper in the direction of the ink is
 * how much of it is ink.
 * @param {import('./planes.js').Planes} planes
 * @param {import('./planes.js').Planes} small the same picture, in which the paper was found
 * @param {import('./papers.js').Paper} paper
 * @returns {{ink: Float32Array|null, sheet: Uint8Array}} ink: 0 to 1 for each pixel of `planes`, null where nothing differs from the
 *   paper; sheet: 1 where the pixel is on the paper
 */
export function inkOn({ width, height, colours }, small, paper) {
  const sheet = enlargedMask(paper.sheet, small, width, height);
  const { low, high } = coloursOf(small, paper);
  const away = low.map((plane, channel) => {
    const from = enlarged(plane, small, width, height);
    const to = enlarged(high[channel], small, width, height);
    return colours[channel].map((value, at) => {
      if (!sheet[at]) return 0;
      // A shadow takes the same share of the light from ink and paper, not the same amount.
      if (value < from[at]) return (value - from[at]) / Math.max(ROOM_BELOW, from[at]);
      return value > to[at] ? (value - to[at]) / Math.max(ROOM_ABOVE, 1 - to[at]) : 0;
    });
  });
  const [red, green, blue] = away;
  const most = red.map((value, at) => Math.max(Math.abs(value), Math.abs(green[at]), Math.abs(blue[at])));
  const [usual, strongest] = quantiles(most, sheet, [0.5, 0.998]);
  if (strongest < Math.max(LEAST_CONTRAST, ABOVE_NOISE * usual)) return { ink: null, sheet };

  const [r, g, b] = colourOfInk(away, most, CLEAR * strongest, width, height);
  const length = r * r + g * g + b * b;
  const ink = new Float32Array(width * height);
  for (let at = 0; at < ink.length; at++) {
    const share = (red[at] * r + green[at] * g + blue[at] * b) / length;
    ink[at] = Math.min(1, Math.max(0, (share - FAINT) / (FULL - FAINT)));
  }
  return { ink, sheet };
}

/**
 * How the largest clear mark differs from the paper: what is lighter than it and what is darker would else cancel each other out.
 * @param {Float32Array[]} away
 * @param {Float32Array} most
 * @param {number} least
 * @param {number} width
 * @param {number} height
 */
function colourOfInk(away, most, least, width, height) {
  const { labels, marks } = marksOf(grown(Uint8Array.from(most, (value) => Number(value > least)), width, height, 1), width, height);
  const { label } = marks.reduce((a, b) => (b.area > a.area ? b : a));
  let weight = 0;
  const sum = [0, 0, 0];
  for (let at = 0; at < most.length; at++) {
    if (labels[at] !== label || most[at] <= least) continue;
    weight += most[at];
    for (let channel = 0; channel < 3; channel++) sum[channel] += most[at] * away[channel][at];
  }
  return sum.map((value) => value / weight);
}

/** @param {Uint8Array} mask @param {{width: number, height: number}} from @param {number} width @param {number} height */
function enlargedMask(mask, from, width, height) {
  const large = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * from.height) / height) * from.width;
    for (let x = 0; x < width; x++) large[y * width + x] = mask[row + Math.floor(((x + 0.5) * from.width) / width)];
  }
  return large;
}

/**
 * Values between those of a small plane, without steps.
 * @param {Float32Array} plane
 * @param {{width: number, height: number}} from
 * @param {number} width
 * @param {number} height
 */
function enlarged(plane, from, width, height) {
  const large = new Float32Array(width * height);
  const [columns, rows] = [places(width, from.width), places(height, from.height)];
  for (let y = 0; y < height; y++) {
    const [top, bottom, down] = [rows.low[y] * from.width, rows.high[y] * from.width, rows.share[y]];
    for (let x = 0; x < width; x++) {
      const [left, right, across] = [columns.low[x], columns.high[x], columns.share[x]];
      const above = plane[top + left] + (plane[top + right] - plane[top + left]) * across;
      const below = plane[bottom + left] + (plane[bottom + right] - plane[bottom + left]) * across;
      large[y * width + x] = above + (below - above) * down;
    }
  }
  return large;
}

/** Between which two of `from` pixels each of `count` lies, and how far it is from the first. @param {number} count @param {number} from */
function places(count, from) {
  const [low, high, share] = [new Int32Array(count), new Int32Array(count), new Float32Array(count)];
  for (let at = 0; at < count; at++) {
    const place = Math.min(from - 1, Math.max(0, ((at + 0.5) * from) / count - 0.5));
    low[at] = Math.floor(place);
    high[at] = Math.min(from - 1, low[at] + 1);
    share[at] = place - low[at];
  }
  return { low, high, share };
}

const BINS = 1024;
/** What differs more than this differs as much as anything. */
const LARGEST = 2;

/**
 * Values below which these shares of them lie, to a five-hundredth.
 * @param {Float32Array} values 0 or more
 * @param {Uint8Array} mask of those that count
 * @param {number[]} shares
 */
function quantiles(values, mask, shares) {
  const counts = new Uint32Array(BINS);
  let all = 0;
  for (let at = 0; at < values.length; at++) {
    if (!mask[at]) continue;
    counts[Math.min(BINS - 1, Math.floor((values[at] / LARGEST) * BINS))] += 1;
    all += 1;
  }
  return shares.map((share) => {
    let [bin, below] = [0, counts[0]];
    while (bin < BINS - 1 && below <= share * all) { bin += 1; below += counts[bin]; }
    return (bin * LARGEST) / BINS;
  });
}
