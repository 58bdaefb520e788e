// What is said where the page itself cannot run, or a part of it does not arrive.

import { expect, test } from '@playwright/test';
import { WorkerHost } from '../../www/engine/host.js';
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

test('the thread of the first engine starts ahead, one that fails is forgotten, and where there can be none nothing is said', () => {
  const started = [];
  class Worker extends EventTarget {
    constructor(...given) {
      super();
      started.push(given);
    }
  }
  const { window } = runEarly({ Worker });
  expect(started).toEqual([['https://site.test/v/1/engine/worker/worker.js', { type: 'module', name: 'playground' }]]);
  const { address, worker } = window.threadAhead;
  expect(address).toBe(started[0][0]);
  worker.dispatchEvent(new Event('error'));
  expect(window.threadAhead).toBe(undefined);
  const none = runEarly({ Worker: class { constructor() { throw new Error('no threads'); } } });
  expect([none.said, none.window.threadAhead]).toEqual([null, undefined]);
  expect(runEarly({ wasm: 0, Worker }).window.threadAhead).toBe(undefined);
});

test('an engine takes the thread that was started ahead, where it is its own, and the next one starts another', () => {
  const address = new URL('../../www/engine/worker/worker.js', import.meta.url).href;
  const started = [];
  class Worker extends EventTarget {
    constructor(url) {
      super();
      started.push(String(url));
    }
    postMessage() {}
    terminate() {}
  }
  const [had, window] = [globalThis.Worker, globalThis.window];
  const ahead = new Worker('ahead');
  Object.assign(globalThis, { Worker, window: { threadAhead: { address, worker: ahead } } });
  try {
    const host = (options) => new WorkerHost({ onEvent: () => {}, onDeath: () => {}, ...options });
    expect(host({ script: './worker/replica.js' }).worker).not.toBe(ahead);
    expect([host().worker === ahead, host().worker === ahead]).toEqual([true, false]);
    expect(started.slice(1).map((url) => url.replace(/.*\//, ''))).toEqual(['replica.js', 'worker.js']);
  } finally {
    Object.assign(globalThis, { Worker: had, window });
  }
});

test('the figure’s engine is wanted where the figure is seen', () => {
  for (const hash of ['', '#preset=vae', '#room=train', '#hide=models', '#theme=dark&device=cpu']) expect(opensHere({ hash, search: '' }), hash).toBe(true);
  for (const [hash, search] of [['#view=samples', ''], ['#room=inside', ''], ['#chapter=data', ''], ['', '?view=samples'], ['', '?chapter=data'], ['#preset%3Dvae%26view%3Dsamples', '']]) {
    expect(opensHere({ hash, search }), hash + search).toBe(false);
  }
});
