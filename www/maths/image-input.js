// A picture of a digit, from a camera or a drawing program, as ink on a sheet. Plain arrays, no DOM.

import { median } from './statistics.js';

/** Bytes of a file that are read at all, and pixels that are decoded: more would take the memory of a phone. */
export const MAX_BYTES = 25e6;
export const MAX_PIXELS = 60e6;
/** A digit is not thinner than this; nor can such a picture be made small without becoming nothing. */
const MAX_ASPECT = 20;
/** Ink weaker than this, as a share of the strongest, is paper, shadow or noise; above the second it is full. */
const PAPER = 0.25;
const FULL = 0.75;
/** Between paper and the strongest ink there must be this much, of all from black to white. */
const LEAST_CONTRAST = 0.12;

const readers = {
  png: (view) => view.getUint32(0) === 0x89504e47 && [view.getUint32(16), view.getUint32(20)],
  gif: (view) => view.getUint32(0) === 0x47494638 && [view.getUint16(6, true), view.getUint16(8, true)],
  jpeg: (view) => view.getUint16(0) === 0xffd8 && jpegSize(view),
  webp: (view) => view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250 && webpSize(view),
};

/** The segment that says how large it is comes before the pixels. */
function jpegSize(view) {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpSize(view) {
  const kind = view.getUint32(12);
  if (kind === 0x56503820) return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (kind === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  const three = (at) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return kind === 0x56503858 ? [three(24), three(27)] : null;
}

/**
 * How large a picture is, from its first bytes, before anything is decoded.
 * @param {ArrayBuffer} buffer
 * @returns {{width: number, height: number} | null} null where it is none of PNG, JPEG, WebP and GIF
 */
export function sizeOfImage(buffer) {
  const view = new DataView(buffer);
  for (const read of Object.values(readers)) {
    try {
      const size = read(view);
      if (size) return size[0] > 0 && size[1] > 0 ? { width: size[0], height: size[1] } : null;
    } catch {
      // Shorter than a header of this kind.
    }
  }
  return null;
}

/** @returns {'kind'|'large'|'long'|null} why a picture is not taken: a key of the words in languages/ */
export function refusal(size, bytes) {
  if (bytes > MAX_BYTES) return 'large';
  if (!size) return 'kind';
  const { width, height } = size;
  if (width * height > MAX_PIXELS) return 'large';
  return Math.max(width, height) > MAX_ASPECT * Math.min(width, height) ? 'long' : null;
}

/** Where a picture of this shape lies on a square sheet: whole, in the middle. */
export function fitted({ width, height }, sheet) {
  const scale = sheet / Math.max(width, height);
  const wide = Math.max(1, Math.round(width * scale));
  const high = Math.max(1, Math.round(height * scale));
  return { x: Math.floor((sheet - wide) / 2), y: Math.floor((sheet - high) / 2), width: wide, height: high };
}

/**
 * The ink of a picture, whether dark on light or light on dark: its border says which is the paper.
 * @param {Uint8ClampedArray} rgba width*height pixels
 * @param {number} width
 * @param {number} height
 * @returns {Float32Array|null} values in 0..1, or null where all is of one tone
 */
export function inkOfPixels(rgba, width, height) {
  const tones = tonesOf(rgba, width, height);
  const paper = median(borderOf(tones, width, height));
  // Away from the paper's own side: a shadow on white paper is darker, never lighter.
  const [room, sign] = paper >= 0.5 ? [paper, -1] : [1 - paper, 1];
  const ink = tones.map((tone) => Math.max(0, (sign * (tone - paper)) / room));
  let strongest = 0;
  for (const value of ink) if (value > strongest) strongest = value;
  if (strongest * room < LEAST_CONTRAST) return null;
  return ink.map((value) => Math.min(1, Math.max(0, (value / strongest - PAPER) / (FULL - PAPER))));
}

/** Brightness in 0..1. What is transparent becomes paper: white under dark strokes, black under light ones. */
function tonesOf(rgba, width, height) {
  const tones = new Float32Array(width * height);
  let visible = 0;
  let bright = 0;
  for (let i = 0; i < tones.length; i++) {
    tones[i] = (0.2126 * rgba[4 * i] + 0.7152 * rgba[4 * i + 1] + 0.0722 * rgba[4 * i + 2]) / 255;
    visible += rgba[4 * i + 3];
    bright += tones[i] * rgba[4 * i + 3];
  }
  const under = visible > 0 && bright / visible > 0.5 ? 0 : 1;
  // Where only a little is transparent, such as rounded corners, the visible pixels hold the paper themselves.
  const mostlyThere = visible > 0.75 * 255 * tones.length;
  const paper = mostlyThere ? 1 - under : under;
  return tones.map((tone, i) => paper + (tone - paper) * (rgba[4 * i + 3] / 255));
}

function borderOf(tones, width, height) {
  const border = [];
  for (let x = 0; x < width; x++) border.push(tones[x], tones[(height - 1) * width + x]);
  for (let y = 0; y < height; y++) border.push(tones[y * width], tones[y * width + width - 1]);
  return border;
}
