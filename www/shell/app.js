// What the parts of the page's own program share.

import { wholePage } from '../run/lesson.js';

/**
 * @typedef {object} App
 * @property {import('../run/address.js').State} state       what the address asks for and the settings show
 * @property {import('../engine/playground.js').Playground|null} pg
 * @property {{phase: string, loaded?: number, total?: number}} status                  the engine's last word
 * @property {number} arrived                          test digits that are there
 * @property {{code: string, run: import('../run/player.js').Run}|null} interrupted the page's own run that something broke off; it goes on when that is mended
 * @property {import('../run/player.js').Player} player
 * @property {Awaited<ReturnType<typeof import('./page.js').createPage>>} page
 * @property {ReturnType<typeof import('../rooms/train/estimate.js').createEstimate>} estimate
 * @property {ReturnType<typeof import('../run/watch.js').createWatch>} watch
 * @property {ReturnType<typeof import('./rooms.js').createRooms>} rooms
 * @property {Promise<import('../rooms/bench.js').Bench>} bench  what cards may use, once there is an engine
 * @property {import('../run/run-log.js').RunLog} log  what the run has left behind so far
 * @property {import('../run/lesson.js').Lesson} lesson  what hash and query ask for together
 * @property {string[]|null} capabilities  of the model, or of the preset that is wanted
 * @property {Record<string, number>} cost             milliseconds of the last call of each action
 * @property {ReturnType<typeof import('./changes.js').createChanges>} changes
 * @property {ReturnType<typeof import('./shows.js').createShows>} shows
 * @property {ReturnType<typeof import('./troubles.js').createTroubles>} troubles
 * @property {() => void} startAgain                   from nothing, where there is no engine
 */

/**
 * The engine, for what happens only where there is one.
 * @param {App} app
 */
export function engineOf({ pg }) {
  if (!pg) throw new Error('There is no engine yet.');
  return pg;
}

/**
 * The model there is, for what happens only where there is one.
 * @param {App} app
 */
export function modelOf(app) {
  const { model } = engineOf(app);
  if (!model) throw new Error('There is no model yet.');
  return model;
}

/** @param {Partial<App>} parts @returns {App} the rest is added while the page is put together */
export const createApp = (parts) => /** @type {App} */ ({ pg: null, status: { phase: 'starting' }, arrived: 0, interrupted: null, capabilities: null, lesson: wholePage(), cost: {}, ...parts });
