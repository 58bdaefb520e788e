// Threads that share training: how many, and how they hand each other what they have.

import { expect, test } from '@playwright/test';
import { crewSize, sharers } from '../../www/worker/crew-size.js';
import { Exchange, connected } from '../../www/worker/exchange.js';

test('as many threads as the machine is good for, or as were asked for', () => {
  expect(crewSize('auto', { hardwareConcurrency: 2 })).toBe(2);
  expect(crewSize('auto', { hardwareConcurrency: 64 })).toBe(4);
  expect(crewSize('auto', {})).toBe(1);
  expect(crewSize('auto', { hardwareConcurrency: 8, deviceMemory: 2 })).toBe(1);
  expect(crewSize(7, { hardwareConcurrency: 2 })).toBe(7);
  const model = (batchSize, parameters, side = 1) => ({ batchSize, parts: [{ layers: [{ parameters, output: [3, side, side] }] }] });
  expect(sharers(4, model(128, 650_000))).toBe(4);
  expect(sharers(4, model(20, 2_000_000))).toBe(2);
  expect(sharers(4, model(1, 100_000_000))).toBe(1);
  // A small model is not worth the exchange; a small convolution over a large picture is.
  expect(sharers(4, model(32, 80_000))).toBe(1);
  expect(sharers(4, model(32, 80_000, 14))).toBe(4);
});

/** An exchange for each of `world`, and the ports between them. */
function exchangesOf(world) {
  const ports = connected(world);
  return { ports, exchanges: ports.map((own) => new Exchange(own)) };
}

const close = (ports) => ports.flat().forEach((port) => port?.close());

test('everyone gets what everyone else had, call by call, in rank order', async () => {
  for (const world of [2, 3]) {
    const { ports, exchanges } = exchangesOf(world);
    await Promise.all(exchanges.map(async (exchange, rank) => {
      for (let call = 0; call < 20; call += 1) {
        const lists = [Float32Array.of(rank, call), new Float32Array(5).fill(100 * rank + call)];
        const answer = exchange.swap(lists);
        // What was handed in has been copied.
        for (const list of lists) list.fill(-1);
        const all = await answer;
        expect(all[rank]).toBe(undefined);
        for (const other of all.keys()) {
          if (other === rank) continue;
          expect([...all[other][0]]).toEqual([other, call]);
          expect([...all[other][1]]).toEqual(Array(5).fill(100 * other + call));
        }
        // Some are slower than others.
        if ((rank + call) % 3 === 0) await new Promise((resolve) => { setTimeout(resolve, 1); });
      }
    }));
    close(ports);
  }
});

test('who waits for a worker that is gone learns of it', async () => {
  const { ports, exchanges: [first, second] } = exchangesOf(2);
  const waiting = first.swap([Float32Array.of(1)]);
  first.fail(new Error('it ran out of memory'));
  await expect(waiting).rejects.toMatchObject({ code: 'replica-lost', message: 'it ran out of memory' });
  await expect(first.swap([Float32Array.of(2)])).rejects.toMatchObject({ code: 'replica-lost' });
  // The other one has the two calls all the same.
  expect([...(await second.swap([Float32Array.of(3)]))[0][0]]).toEqual([1]);
  close(ports);
});
