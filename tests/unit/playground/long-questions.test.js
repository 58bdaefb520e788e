// Measurements and scores, which are asked for in parts.

import { expect, test } from '@playwright/test';
import { failure } from '../../../www/engine/worker/failure.js';
import { settled } from '../scripted-worker.js';
import { codeOf, playing, told } from './playing.js';

test.describe('a question that takes long', () => {
  test('a measurement is of samples that the engine draws, and a thread of its own answers', async () => {
    const asked = [];
    const measured = { count: 3, real_count: 3, classifier_score: 7.5, real: { classifier_score: 9.8 } };
    const images = () => ({ train: Uint8Array.of(1), test: Uint8Array.of(2), testLabels: Uint8Array.of(3) });
    const { pg, workers } = await playing((number) => (number === 0
      ? { drawMeasured(options) { asked.push(options); return { value: options.begin ? { progress: 0.4 } : { progress: 1, pixels: Float32Array.of(1) }, ms: 1 }; }, measuredOn: (known) => ({ value: { id: 'a', ...(!known && images()) }, ms: 1 }) }
      : { open: () => ({}), setData: () => ({}), measure: (samples, byDigit) => { asked.push(byDigit); return { value: measured, ms: 4 }; } }));
    const calls = told(pg, 'call');
    const shares = [];
    expect(await pg.measure({ count: 3, seed: 1, byDigit: true, labels: true, onProgress: (share) => shares.push(share) })).toEqual(measured);
    expect(await pg.measure()).toEqual(measured);
    expect(asked).toEqual([{ count: 3, seed: 1, begin: true }, { count: 3, seed: 1, begin: false }, true, { begin: true }, { begin: false }, false]);
    // Drawn is half of it.
    expect(shares).toEqual([0.2, 0.5]);
    expect(calls.filter(([, { action }]) => action === 'measure')).toEqual([['call', { action: 'measure', ms: 4 }], ['call', { action: 'measure', ms: 4 }]]);
    pg.close();
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  test('of a measurement that is stopped no more is drawn', async () => {
    const stop = new AbortController();
    let parts = 0;
    const { pg } = await playing(() => ({ drawMeasured() { parts += 1; if (parts === 2) stop.abort(); return { value: { progress: parts / 100 }, ms: 1 }; }, open: () => ({ value: { device: { kind: 'cpu' } } }) }));
    expect(await codeOf(pg.measure({ signal: stop.signal }))).toBe('aborted');
    await settled();
    expect(parts).toBe(2);
    pg.close();
  });

  test('a measurement that is refused, and one that a crash ends, say which', async () => {
    const answers = [() => { throw failure('not-loaded', 'No model is loaded yet.'); }, function () { this.crash(); return new Promise(() => {}); }];
    const { pg } = await playing((number) => ({ open: () => (number === 1 ? {} : { value: { device: { kind: 'cpu' } } }), drawMeasured(...args) { return answers.shift().apply(this, args); } }));
    expect(await codeOf(pg.measure())).toBe('not-loaded');
    expect(await codeOf(pg.measure())).toBe('worker-crashed');
    pg.close();
  });

  test('a scene that is stopped answers at once, and the worker is told', async () => {
    const { pg, worker } = await playing(() => ({ scene: () => new Promise(() => {}), stopScene: () => ({}) }));
    const stop = new AbortController();
    const answer = codeOf(pg.scene('repair', { signal: stop.signal }));
    await settled();
    stop.abort();
    expect(await answer).toBe('aborted');
    await settled();
    const [scene, stopped] = ['scene', 'stopScene'].map((name) => worker.asked.find(([asked]) => asked === name));
    expect(stopped[1]).toBe(scene[1]);
    pg.close();
  });

  test('scores are asked for until they are there, one after another', async () => {
    const asked = [];
    const parts = [{ progress: 0.4 }, { progress: 1, values: Float32Array.of(2), others: Uint32Array.of(0) }, { progress: 1, values: Float32Array.of(3), suspects: [] }];
    const { pg } = await playing(() => ({ scores(...args) { asked.push(args); return { value: parts.shift(), ms: 1 }; } }));
    const heard = [];
    const first = pg.scores('nearest', { part: 'test', seed: 2, onProgress: (done) => heard.push(done) });
    const second = pg.scores('self-confidence', { recipe: { 'data.mislabel': 0.1 } });
    expect(await first).toEqual({ name: 'nearest', part: 'test', values: Float32Array.of(2), others: Uint32Array.of(0) });
    expect(await second).toEqual({ name: 'self-confidence', part: 'train', values: Float32Array.of(3), suspects: [] });
    expect(heard).toEqual([0.4, 1]);
    expect(asked).toEqual([
      ['nearest', { part: 'test', seed: 2, again: true }], ['nearest', { part: 'test', seed: 2, again: false }],
      ['self-confidence', { recipe: { 'data.mislabel': 0.1 }, again: true }],
    ]);
    pg.close();
  });
});
