// Drawing that follows something faster than anybody can read.

import { BEAT_MS, beatBefore } from '../run/beat.js';

/**
 * Draws on the next beat, once for all times that it was wanted until then: what came last is always drawn.
 * @param {() => void} draw
 * @param {() => number} [now] milliseconds
 */
export function onBeat(draw, now = () => performance.now()) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const begin = () => {
    clearTimeout(timer);
    timer = undefined;
    draw();
  };
  return {
    soon() { timer ??= setTimeout(begin, beatBefore(now()) + BEAT_MS - now()); },
    /** What was put off is drawn now. */
    flush() {
      if (timer !== undefined) begin();
    },
    /** What was put off is not drawn. */
    end() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
