import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { centreDigit } from '../../www/maths/digit.js';
import { MAX_BYTES, fitted, inkOfPixels, refusal, sizeOfImage } from '../../www/maths/image-input.js';
import { randomness } from './randomness.js';

/** A picture of paper with an upright stroke; each a [red, green, blue, alpha]. */
function picture({ width = 40, height = 60, paper = [255, 255, 255, 255], ink = [20, 20, 60, 255], stroke = true, noise = 0 }) {
  const random = randomness(7);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = stroke && Math.abs(x - width / 2) < 4 && y > 10 && y < height - 10;
      const colour = (inside ? ink : paper).map((value, channel) => (channel < 3 ? value + noise * (random.unit() - 0.5) : value));
      pixels.set(colour, 4 * (y * width + x));
    }
  }
  return [pixels, width, height];
}

const WHITE = [255, 255, 255, 255];
const BLACK = [0, 0, 0, 255];
const CLEAR = [0, 0, 0, 0];

test('a stroke is ink, whatever it is drawn with on whatever paper', () => {
  const table = {
    'dark on light': {}, 'light on dark': { paper: [15, 15, 20, 255], ink: [240, 240, 240, 255] }, 'pencil on grey': { paper: [170, 168, 160, 255], ink: [110, 110, 115, 255] },
    'dark on nothing': { paper: CLEAR, ink: BLACK }, 'light on nothing': { paper: CLEAR, ink: WHITE }, 'white hidden under nothing': { paper: [255, 255, 255, 0], ink: BLACK },
    'noisy paper': { paper: [200, 195, 190, 255], noise: 30 }, 'one pixel of border': { width: 12, height: 40 },
  };
  for (const [name, options] of Object.entries(table)) {
    const [pixels, width, height] = picture(options);
    const ink = inkOfPixels(pixels, width, height);
    assert.ok(ink, name);
    assert.ok(ink[(height / 2) * width + width / 2] > 0.95, `${name}: in the stroke`);
    assert.equal(ink[width * 2 + 1], 0, `${name}: on the paper`);
    assert.ok(ink.every((value) => value >= 0 && value <= 1), name);
  }
});

test('a picture of one tone has no ink', () => {
  const table = [
    { stroke: false }, { stroke: false, paper: BLACK }, { stroke: false, paper: CLEAR }, { stroke: false, paper: [120, 120, 120, 255], noise: 12 },
    { width: 1, height: 1, stroke: false }, { width: 1, height: 1, stroke: false, paper: CLEAR }, { paper: [200, 200, 200, 255], ink: [190, 190, 190, 255] },
  ];
  for (const options of table) assert.equal(inkOfPixels(...picture(options)), null, JSON.stringify(options));
});

test('rounded corners that are transparent are paper, not ink', () => {
  const [pixels, width, height] = picture({});
  for (let corner = 0; corner < 5; corner++) pixels.set(CLEAR, 4 * corner);
  const ink = inkOfPixels(pixels, width, height);
  assert.equal(ink[0], 0);
});

test('a picture lies whole in the middle of its sheet and is centred as a drawing is', () => {
  assert.deepEqual(fitted({ width: 4000, height: 3000 }, 280), { x: 0, y: 35, width: 280, height: 210 });
  assert.deepEqual(fitted({ width: 1, height: 20 }, 280), { x: 133, y: 0, width: 14, height: 280 });
  assert.deepEqual(fitted({ width: 1, height: 1000 }, 280), { x: 139, y: 0, width: 1, height: 280 });
  const [pixels, width] = picture({ width: 60, height: 60 });
  const digit = centreDigit(inkOfPixels(pixels, width, 60), width);
  assert.ok(digit[14 * 28 + 14] > 0.9);
  assert.equal(digit.reduce((sum, value, at) => sum + (at % 28 < 8 ? value : 0), 0), 0);
});

test('the size is read from the first bytes of every kind, and from no other file', () => {
  const bytes = (...parts) => Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part))).buffer;
  const png = (width, height) => { const view = new DataView(new ArrayBuffer(33)); view.setUint32(0, 0x89504e47); view.setUint32(16, width); view.setUint32(20, height); return view.buffer; };
  const table = [
    [png(30000, 2), { width: 30000, height: 2 }],
    [png(0, 5), null],
    [bytes('GIF89a', [2, 1, 3, 0]), { width: 258, height: 3 }],
    [bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc2, 0, 11, 8, 1, 0, 2, 0, 3]), { width: 512, height: 256 }],
    [bytes([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]), null],
    [bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]), null],
    [bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0, 49, 0, 0]), { width: 100, height: 50 }],
    [bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [10, 0, 0, 0, 0x2f, 0x63, 0x40, 0x0c, 0]), { width: 100, height: 50 }],
    [bytes('<svg xmlns="http://www.w3.org/2000/svg">'), null],
    [bytes('BM'), null], [bytes(), null],
  ];
  for (const [buffer, size] of table) assert.deepEqual(sizeOfImage(buffer), size, [...new Uint8Array(buffer)].slice(0, 20).join(' '));
  const random = randomness(9);
  const heads = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], [0x47, 0x49, 0x46, 0x38], [0x52, 0x49, 0x46, 0x46]];
  for (let round = 0; round < 5000; round++) sizeOfImage(bytes(random.pick(heads), Array.from({ length: random.below(40) }, () => random.below(256))));
});

test('what would take too much memory, or is no digit, is refused before it is decoded', () => {
  assert.equal(refusal({ width: 28, height: 28 }, 500), null);
  assert.equal(refusal({ width: 8000, height: 6000 }, 20e6), null);
  assert.equal(refusal({ width: 20000, height: 20000 }, 1e6), 'large');
  assert.equal(refusal({ width: 28, height: 28 }, MAX_BYTES + 1), 'large');
  assert.equal(refusal({ width: 21, height: 1 }, 100), 'long');
  assert.equal(refusal(null, 100), 'kind');
});
