// How threads that share training hand each other what they have.

import { expect, test } from '@playwright/test';
import { Exchange, connected } from '../../www/engine/worker/exchange.js';

/** An exchange for each of `world`, and the ports between them. */
function exchangesOf(world) {
  const ports = connected(world);
  return { ports, exchanges: ports.map((own) => new Exchange(own)) };
}

/** Hands over lists as the engine does: one after the other, each a view that is gone when the next is made. */
function swap(exchange, lists) {
  for (const list of lists) exchange.add(list);
  return exchange.swap();
}

const close = (ports) => ports.flat().forEach((port) => port?.close());

test('everyone gets what everyone else had, call by call, in rank order', async () => {
  for (const world of [2, 3]) {
    const { ports, exchanges } = exchangesOf(world);
    await Promise.all(exchanges.map(async (exchange, rank) => {
      for (let call = 0; call < 20; call += 1) {
        const lists = [Float32Array.of(rank, call), new Float32Array(5).fill(100 * rank + call)];
        const answer = swap(exchange, lists);
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
  const waiting = swap(first, [Float32Array.of(1)]);
  first.fail(new Error('it ran out of memory'));
  await expect(waiting).rejects.toMatchObject({ code: 'replica-lost', message: 'it ran out of memory' });
  await expect(swap(first, [Float32Array.of(2)])).rejects.toMatchObject({ code: 'replica-lost' });
  // The other one has the two calls all the same.
  expect([...(await swap(second, [Float32Array.of(3)]))[0][0]]).toEqual([1]);
  close(ports);
});

test('a list is copied when it is added, because the engine\'s memory may move before the next one', async () => {
  const { ports, exchanges: [first, second] } = exchangesOf(2);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const list = new Float32Array(memory.buffer, 0, 2);
  list.set([1, 2]);
  first.add(list);
  memory.grow(1);
  expect(list.length).toBe(0);
  first.add(new Float32Array(memory.buffer, 4, 1));
  const arriving = second.swap();
  first.swap();
  expect((await arriving)[0].map((own) => [...own])).toEqual([[1, 2], [2]]);
  swap(second, [Float32Array.of(5, 6), Float32Array.of(7)]);
  expect((await swap(first, []))[1].map((theirs) => [...theirs])).toEqual([[5, 6], [7]]);
  close(ports);
});
