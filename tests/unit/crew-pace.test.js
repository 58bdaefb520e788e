// Whether sharing is worth it, by how long steps take.

import { expect, test } from '@playwright/test';
import { CrewPace } from '../../www/engine/worker/crew-pace.js';

/**
 * A machine on which two threads train in calls of about 100 milliseconds, and the share of its calls that were shared.
 * @param {() => {together: number, own: number, alone: number}} speed milliseconds a step, now: together, of that without waiting, alone
 */
function machine(speed) {
  let time = 0;
  const pace = new CrewPace(2, () => time);
  const calls = [];
  return {
    /** @param {number} seconds @returns {number} the share of the time in which it was shared */
    train(seconds) {
      const end = time + 1000 * seconds;
      let shared = 0;
      while (time < end) {
        const { together, own, alone } = speed();
        const shares = pace.shares();
        const ms = shares ? together : alone;
        const steps = Math.max(1, Math.round(100 / ms));
        time += steps * ms;
        if (shares) {
          shared += steps * ms;
          pace.shared(steps, steps * ms, steps * (together - own));
        } else {
          pace.alone(steps, steps * ms);
        }
        calls.push(shares);
      }
      return shared / (1000 * seconds);
    },
    calls,
  };
}

const IDLE = { together: 14, own: 12, alone: 26 };
/** One core does something else for half of the time. */
const BUSY = { together: 29, own: 12, alone: 19 };

test('where every thread has a core, all calls are shared, however often one is held up', () => {
  let call = 0;
  const { train, calls } = machine(() => (++call % 4 === 0 ? { ...IDLE, together: 60 } : IDLE));
  train(120);
  expect(calls.every(Boolean)).toBe(true);
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

test('on a machine that is slow as a whole, sharing is taken up again, and kept', () => {
  const { train } = machine(() => ({ together: 40, own: 20, alone: 70 }));
  expect(train(60)).toBeGreaterThan(0.98);
  let now = IDLE;
  const slower = machine(() => now);
  slower.train(5);
  now = { together: 40, own: 36, alone: 70 };
  slower.train(20);
  expect(slower.train(20)).toBeGreaterThan(0.98);
});
