// Figures that change faster than anybody can read.

import { expect, test } from '@playwright/test';
import { BEAT_MS, beatBefore } from '../../www/run/beat.js';
import { onBeat } from '../../www/kit/on-beat.js';

test('what is wanted until a beat is drawn on it, once, and the last always', async () => {
  let time = 7 * BEAT_MS + 1;
  expect(beatBefore(time)).toBe(7 * BEAT_MS);
  const drawn = [];
  let value = 0;
  const figures = onBeat(() => drawn.push(value), () => time);
  for (value = 1; value <= 3; value++) figures.soon();
  expect(drawn).toEqual([]);
  value = 3;
  figures.flush();
  figures.flush();
  expect(drawn).toEqual([3]);
  // A beat that comes by itself.
  time = 8 * BEAT_MS - 1;
  const soon = onBeat(() => drawn.push('on the beat'), () => time);
  soon.soon();
  soon.soon();
  await expect.poll(() => drawn.slice(1)).toEqual(['on the beat']);
  soon.soon();
  soon.end();
  await new Promise((resolve) => { setTimeout(resolve, 20); });
  expect(drawn.slice(1)).toEqual(['on the beat']);
});
