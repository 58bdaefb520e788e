// Pictures of a run that trains, and of one that rests.

import { expect, test } from '@playwright/test';
import { createOnBeats } from '../../www/rooms/train/on-beats.js';
import { BEAT_MS } from '../../www/run/beat.js';

test('pictures of a run that trains wait for the beat, the last of each; all others are drawn at once', async () => {
  const listeners = [];
  const pg = { training: true, on: (name, listener) => { if (name === 'loaded') listeners.push(listener); } };
  const drawn = [];
  const present = createOnBeats(pg);
  const show = (name, what, options) => present(name, () => drawn.push(`${name} ${what}`), options);
  // Right after a beat, so that nothing below waits for the next one by chance.
  await new Promise((resolve) => { setTimeout(resolve, BEAT_MS - (performance.now() % BEAT_MS) + 5); });
  show('samples', 1);
  show('samples', 2);
  show('code', 1);
  show('code', 2, { now: true });
  expect(drawn).toEqual(['code 2']);
  await expect.poll(() => drawn).toEqual(['code 2', 'samples 2']);

  // Of a model that is gone nothing is drawn.
  show('samples', 3);
  pg.training = false;
  for (const listener of listeners) listener();
  show('rebuilt', 1);
  expect(drawn.slice(2)).toEqual(['rebuilt 1']);
  await new Promise((resolve) => { setTimeout(resolve, BEAT_MS + 50); });
  expect(drawn.slice(2)).toEqual(['rebuilt 1']);
});
