// A link that somebody was sent brings the same run, whatever it went through on its way.

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { formatHash, parseHash } from '../../www/run/address.js';
import { entriesOf } from '../../www/run/hash.js';
import { carried } from './messengers.js';
import { randomState } from './random-state.js';
import { randomness } from './randomness.js';
import { TAGS } from '../../www/words/tags.js';
import { runEarly } from './early.js';

test('a link as messengers, mail programs and sentences leave it is the shared run', () => {
  const table = [
    '%23preset%3Dvae%26seed%3D1', '#preset%3Dvae%26seed%3D1', '#preset%3dvae%26seed%3d1', '#preset=vae&amp;seed=1', '#preset=vae%26seed=1', '#preset%253Dvae%2526seed%253D1',
    '#preset=vae&seed=1.', '#preset=vae&seed=1)', '#preset=vae&seed=1).', '#preset=vae&seed=1”', '#preset=vae&seed=1">', '#preset=vae&seed=1。', '#preset=vae&seed=1%29', '#preset=vae&amp%3Bseed=1',
    '#preset = vae & seed = 1', '##preset=vae&seed=1', '#preset=vae&&seed=1&',
  ];
  for (const hash of table) {
    const { state, problems } = parseHash(hash);
    assert.deepEqual([formatHash(state), problems], ['#preset=vae&seed=1', []], hash);
  }
});

test('whatever carried it, every state comes back whole and without a complaint, and early.js hears the same language', () => {
  const random = randomness(3);
  for (let round = 0; round < 5000; round++) {
    const state = randomState(random);
    const hash = carried(formatHash(state), random);
    assert.deepEqual(parseHash(hash), { state, problems: [], bare: false }, hash);
    if (round % 20 === 0) assert.equal(runEarly({ hash: hash.replace(/^(?!#)/, '#'), languages: [] }).lang, TAGS[state.lang ?? 'en'], hash);
  }
});

test('what is no code stays as it is, and a link that was cut short is told', () => {
  assert.deepEqual(entriesOf('#a=%&b=%zz&c=%ff%41&d=1+2'), [['a', '%'], ['b', '%zz'], ['c', '%ff%41'], ['d', '1 2']]);
  assert.deepEqual(entriesOf(''), []);
  assert.match(parseHash('#preset=vae&seed=12…').problems[0], /seed.*12…/);
});
