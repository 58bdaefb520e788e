// How often what changes all the time is drawn. No DOM.

/** Where two cores do everything, painting takes time from training. */
export const FEW_CORES = (globalThis.navigator?.hardwareConcurrency ?? 2) <= 2;
/** Milliseconds between two pictures, curves or figures of a run: each time is a frame to lay out and paint. */
export const BEAT_MS = FEW_CORES ? 500 : 250;

/**
 * The beat before this moment. What is drawn on beats is laid out and painted in one frame instead of one each.
 * @param {number} now milliseconds @returns {number}
 */
export const beatBefore = (now) => now - (now % BEAT_MS);
