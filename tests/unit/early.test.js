// What is said where the page itself cannot run, or a part of it does not arrive.

import { expect, test } from '@playwright/test';
import { opensHere } from '../../www/showcase/here.js';
import { runEarly } from './early.js';

test('a script that does not arrive stops the page, in words that fit the reason', () => {
  const lost = ['https://site.test/main.js'];
  expect(runEarly({ lost })).toMatchObject({ said: expect.stringContaining('did not arrive'), status: 'Stopped.' });
  expect(runEarly({ lost, protocol: 'file:', origin: 'null' }).said).toContain('opened as a file');
  expect(runEarly({ lost, origin: 'null' }).said).toContain('allow-same-origin');
  expect(runEarly({ lost, origin: 'null', languages: ['zh-CN'] }).said).toContain('allow-same-origin');
  expect(runEarly({ lost, protocol: 'file:', languages: ['zh-TW'] }).said).toContain('伺服器');
  for (const situation of [{}, { origin: 'null' }, { protocol: 'file:' }]) expect(runEarly({ lost, ...situation, languages: ['zh'] }).said).toMatch(/[一-鿿]/);
});

test('one of the figure at the top costs the figure', () => {
  const figure = runEarly({ lost: ['https://site.test/showcase/figure.js'] });
  expect([figure.said, figure.status]).toEqual([null, undefined]);
  expect(figure.caption).toContain('does not need it');
  expect(runEarly({ lost: ['https://site.test/showcase/first.js'] })).toMatchObject({ said: null, caption: null });
});

test('the figure’s engine is wanted where the figure is seen', () => {
  for (const hash of ['', '#preset=vae', '#room=train', '#hide=models', '#theme=dark&device=cpu']) expect(opensHere({ hash, search: '' }), hash).toBe(true);
  for (const [hash, search] of [['#view=samples', ''], ['#room=inside', ''], ['#chapter=data', ''], ['', '?view=samples'], ['', '?chapter=data'], ['#preset%3Dvae%26view%3Dsamples', '']]) {
    expect(opensHere({ hash, search }), hash + search).toBe(false);
  }
});
