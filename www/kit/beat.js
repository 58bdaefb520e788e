// How often what changes all the time is drawn. No DOM.

/** Where two cores do everything, painting takes time from training. */
export const FEW_CORES = (globalThis.navigator?.hardwareConcurrency ?? 2) <= 2;
/** Milliseconds between two pictures, curves or figures of a run: each time is a frame to lay out and paint. */
export const BEAT_MS = FEW_CORES ? 500 : 250;
