// Files of digits, cut into smaller ones as they arrive.

import { expect, test } from '@playwright/test';
import { pieces } from '../../www/engine/worker/pieces.js';

const word = (value) => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
/** Images of two pixels. */
const imagesFile = (count, pixels) => Uint8Array.from([0, 0, 8, 3, ...word(count), ...word(1), ...word(2), ...pixels]);
const labelsFile = (labels, count = labels.length) => Uint8Array.from([0, 0, 8, 1, ...word(count), ...labels]);
const pixelsOf = (from, to) => Array.from({ length: 2 * (to - from) }, (_, at) => 2 * from + at);

async function* arriving(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function cut(images, labels, size, arrivingBy) {
  const all = [];
  for await (const piece of pieces(arriving(images, arrivingBy), Promise.resolve(labels), size)) all.push({ ...piece, images: [...piece.images], labels: [...piece.labels] });
  return all;
}

test('hold the same images, however they arrive', async () => {
  const labels = [9, 8, 7, 6, 5, 4, 3];
  const whole = imagesFile(7, pixelsOf(0, 7));
  for (const size of [1, 2, 3, 7, 100]) {
    for (const arrivingBy of [1, 3, 16, 19, 1000]) {
      const all = await cut(whole, labelsFile(labels), size, arrivingBy);
      let from = 0;
      for (const piece of all) {
        const to = Math.min(7, from + size);
        expect(piece).toEqual({ images: [...imagesFile(to - from, pixelsOf(from, to))], labels: [...labelsFile(labels.slice(from, to))], count: to - from });
        from = to;
      }
      expect(from, `${size} a piece, ${arrivingBy} bytes at a time`).toBe(7);
    }
  }
});

test('what is damaged is seen to be damaged', async () => {
  const labels = labelsFile([1, 2, 3]);
  const pixels = pixelsOf(0, 3);
  // Labels of other images, no header, no size: as they are.
  for (const [images, ownLabels] of [
    [imagesFile(3, pixels), labelsFile([1, 2])], [imagesFile(3, pixels).slice(0, 9), labels], [imagesFile(0, []), labelsFile([])],
  ]) {
    expect(await cut(images, ownLabels, 2, 5)).toMatchObject([{ images: [...images], labels: [...ownLabels] }]);
  }
  // Too short: the last piece lacks what the file lacks.
  const short = await cut(imagesFile(3, pixels).slice(0, -1), labels, 2, 5);
  expect(short.at(-1).images).toEqual([...imagesFile(1, pixels.slice(4)).slice(0, -1)]);
  // Too long: what is left over belongs to no label.
  const long = await cut(Uint8Array.from([...imagesFile(3, pixels), 77]), labels, 2, 5);
  expect(long.map(({ count }) => count)).toEqual([2, 1, 0]);
  expect(long.at(-1).images.at(-1)).toBe(77);
});
