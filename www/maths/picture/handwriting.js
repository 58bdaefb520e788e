// Which of the marks on a sheet are the digit, and whether it looks like one.

import { extent, grown, lineWidth, marksOf } from './marks.js';

/** Marks below this share of the digit's size are dust; those below the second must lie within its box, as bits of a broken line do. */
const DUST = 0.02;
const PART = 0.1;
/** A part may be so far from the rest, as a share of the longer side. */
const NEAR = 0.12;
/** A mark as large as this share of the digit, apart from it, is another digit. */
const ANOTHER = 0.3;
/** Wider lines than this share of a digit's longer side are no handwriting but a sheet, a blot, a shadow. */
const WIDEST = 0.36;
/** Nor does handwriting fill more of its convex hull than this, but for a single line. */
const FULLEST = 0.72;
const SINGLE_LINE = 0.26;
/** A digit's longer side is no shorter than this share of its sheet's, and its ink covers no more than that. */
const SMALLEST = 0.06;
const MOST_INK = 0.5;

/** @typedef {import('./marks.js').Mark} Mark */

/**
 * @typedef {object} Found
 * @property {Float32Array} ink  of each pixel, 0 to 1; only the digit's
 * @property {number} width      of the picture
 * @property {number} height
 * @property {{left: number, top: number, width: number, height: number}} box around the digit, in pixels
 * @property {number} line       how wide its lines are, in pixels
 * @property {number} fullness   the share of its convex hull that is ink, 0 for a single line
 * @property {boolean} several   whether there are other marks as large as it
 * @property {boolean} doubtful  whether it does not look like handwriting, or is cut off
 */

/**
 * @param {Float32Array} ink of each pixel, 0 to 1
 * @param {Uint8Array} sheet 1: on the paper
 * @param {number} width
 * @param {number} height
 * @returns {Found|null} null: there is no mark
 */
export function digitAmong(ink, sheet, width, height) {
  const dark = Uint8Array.from(ink, (value) => Number(value > 0.3));
  const { labels, marks } = marksOf(grown(dark, width, height, Math.round(Math.max(width, height) / 160)), width, height);
  // What a mark is like is told by its own pixels, not by those that join them.
  for (let at = 0; at < dark.length; at++) if (!dark[at]) labels[at] = -1;
  measure(marks, labels, width, height);
  const bounds = boundsOf(sheet, width);
  const inside = marks.filter((mark) => !isRule(mark, bounds) && !isFrame(mark, marks, labels, width));
  if (inside.length === 0) return null;

  const main = inside.reduce((a, b) => (b.area > a.area ? b : a));
  const near = (/** @type {Mark} */ mark, /** @type {number} */ room) => (
    mark.right >= main.left - room && mark.left <= main.right + room && mark.bottom >= main.top - room && mark.top <= main.bottom + room
  );
  const isPart = (/** @type {Mark} */ { area }) => area >= PART * main.area;
  const kept = inside.filter((mark) => (isPart(mark) ? near(mark, NEAR * extent(main)) : mark.area >= DUST * main.area && near(mark, 0)));
  const several = inside.some((mark) => mark.area >= ANOTHER * main.area && !kept.includes(mark));

  const [left, top] = [Math.min(...kept.map((mark) => mark.left)), Math.min(...kept.map((mark) => mark.top))];
  const [right, bottom] = [Math.max(...kept.map((mark) => mark.right)), Math.max(...kept.map((mark) => mark.bottom))];
  const box = { left, top, width: right - left + 1, height: bottom - top + 1 };
  const longest = Math.max(box.width, box.height);
  const chosen = marks.map((mark) => kept.includes(mark));
  const area = kept.reduce((sum, mark) => sum + mark.area, 0);
  const line = lineWidth(main);
  const isLine = line < SINGLE_LINE * longest && Math.min(box.width, box.height) < 0.5 * longest;
  const fullness = isLine ? 0 : area / hullArea(chosen, labels, width, box);
  const sides = [left <= bounds.left + 1, top <= bounds.top + 1, right >= bounds.right - 2, bottom >= bounds.bottom - 2].filter(Boolean).length;
  const doubtful = line > WIDEST * longest || fullness > FULLEST || area > MOST_INK * bounds.area || sides > 2
    || longest < SMALLEST * Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top) || leaves(chosen, labels, sheet, width, height);
  return { ink: ink.map((value, at) => (chosen[labels[at]] ? value : 0)), width, height, box, line, fullness, several, doubtful };
}

