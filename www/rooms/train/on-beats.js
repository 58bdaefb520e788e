// Pictures of a run that trains wait for the beat: what comes within one is painted in one frame, with the curves and figures.

import { onBeat } from '../../kit/on-beat.js';

/** @typedef {import('../../engine/playground.js').Playground} Playground */

/** @param {Playground} pg */
export function createOnBeats(pg) {
  /** What is to be drawn, the last of each. @type {Map<string, () => void>} */
  const waiting = new Map();
  const beat = onBeat(() => {
    const draws = [...waiting.values()];
    waiting.clear();
    for (const draw of draws) draw();
  });
  // Of the model before, nothing is drawn any more.
  pg.on('loaded', () => waiting.clear());

  /**
   * Draws on the next beat while the model trains, and else at once.
   * @param {string} name what draws the same has the same name: only the last of it counts
   * @param {() => void} draw
   * @param {{now?: boolean}} [options] now: somebody waits for it
   */
  return (name, draw, { now = false } = {}) => {
    if (pg.training && !now) {
      waiting.set(name, draw);
      beat.soon();
      return;
    }
    waiting.delete(name);
    draw();
  };
}
