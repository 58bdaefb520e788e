import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { SIDE, centreDigit } from '../../www/maths/digit.js';
import { around, dragged, moved, resized, turnedLeft, turnedRight, whole } from '../../www/maths/picture/crop.js';
import { MAX_BYTES, readPicture, refusal } from '../../www/maths/picture/file.js';
import { findDigit } from '../../www/maths/picture/find.js';
import { sheetOf } from '../../www/maths/picture/lay.js';
import { marksOf } from '../../www/maths/picture/marks.js';
import { STROKES, photograph } from './pictures.js';
import { randomness } from './randomness.js';

/** How alike two images are, 0 to 1; a digit may be centred a pixel beside the other. */
function likeness(a, b) {
  const shifted = (by) => {
    let [both, ofA, ofB] = [0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      both += (a[i + by] ?? 0) * b[i];
      ofA += a[i] ** 2;
      ofB += b[i] ** 2;
    }
    return both / Math.sqrt(ofA * ofB);
  };
  return Math.max(...[-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => shifted(y * SIDE + x))));
}

/** A picture's digit as the model would get it, without lines being widened. */
function centred({ ink, width, height }) {
  const side = Math.max(width, height);
  const sheet = new Float32Array(side * side);
  for (let y = 0; y < height; y++) sheet.set(ink.subarray(y * width, (y + 1) * width), y * side);
  return centreDigit(sheet, side);
}

const inside = (x, y, left, top, right, bottom) => x > left && x < right && y > top && y < bottom;
const WHITE = [236, 232, 224];
const DESK = [60, 40, 28];
/** A sheet on a desk of one colour, or of one for each place. */
const onDesk = (desk) => (x, y) => (inside(x, y, 0.1, 0.08, 0.85, 0.9) ? WHITE : typeof desk === 'function' ? desk(x, y) : desk);
const inFour = (x, y, corners) => corners.every(([left, top], at) => {
  const [right, bottom] = corners[(at + 1) % corners.length];
  return (right - left) * (y - top) - (bottom - top) * (x - left) >= 0;
});
const turned = (x, y, angle) => [
  (x - 0.5) * Math.cos(angle) - (y - 0.5) * Math.sin(angle) + 0.5, (x - 0.5) * Math.sin(angle) + (y - 0.5) * Math.cos(angle) + 0.5,
];
const squares = (count, line, thick) => (x, y) => ([x, y].some((at) => Math.abs(((at * count) % 1) - 0.5) < thick) ? line : WHITE);

