// Drawing that follows something faster than anybody can read.

import { BEAT_MS, beatBefore } from '../run/beat.js';

/** What is drawn on the next beat, all in one task: between two the browser might lay out and paint. @type {Set<() => void>} */
const waiting = new Set();
/** @type {ReturnType<typeof setTimeout>|undefined} */
let timer;

function beat() {
  timer = undefined;
  const draws = [...waiting];
  waiting.clear();
  for (const draw of draws) {
    try {
      draw();
    } catch (error) {
      // One that fails costs the others nothing.
      reportError(error);
    }
  }
}

/**
 * Draws on the next beat, once for all times that it was wanted until then: what came last is always drawn.
 * @param {() => void} draw
 */
export function onBeat(draw) {
  return {
    soon() {
      waiting.add(draw);
      const now = performance.now();
      timer ??= setTimeout(beat, beatBefore(now) + BEAT_MS - now);
    },
    /** What was put off is drawn now. */
    flush() {
      if (waiting.delete(draw)) draw();
    },
    /** What was put off is not drawn. */
    end() {
      waiting.delete(draw);
    },
  };
}
