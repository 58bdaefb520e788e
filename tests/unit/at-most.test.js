// Figures that change faster than anybody can read.

import { expect, test } from '@playwright/test';
import { atMost } from '../../www/kit/at-most.js';

test('the first is drawn at once, those soon after it together, and the last always', async () => {
  let time = 0;
  const drawn = [];
  let value = 0;
  const figures = atMost(1e6, () => drawn.push(value), () => time);
  for (value = 1; value <= 3; value++) figures.soon();
  expect(drawn).toEqual([1]);
  value = 3;
  figures.flush();
  figures.flush();
  expect(drawn).toEqual([1, 3]);
  time += 1e6;
  value = 4;
  figures.soon();
  expect(drawn).toEqual([1, 3, 4]);
  // With a span that passes by itself.
  const soon = atMost(5, () => drawn.push('late'), () => time);
  soon.soon();
  soon.soon();
  soon.soon();
  await expect.poll(() => drawn.slice(3)).toEqual(['late', 'late']);
});