/** Pictures as people take them, of any digit. */
const SCENES = {
  'a pen': {},
  'a pencil on noisy paper': { ink: [120, 120, 125], pen: 2.6, noise: 8 },
  'a thin pencil': { ink: [110, 110, 115], pen: 0.9, noise: 6 },
  'a thick marker': { pen: 8 },
  'a blue pen': { ink: [40, 60, 200] },
  'a red pen': { ink: [210, 40, 40] },
  'a yellow pen, as light as the paper': { ink: [250, 240, 30] },
  'a shadow that deepens': { light: (x) => 1 - 0.75 * x, noise: 4 },
  'a shadow in a corner': { light: (x, y) => 1 - 0.7 * Math.max(0, Math.min(1, 2 * (x + y - 0.9))), noise: 4 },
  'a shadow with an edge': { light: (x, y) => (x + 0.2 * y > 0.55 ? 0.5 : 1), noise: 4 },
  'a lens that darkens the corners': { light: (x, y) => 1 - 1.1 * ((x - 0.5) ** 2 + (y - 0.5) ** 2), noise: 5 },
  'a sheet on a dark desk': { paper: onDesk(DESK), noise: 5 },
  'a sheet on a light desk': { paper: onDesk([200, 180, 150]), noise: 5 },
  'a sheet on wood': { paper: onDesk((x, y) => [110, 75, 45].map((value) => value * (1 + 0.3 * Math.sin(90 * y + 6 * Math.sin(7 * x))))), noise: 5 },
  'a sheet askew': { paper: (x, y) => (inside(...turned(x, y, 0.3), 0.12, 0.1, 0.88, 0.9) ? WHITE : DESK), noise: 5 },
  'a sheet seen from the side, in a shadow': { paper: (x, y) => (inFour(x, y, [[0.2, 0.06], [0.82, 0.1], [0.95, 0.95], [0.05, 0.9]]) ? WHITE : DESK), light: (x) => 1 - 0.6 * x, noise: 5 },
  'a sheet on tiles': { paper: onDesk((x, y) => ((Math.floor(9 * x) + Math.floor(9 * y)) % 2 ? [150, 150, 155] : [90, 90, 95])), noise: 5 },
  'a thumb on the sheet': { paper: (x, y) => (Math.hypot(x - 1, 1.3 * (y - 0.8)) < 0.22 ? [200, 150, 120] : onDesk(DESK)(x, y)), noise: 4 },
  'a flash': { light: (x, y) => 0.6 + 0.6 * Math.exp(-8 * ((x - 0.7) ** 2 + (y - 0.3) ** 2)), noise: 3 },
  'green on red, as light': { paper: () => [200, 60, 60], ink: [40, 130, 60] },
  'a desk on two sides': { paper: (x, y) => (x < 0.08 || y > 0.9 ? [80, 60, 40] : WHITE), noise: 5 },
  'chalk on a board': { paper: () => [38, 60, 48], ink: [225, 225, 215], noise: 8 },
  'red chalk': { paper: () => [38, 60, 48], ink: [230, 120, 120], noise: 8 },
  'white on a black screen': { paper: () => [18, 18, 22], ink: [250, 250, 250] },
  'blue on black, as dark': { paper: () => [0, 0, 0], ink: [0, 0, 255] },
  'dust': { dust: 60 },
  'ruled paper': { paper: (x, y) => (Math.abs(((y * 10) % 1) - 0.5) < 0.03 ? [170, 195, 225] : WHITE) },
  'squared paper': { paper: squares(16, [190, 205, 225], 0.05) },
  'squared paper, strong lines, in a shadow': { paper: squares(22, [150, 170, 205], 0.07), light: (x) => 1 - 0.5 * x, noise: 4 },
  'a phone’s screenshot between black bars': { width: 110, height: 240, place: { left: 22, top: 75, size: 68 }, paper: (x, y) => (y > 0.27 && y < 0.73 ? [255, 255, 255] : [0, 0, 0]), ink: [17, 17, 17] },
  'a dark page with a white canvas': { paper: (x, y) => (inside(x, y, 0.15, 0.1, 0.85, 0.85) ? [255, 255, 255] : [24, 24, 28]) },
  'a white page with a black canvas': { paper: (x, y) => (inside(x, y, 0.15, 0.1, 0.85, 0.85) ? [0, 0, 0] : [250, 250, 250]), ink: [255, 255, 255] },
  'a canvas with a frame': { paper: (x, y) => (inside(x, y, 0.15, 0.1, 0.85, 0.85) && !inside(x, y, 0.158, 0.108, 0.842, 0.842) ? [150, 150, 150] : [250, 250, 250]) },
  'a small digit': { place: { left: 125, top: 40, size: 40 }, noise: 4 },
  'a digit cut off by the picture’s edge': { place: { left: -12, top: 40, size: 125 } },
};

const DIGITS = Object.keys(STROKES);
for (const [at, [name, scene]] of Object.entries(SCENES).entries()) {
  test(`digits are found: ${name}`, () => {
    // Each scene with two of them; all of them come up many times.
    for (const digit of [DIGITS[at % DIGITS.length], DIGITS[(3 * at + 5) % DIGITS.length]]) {
      const { rgba, width, height, strokes, side } = photograph({ ...scene, digit });
      const found = findDigit(rgba, width, height);
      assert.ok(found && !found.doubtful && !found.several, `${digit}: ${found ? 'in doubt' : 'nothing'}`);
      assert.ok(found.ink.every((value) => value >= 0 && value <= 1));
      const alike = likeness(centred(found), centreDigit(strokes, side));
      assert.ok(alike > 0.85, `${digit}: ${alike}`);
    }
  });
}

const BLANK = { digit: '' };

