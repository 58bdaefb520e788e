// Those who listen come, go and throw.

import { expect, test } from '@playwright/test';
import { playing, told } from './playing.js';
import { reported } from '../scripted-worker.js';

test.describe('listeners', () => {
  test('that throw are reported, and training goes on', async () => {
    const { pg } = await playing();
    const broken = new Error('a listener’s fault');
    for (const type of ['step', 'training', 'call', 'loaded']) pg.on(type, () => { throw broken; });
    const events = told(pg, 'step');
    reported.length = 0;
    expect((await pg.train(3, { onProgress: () => { throw broken; } })).step).toBe(3);
    expect((await pg.load('vae')).step).toBe(0);
    expect(events).toHaveLength(2);
    expect(reported.length).toBeGreaterThan(8);
    expect(new Set(reported)).toEqual(new Set([broken]));
    pg.close();
  });

  test('may come and go while others are told, and one function may listen twice', async () => {
    const { pg } = await playing();
    const heard = [];
    const stops = [];
    stops.push(pg.on('loaded', () => { heard.push('first'); stops[1](); pg.on('loaded', () => heard.push('late')); }));
    stops.push(pg.on('loaded', () => heard.push('second')));
    const twice = () => heard.push('twice');
    stops.push(pg.on('loaded', twice), pg.on('loaded', twice));
    await pg.load('vae');
    expect(heard).toEqual(['first', 'twice', 'twice']);
    stops[2]();
    stops[0]();
    heard.length = 0;
    await pg.load('vae');
    expect(heard).toEqual(['twice', 'late']);
    expect(() => pg.on('step', 'no function')).toThrow(/function/);
    pg.close();
  });
});
