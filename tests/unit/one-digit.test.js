// Which digit a card is about: another test digit, the drawing, and back.

import { expect, test } from '@playwright/test';
import { createOneDigit } from '../../www/rooms/one-digit.js';

/** Buttons and a bench with test digits whose pixels are their number. */
function parts({ arrived = 100 } = {}) {
  const notices = [];
  const drawn = { image: null };
  const bench = {
    drawing: () => drawn.image, drawn: () => 8, arrived: () => arrived, notice: (name) => notices.push(name),
    testDigits: async (count) => ({
      images: Float32Array.from({ length: 784 * count }, (_, at) => Math.floor(at / 784)), labels: Uint8Array.from({ length: count }, (_, at) => at % 10),
    }),
  };
  const [other, yours] = [new EventTarget(), new EventTarget()];
  const press = (button) => button.dispatchEvent(new Event('click'));
  return { bench, drawn, notices, other: () => press(other), yours: () => press(yours), buttons: { other, yours } };
}

const shown = async (source) => { const { image, label } = await source.digit(); return [image[0], image.length, label]; };

test('test digits come one after the other, and the first again after the last', async () => {
  const { bench, buttons, other } = parts();
  let changes = 0;
  const source = createOneDigit(bench, { ...buttons, first: 98, onChange: () => { changes += 1; } });
  expect(await shown(source)).toEqual([98, 784, 8]);
  other();
  expect(await shown(source)).toEqual([99, 784, 9]);
  other();
  expect(await shown(source)).toEqual([0, 784, 0]);
  expect(changes).toBe(2);
});

test('the drawing is taken where there is one, and the way back leads to the digit before', async () => {
  const { bench, buttons, drawn, notices, other, yours } = parts();
  let changes = 0;
  const source = createOneDigit(bench, { ...buttons, first: 3, onChange: () => { changes += 1; } });
  yours();
  expect([notices, changes]).toEqual([['drawing'], 0]);
  drawn.image = new Float32Array(784).fill(0.5);
  yours();
  expect(await shown(source)).toEqual([0.5, 784, 8]);
  // What is rubbed out is a drawing no more.
  drawn.image = null;
  expect(await shown(source)).toEqual([3, 784, 3]);
  drawn.image = new Float32Array(784).fill(0.25);
  expect(await shown(source)).toEqual([0.25, 784, 8]);
  other();
  expect(await shown(source)).toEqual([3, 784, 3]);
  other();
  expect(await shown(source)).toEqual([4, 784, 4]);
});

test('nothing is shown while the digits are on their way', async () => {
  const { bench, buttons } = parts({ arrived: 99 });
  expect(await createOneDigit(bench, { ...buttons, onChange() {} }).digit()).toBe(null);
});