test('what holds no digit is not taken for one', () => {
  const disc = (x, y) => (Math.hypot(x - 0.5, y - 0.5) < 0.3 ? [20, 20, 20] : WHITE);
  const scenes = {
    'white': { ...BLANK, paper: () => [255, 255, 255] }, 'black': { ...BLANK, paper: () => [0, 0, 0] }, 'noise': { ...BLANK, paper: () => [120, 120, 120], noise: 8 },
    'rough paper': { ...BLANK, noise: 14 }, 'a shadow': { ...BLANK, light: (x) => 1 - 0.7 * x, noise: 4 }, 'an edge of shadow': { ...BLANK, light: (x) => (x > 0.5 ? 0.5 : 1), noise: 4 },
    'an empty sheet on a desk': { ...BLANK, paper: onDesk(DESK), noise: 5 }, 'an empty sheet askew': { ...BLANK, paper: (x, y) => (inside(...turned(x, y, 0.5), 0.2, 0.2, 0.8, 0.85) ? WHITE : DESK) },
    'a blot': { ...BLANK, paper: disc }, 'a black square': { ...BLANK, paper: (x, y) => (inside(x, y, 0.3, 0.3, 0.7, 0.7) ? [0, 0, 0] : WHITE) },
    'half black': { ...BLANK, paper: (x) => (x > 0.5 ? [0, 0, 0] : WHITE) }, 'almost as light': { ink: [226, 222, 214] }, 'a chess board': { ...BLANK, paper: (x, y) => ((Math.floor(8 * x) + Math.floor(8 * y)) % 2 ? [0, 0, 0] : WHITE) },
    'dust alone': { ...BLANK, dust: 30 },
  };
  for (const [name, scene] of Object.entries(scenes)) {
    const { rgba, width, height } = photograph(scene);
    const found = findDigit(rgba, width, height);
    assert.ok(!found || found.doubtful || found.several, `${name}: ${JSON.stringify(found?.box)}`);
  }
  for (const [width, height] of [[1, 1], [1, 40], [40, 1], [2, 3]]) {
    const found = findDigit(new Uint8ClampedArray(4 * width * height).fill(255), width, height);
    assert.equal(found, null);
    assert.equal(findDigit(new Uint8ClampedArray(4 * width * height), width, height), null);
  }
});

test('two digits are one too many, and that is said', () => {
  const one = photograph({ digit: '4', place: { left: 12, top: 55, size: 75 } });
  const two = photograph({ digit: '2', place: { left: 112, top: 55, size: 75 } });
  const both = one.rgba.map((value, at) => Math.min(value, two.rgba[at]));
  assert.equal(findDigit(both, 200, 200).several, true);
});

test('what is transparent is paper, and rounded corners are no ink', () => {
  const { rgba, width, height, strokes, side } = photograph({ digit: '5', ink: [0, 0, 0] });
  for (const ink of [0, 255]) {
    const clear = rgba.map((_, at) => (at % 4 === 3 ? 255 * strokes[(at - 3) / 4] : ink));
    assert.ok(likeness(centred(findDigit(clear, width, height)), centreDigit(strokes, side)) > 0.9, String(ink));
  }
  for (let corner = 0; corner < 5; corner++) rgba.fill(0, 4 * corner, 4 * corner + 4);
  const found = findDigit(rgba, width, height);
  assert.equal(found.doubtful, false);
  assert.equal(found.ink[0], 0);
});

test('random pixels are answered, whatever they are', () => {
  const random = randomness(21);
  for (let round = 0; round < 60; round++) {
    const [width, height] = [1 + random.below(60), 1 + random.below(60)];
    const tones = Array.from({ length: 1 + random.below(4) }, () => [random.below(256), random.below(256), random.below(256), random.below(256)]);
    const run = 1 + random.below(30);
    let tone = tones[0];
    const rgba = new Uint8ClampedArray(4 * width * height);
    for (let at = 0; at < width * height; at++) {
      if (random.below(run) === 0) tone = random.pick(tones);
      rgba.set(tone, 4 * at);
    }
    const found = findDigit(rgba, width, height);
    if (!found) continue;
    assert.equal(found.ink.length, width * height);
    assert.ok(found.ink.every((value) => value >= 0 && value <= 1));
    assert.ok([found.line, found.fullness].every(Number.isFinite));
    assert.ok(sheetOf(found, 280).every((value) => value >= 0 && value <= 1));
  }
});

