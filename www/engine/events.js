// The names of all events that a playground tells.

/** @typedef {import('./types.d.ts').Events} Events */

/** Each once: the compiler counts them. @type {Record<keyof Events, true>} */
const ALL = {
  status: true, data: true, 'data-failed': true, device: true, loaded: true, dataset: true, training: true, step: true, event: true, call: true,
  scene: true, crashed: true, recovered: true, failed: true,
};

export const EVENTS = /** @type {(keyof Events)[]} */ (Object.keys(ALL));
