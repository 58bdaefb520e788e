// The picture between two codes: shown for any part of the way, and walked to and fro.

import { PIXELS } from '../../../maths/digit.js';

/** Milliseconds from one end to the other. */
const WAY_MS = 4000;

/**
 * The picture at a part of the way, mixed from the two frames it lies between.
 * @param {Float32Array} frames pictures, evenly along the way
 * @param {number} part 0..1
 */
export function pictureAt(frames, part) {
  const last = frames.length / PIXELS - 1;
  const at = part * last;
  const before = Math.min(last, Math.floor(at));
  const after = Math.min(last, before + 1);
  const share = at - before;
  const picture = frames.slice(before * PIXELS, (before + 1) * PIXELS);
  if (share > 0) for (let i = 0; i < PIXELS; i++) picture[i] += share * (frames[after * PIXELS + i] - picture[i]);
  return picture;
}

/** Where someone is who goes to and fro, slower at the ends. @param {number} ms since the start */
export const toAndFro = (ms) => (1 - Math.cos((Math.PI * ms) / WAY_MS)) / 2;

/**
 * Goes to and fro from where it is.
 * @param {(part: number) => void} onMove
 */
export function createWalk(onMove) {
  let frame = 0;
  let start = 0;

  /** @param {number} now */
  function tick(now) {
    onMove(toAndFro(now - start));
    frame = requestAnimationFrame(tick);
  }

  return {
    get going() { return frame !== 0; },
    /** @param {number} part where it is now */
    go(part) {
      start = performance.now() - (WAY_MS * Math.acos(1 - 2 * part)) / Math.PI;
      frame = requestAnimationFrame(tick);
    },
    stop() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}
