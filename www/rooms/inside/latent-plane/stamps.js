// The theme's colours for the plane, and the small pictures that are put on it again and again.

import { contextOf } from '../../../kit/find.js';
import { colour } from '../../../kit/theme.js';
import { disc, haloed } from './strokes.js';

/**
 * @typedef {{surface: string, line: string, muted: string, ink: string, code: string, digits: string[], font: string}} Inks
 * @typedef {{picture: OffscreenCanvas, half: number}} Stamp  half: the side's half, in pixels of the page
 * @typedef {{dots: Stamp[], numerals: Stamp[]}} Stamps by digit
 */

/** @returns {Inks} of the theme */
export function readInks() {
  const [surface, line, muted, ink, code] = ['surface', 'line', 'muted', 'ink', 'code'].map((name) => colour(`--${name}`));
  const digits = Array.from({ length: 10 }, (_, digit) => colour(`--digit-${digit}`));
  return { surface, line, muted, ink, code, digits, font: getComputedStyle(document.body).fontFamily };
}

/**
 * Each kind's dot and numeral as small pictures: a thousand of those are drawn in a millisecond or two.
 * @param {Inks} inks
 * @param {number} size of the plane, in pixels of the page
 * @param {number} ratio pixels of the canvas to one of the page
 * @returns {Stamps}
 */
export function makeStamps(inks, size, ratio) {
  const small = size < 400;
  const radius = small ? 2.7 : 3.4;
  const letters = small ? 20 : 26;
  return {
    dots: inks.digits.map((ink) => stamp(radius + 1, ratio, (pen) => {
      disc(pen, 0, 0, radius + 0.8, inks.surface);
      disc(pen, 0, 0, radius, ink);
    })),
    numerals: inks.digits.map((ink, digit) => stamp(letters, ratio, (pen) => {
      pen.font = `700 ${letters}px ${inks.font}`;
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      haloed(pen, String(digit), 0, 0, ink, inks.surface);
    })),
  };
}

/**
 * A picture around a middle, `half` to each side.
 * @param {number} half
 * @param {number} ratio
 * @param {(pen: import('./strokes.js').Pen) => void} draw
 * @returns {Stamp}
 */
function stamp(half, ratio, draw) {
  const side = Math.ceil(2 * half * ratio);
  const picture = new OffscreenCanvas(side, side);
  const pen = contextOf(picture);
  pen.setTransform(ratio, 0, 0, ratio, side / 2, side / 2);
  draw(pen);
  return { picture, half };
}
