// The playground as other people's scripts get it: when they load or train, the page's own run pauses first, so
// that the number of steps is theirs alone.

const TAKES_OVER = ['load', 'train', 'oneStep', 'restore', 'useDevice'];

/**
 * @template {object} T
 * @param {T} pg
 * @param {{pause: () => Promise<void>}} player
 * @returns {T}
 */
export function forScripts(pg, player) {
  return new Proxy(pg, {
    get(target, name) {
      const value = target[name];
      if (typeof value !== 'function') return value;
      if (!TAKES_OVER.includes(name)) return value.bind(target);
      return async (...args) => {
        await player.pause();
        return value.apply(target, args);
      };
    },
  });
}
