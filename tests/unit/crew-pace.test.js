// Whether sharing is worth it, by how long steps take.

import { expect, test } from '@playwright/test';
import { CrewPace } from '../../www/engine/worker/crew-pace.js';

/**
 * A machine on which two threads train in calls of about 100 milliseconds.
 * @param {() => {together: number, own: number, alone: number}} speed milliseconds a step, now: together, of that without waiting, alone
 */
function machine(speed) {
  let time = 0;
  let step = 8;
  const pace = new CrewPace(() => time);
  /** The numbers of the steps that were taken alone. @type {number[]} */
  const alone = [];
  return {
    alone,
    /** @param {number} seconds @returns {number} the share of the time in which it was shared */
    train(seconds) {
      const end = time + 1000 * seconds;
      let sharedMs = 0;
      while (time < end) {
        const now = speed();
        const wanted = Math.max(1, Math.round(100 / now.together));
        const { shares, steps } = pace.next(step, wanted);
        if (!(steps > 0 && steps <= wanted)) throw new Error(`${steps} of ${wanted} steps`);
        const ms = steps * (shares ? now.together : now.alone);
        if (shares) sharedMs += ms;
        else for (let at = 0; at < steps; at++) alone.push(step + at);
        time += ms;
        step += steps;
        pace.took(steps, ms, shares ? steps * (now.together - now.own) : null);
      }
      return sharedMs / (1000 * seconds);
    },
  };
}

const IDLE = { together: 14, own: 12, alone: 26 };
/** One core does something else for half of the time. */
const BUSY = { together: 29, own: 12, alone: 19 };

test('where every thread has a core, the same few steps are taken alone every time, however often one is held up', () => {
  const eight = (first) => Array.from({ length: 8 }, (_, at) => first + at);
  for (const every of [4, 5, 7]) {
    let call = 0;
    const { train, alone } = machine(() => (++call % every === 0 ? { ...IDLE, together: 60 } : IDLE));
    train(120);
    expect(alone).toEqual([...eight(64), ...eight(512), ...eight(4096)]);
  }
});

test('where two threads share what one core has left, and neither waits, one goes on alone', () => {
  const { train } = machine(() => ({ together: 27, own: 25, alone: 19 }));
  expect(train(4)).toBeLessThan(0.6);
  expect(train(120)).toBeLessThan(0.05);
});

test('where one is held up all the time, this thread soon goes on alone, and tries again ever more rarely', () => {
  const { train } = machine(() => BUSY);
  expect(train(4)).toBeGreaterThan(0.4);
  expect(train(120)).toBeLessThan(0.05);
});

test('when the core is free again, it is shared again', () => {
  let now = BUSY;
  const { train } = machine(() => now);
  train(10);
  now = IDLE;
  train(15);
  expect(train(60)).toBeGreaterThan(0.98);
  // And given up again.
  now = BUSY;
  train(4);
  expect(train(60)).toBeLessThan(0.1);
});

test('on a machine that is slow as a whole, or makes this thread wait, and yet is fastest so, it stays shared', () => {
  const waiting = machine(() => ({ together: 40, own: 20, alone: 70 }));
  waiting.train(20);
  expect(waiting.train(60)).toBeGreaterThan(0.95);
  let now = IDLE;
  const slower = machine(() => now);
  slower.train(5);
  now = { together: 40, own: 36, alone: 70 };
  slower.train(20);
  expect(slower.train(60)).toBeGreaterThan(0.95);
});