test('a digit lies in the middle of its sheet, its thin lines widened to what MNIST has', () => {
  const thin = photograph({ digit: '7', pen: 0.7, place: { left: 6, top: 55, size: 125 } });
  const thick = photograph({ digit: '7', pen: 6, place: { left: 6, top: 55, size: 125 } });
  const found = [thin, thick].map(({ rgba, width, height }) => findDigit(rgba, width, height));
  const [fine, bold] = found.map((digit) => sheetOf(digit, 280));
  const ofPad = (sheet) => centreDigit(sheet, 280);
  assert.ok(likeness(ofPad(bold), centreDigit(thick.strokes, thick.side)) > 0.97);
  const strongest = (image) => image.toSorted((a, b) => b - a).slice(0, 40).reduce((sum, value) => sum + value, 0) / 40;
  const [as, widened] = [strongest(centred(found[0])), strongest(ofPad(fine))];
  assert.ok(as < 0.65 && widened > 0.75, `${as}, ${widened}`);
  const middle = (sheet) => sheet.reduce((sum, ink, at) => sum + ink * (at % 280), 0) / sheet.reduce((sum, ink) => sum + ink, 0);
  assert.ok(Math.abs(middle(bold) - 140) < 30);
});

test('marks are what hangs together, by sides and corners', () => {
  const rows = ['##...', '..#..', '....#', '#...#'];
  const mask = Uint8Array.from(rows.join(''), (letter) => Number(letter === '#'));
  const { labels, marks } = marksOf(mask, 5, 4);
  assert.deepEqual(marks.map(({ area, left, top, right, bottom }) => [area, left, top, right, bottom]), [[3, 0, 0, 2, 1], [2, 4, 2, 4, 3], [1, 0, 3, 0, 3]]);
  assert.equal(labels[0], labels[7]);
  assert.equal(labels[3], -1);
});

test('a frame stays on its picture, whatever is done to it, and turns with it', () => {
  const random = randomness(5);
  for (let round = 0; round < 300; round++) {
    let size = { width: 1 + random.below(500), height: 1 + random.below(500) };
    let frame = whole(size);
    const any = () => (random.unit() - 0.5) * 1000;
    for (let change = 0; change < 12; change++) {
      const corner = { right: random.below(2) === 0, bottom: random.below(2) === 0 };
      const how = random.below(6);
      if (how === 0) frame = moved(frame, any(), any(), size);
      else if (how === 1) frame = resized(frame, any() / 4, size);
      else if (how === 2) frame = dragged(frame, corner, any(), any(), size);
      else if (how === 3) frame = around({ left: frame.left, top: frame.top, width: Math.max(1, frame.width / 2), height: Math.max(1, frame.height / 3) }, size);
      else {
        frame = how === 4 ? turnedRight(frame, size) : turnedLeft(frame, size);
        size = { width: size.height, height: size.width };
      }
      assert.ok(frame.left >= -1e-9 && frame.top >= -1e-9 && frame.left + frame.width <= size.width + 1e-6 && frame.top + frame.height <= size.height + 1e-6, JSON.stringify({ how, frame, size }));
      assert.ok(frame.width >= Math.min(0.5, size.width) && frame.height >= Math.min(0.5, size.height), JSON.stringify({ how, frame, size }));
    }
  }
  const size = { width: 100, height: 40 };
  const frame = { left: 10, top: 5, width: 20, height: 30 };
  assert.deepEqual(turnedRight(frame, size), { left: 5, top: 10, width: 30, height: 20 });
  assert.deepEqual(turnedLeft(turnedRight(frame, size), { width: 40, height: 100 }), frame);
  assert.deepEqual(moved(frame, 1000, -1000, size), { left: 80, top: 0, width: 20, height: 30 });
  assert.deepEqual(dragged(frame, { right: true, bottom: true }, 60, 38, size), { left: 10, top: 5, width: 50, height: 33 });
  assert.deepEqual(dragged(frame, { right: false, bottom: false }, 99, 99, size), { left: 26, top: 31, width: 4, height: 4 });
});

