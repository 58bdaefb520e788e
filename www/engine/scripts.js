// The playground as other people's scripts get it: when they load or train, the page's own run pauses first, so
// that the number of steps is theirs alone. Where they are refused, it goes on.

import { REFUSED } from './errors.js';
import { coded } from './worker/failure.js';

const TAKES_OVER = ['load', 'train', 'oneStep', 'restore', 'useDevice', 'setData'];

/**
 * @template Run
 * @param {import('./playground.js').Playground} pg
 * @param {{run: Run|null, pause: () => Promise<void>, resume: (run: Run) => void}} player
 * @returns {import('./playground.js').Playground}
 */
export function forScripts(pg, player) {
  return new Proxy(pg, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (!TAKES_OVER.includes(String(name))) return value.bind(target);
      return async (/** @type {unknown[]} */ ...args) => {
        const { run } = player;
        await player.pause();
        try {
          return await value.apply(target, args);
        } catch (error) {
          if (run && REFUSED.includes(coded(error).code)) player.resume(run);
          throw error;
        }
      };
    },
  });
}
