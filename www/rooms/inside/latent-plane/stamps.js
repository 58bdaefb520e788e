// The theme's colours for the plane, and the small pictures that are put on it again and again.

import { colour } from '../../../kit/theme.js';
import { disc, haloed } from './strokes.js';

/** @returns {{surface: string, line: string, muted: string, ink: string, code: string, digits: string[], font: string}} of the theme */
export function readInks() {
  const inks = Object.fromEntries(['surface', 'line', 'muted', 'ink', 'code'].map((name) => [name, colour(`--${name}`)]));
  return { ...inks, digits: Array.from({ length: 10 }, (_, digit) => colour(`--digit-${digit}`)), font: getComputedStyle(document.body).fontFamily };
}

/**
 * Each kind's dot and numeral as small pictures: a thousand of those are drawn in a millisecond or two.
 * @returns {Record<'dots'|'numerals', {picture: OffscreenCanvas, half: number}[]>}
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

/** A picture around a middle, `half` to each side. */
function stamp(half, ratio, draw) {
  const side = Math.ceil(2 * half * ratio);
  const picture = new OffscreenCanvas(side, side);
  const pen = picture.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, side / 2, side / 2);
  draw(pen);
  return { picture, half };
}