const bytes = (...parts) => Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part))).buffer;
const long = (value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const png = (width, height, ...more) => bytes([0x89], 'PNG\r\n\x1a\n', long(13), 'IHDR', long(width), long(height), [8, 2, 0, 0, 0], long(0), ...more.flat());
const gifPicture = [0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 1, 7, 0];

test('size and movement are read from the first bytes of every kind, and from no other file', () => {
  const table = {
    'png': [png(30000, 2), { kind: 'png', width: 30000, height: 2, moves: false }],
    'no width': [png(0, 5), { kind: 'png', width: 0, height: 5, moves: false }],
    'apng': [png(4, 5, long(8), 'acTL', long(2), long(0), long(0)), { kind: 'png', width: 4, height: 5, moves: true }],
    'acTL after the pixels': [png(4, 5, long(0), 'IDAT', long(0), long(8), 'acTL', long(2)), { kind: 'png', width: 4, height: 5, moves: false }],
    'short gif': [bytes('GIF89a', [2, 1, 3, 0]), { kind: 'gif', width: 258, height: 3, moves: false }],
    'gif': [bytes('GIF89a', [2, 0, 2, 0, 0, 0, 0], gifPicture, [0x3b]), { kind: 'gif', width: 2, height: 2, moves: false }],
    'moving gif': [bytes('GIF89a', [2, 0, 2, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6, 0x21, 0xf9, 4, 0, 9, 0, 0, 0], gifPicture, gifPicture, [0x3b]), { kind: 'gif', width: 2, height: 2, moves: true }],
    'jpeg': [bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc2, 0, 11, 8, 1, 0, 2, 0, 3]), { kind: 'jpeg', width: 512, height: 256, moves: false }],
    'jpeg cut off': [bytes([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]), null],
    'jpeg of zeros': [bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]), null],
    'webp': [bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 49, 0, 0]), { kind: 'webp', width: 100, height: 50, moves: false }],
    'moving webp': [bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 2, 0, 0, 0, 99, 0, 0, 49, 0, 0]), { kind: 'webp', width: 100, height: 50, moves: true }],
    'lossless webp': [bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [10, 0, 0, 0, 0x2f, 0x63, 0x40, 0x0c, 0]), { kind: 'webp', width: 100, height: 50, moves: false }],
    'svg': [bytes('<svg xmlns="http://www.w3.org/2000/svg">'), null], 'bitmap': [bytes('BM'), null], 'nothing': [bytes(), null],
  };
  for (const [name, [buffer, picture]] of Object.entries(table)) assert.deepEqual(readPicture(buffer), picture, name);
});

test('bytes that only begin like a picture end somewhere, and say no nonsense', () => {
  const random = randomness(9);
  const heads = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], [0x47, 0x49, 0x46, 0x38], [0x52, 0x49, 0x46, 0x46], [...Buffer.from('RIFF\0\0\0\0WEBPVP8X')], [...new Uint8Array(png(9, 9))], []];
  for (let round = 0; round < 5000; round++) {
    // Zeros and large numbers are what lengths go wrong with.
    const any = () => random.pick([0, 0, 255, random.below(256)]);
    const buffer = bytes(random.pick(heads), Array.from({ length: random.below(80) }, any));
    const picture = readPicture(buffer);
    if (picture) assert.ok([picture.width, picture.height].every((side) => Number.isInteger(side) && side >= 0 && side < 2 ** 32));
    refusal(picture, buffer, buffer.byteLength);
  }
});

test('what would take too much memory, or is no digit, is refused before it is decoded, each for its reason', () => {
  const of = (width, height, size) => refusal({ kind: 'png', width, height, moves: false }, bytes(), size);
  assert.equal(of(28, 28, 500), null);
  assert.equal(of(8000, 6000, 20e6), null);
  assert.equal(of(20000, 20000, 1e6), 'large');
  assert.equal(of(28, 28, MAX_BYTES + 1), 'large');
  assert.equal(of(21, 1, 100), 'long');
  assert.equal(of(0, 28, 100), 'broken');
  const unknown = (text) => refusal(null, bytes(text), text.length);
  assert.equal(unknown(''), 'nothing');
  assert.equal(unknown('just words'), 'kind');
  assert.equal(unknown('<html><svg></svg></html>'), 'kind');
  assert.equal(unknown('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'vector');
  assert.equal(unknown('<?xml version="1.0"?>\n<!-- from a program -->\n<svg width="3"/>'), 'vector');
});