/** Area, edge and box of marks, by the pixels that have their labels. @param {Mark[]} marks @param {Int32Array} labels @param {number} width @param {number} height */
function measure(marks, labels, width, height) {
  for (const mark of marks) Object.assign(mark, { area: 0, edge: 0, left: width, top: height, right: -1, bottom: -1 });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (labels[at] < 0) continue;
      const mark = marks[labels[at]];
      mark.area += 1;
      if (x < mark.left) mark.left = x;
      if (x > mark.right) mark.right = x;
      if (y < mark.top) mark.top = y;
      mark.bottom = y;
      const isInside = x > 0 && labels[at - 1] >= 0 && x + 1 < width && labels[at + 1] >= 0 && y > 0 && labels[at - width] >= 0 && y + 1 < height && labels[at + width] >= 0;
      if (!isInside) mark.edge += 1;
    }
  }
}

/** The box around the sheet; right and bottom are not part of it. @param {Uint8Array} sheet @param {number} width */
function boundsOf(sheet, width) {
  const bounds = { left: width, top: Infinity, right: 0, bottom: 0, area: 0 };
  for (let at = 0; at < sheet.length; at++) {
    if (!sheet[at]) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    if (x < bounds.left) bounds.left = x;
    if (x >= bounds.right) bounds.right = x + 1;
    if (y < bounds.top) bounds.top = y;
    bounds.bottom = y + 1;
    bounds.area += 1;
  }
  return bounds;
}

/** A line from one side of the sheet to the other, as paper has them. @param {Mark} mark @param {ReturnType<typeof boundsOf>} bounds */
function isRule({ left, right, top, bottom }, bounds) {
  const [wide, high] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
  const [across, down] = [right - left + 1, bottom - top + 1];
  return (across > 0.95 * wide && down < 0.1 * high) || (down > 0.95 * high && across < 0.02 * wide);
}

/**
 * A box drawn around other marks: nearly all of it lies along the sides of its own box.
 * @param {Mark} mark
 * @param {Mark[]} marks
 * @param {Int32Array} labels
 * @param {number} width
 */
function isFrame(mark, marks, labels, width) {
  const { label, left, right, top, bottom, area } = mark;
  const holds = (/** @type {Mark} */ other) => other.left > left && other.right < right && other.top > top && other.bottom < bottom && other.area > 0.05 * area;
  if (!marks.some(holds)) return false;
  const rim = Math.max(2, 0.06 * extent(mark));
  let along = 0;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      if (labels[y * width + x] === label && Math.min(x - left, right - x, y - top, bottom - y) < rim) along += 1;
    }
  }
  return along > 0.9 * area;
}

/**
 * The area of the convex hull of marks, in pixels.
 * @param {boolean[]} chosen by label
 * @param {Int32Array} labels
 * @param {number} width
 * @param {Found['box']} box around them
 */
function hullArea(chosen, labels, width, { left, top, width: wide, height: high }) {
  // Each row's ends are all that a hull can rest on: those on the left from top to bottom, then those on the right back up.
  /** @type {[number, number][]} */
  const lefts = [];
  /** @type {[number, number][]} */
  const rights = [];
  for (let y = top; y < top + high; y++) {
    let [first, last] = [-1, -1];
    for (let x = left; x < left + wide; x++) {
      if (!chosen[labels[y * width + x]]) continue;
      if (first < 0) first = x;
      last = x;
    }
    if (first < 0) continue;
    lefts.push([first, y], [first, y + 1]);
    rights.push([last + 1, y], [last + 1, y + 1]);
  }
  const hull = [...chain(lefts), ...chain(rights.reverse())];
  return Math.abs(hull.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = hull[(at + 1) % hull.length];
    return sum + x * nextY - y * nextX;
  }, 0)) / 2;
}

/** The points of a chain that turn one way only. @param {[number, number][]} points @returns {[number, number][]} */
function chain(points) {
  /** @type {[number, number][]} */
  const kept = [];
  for (const point of points) {
    while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], point) >= 0) kept.pop();
    kept.push(point);
  }
  return kept;
}

/** @param {[number, number]} a @param {[number, number]} b @param {[number, number]} c */
const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/**
 * Whether marks reach the sheet's edge within the picture: a hand, the desk, or a stroke that is cut off.
 * @param {boolean[]} chosen by label
 * @param {Int32Array} labels
 * @param {Uint8Array} sheet
 * @param {number} width
 * @param {number} height
 */
function leaves(chosen, labels, sheet, width, height) {
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      if (chosen[labels[at]] && !(sheet[at - 1] && sheet[at + 1] && sheet[at - width] && sheet[at + width])) return true;
    }
  }
  return false;
}
