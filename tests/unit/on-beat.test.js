// Figures that change faster than anybody can read.

import { expect, test } from '@playwright/test';
import { BEAT_MS, beatBefore } from '../../www/run/beat.js';
import { onBeat } from '../../www/kit/on-beat.js';
import { reported } from './scripted-worker.js';

test('a beat is a moment that everybody agrees on', () => {
  expect([0, 1, BEAT_MS - 1, BEAT_MS, 7.5 * BEAT_MS].map(beatBefore)).toEqual([0, 0, 0, BEAT_MS, 7 * BEAT_MS]);
});

test('what is wanted until a beat is drawn on it, once, with all others, and the last always', async () => {
  const drawn = [];
  let value = 0;
  const figures = onBeat(() => drawn.push(value));
  for (value = 1; value <= 3; value++) figures.soon();
  expect(drawn).toEqual([]);
  value = 3;
  figures.flush();
  figures.flush();
  expect(drawn).toEqual([3]);

  const before = reported.length;
  const names = [];
  const named = ['curves', 'broken', 'dropped', 'samples'].map((name) => onBeat(() => { names.push(name); if (name === 'broken') throw new Error(name); }));
  for (const one of [...named, ...named]) one.soon();
  named[2].end();
  // All in one task: nobody sees a part of it.
  await expect.poll(() => names.length).toBeGreaterThan(0);
  expect(names).toEqual(['curves', 'broken', 'samples']);
  expect(reported.slice(before).map(String)).toEqual(['Error: broken']);
});
