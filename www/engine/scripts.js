// The playground as other people's scripts get it: when they load or train, the page's own run pauses first, so
// that the number of steps is theirs alone.

const TAKES_OVER = ['load', 'train', 'oneStep', 'restore', 'useDevice', 'setData'];

/**
 * @param {import('./playground.js').Playground} pg
 * @param {{pause: () => Promise<void>}} player
 * @returns {import('./playground.js').Playground}
 */
export function forScripts(pg, player) {
  return new Proxy(pg, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (!TAKES_OVER.includes(String(name))) return value.bind(target);
      return async (/** @type {unknown[]} */ ...args) => {
        await player.pause();
        return value.apply(target, args);
      };
    },
  });
}
