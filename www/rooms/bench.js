// What the cards of the rooms may use.

import { createTestImages } from '../run/test-images.js';

/**
 * @typedef {object} Bench
 * @property {import('../engine/playground.js').Playground} pg  the run on the page. A card asks it (sample, encode, decode, judge, ...); only
 *   what the visitor does may train or load
 * @property {Record<string, number>} cost      milliseconds of the last call of each action; what `refresh` answers is made of it
 * @property {() => number} arrived             test digits that are there; a card waits for its own without asking
 * @property {(count: number) => Promise<{images: Float32Array, labels: Uint8Array}>} testDigits the first ones; asked for once, as run/test-images.js says
 * @property {() => Float32Array|null} drawing  the digit on the pad; null where nothing is drawn
 * @property {() => number} drawn               which digit that is, for a model that is told it
 * @property {() => import('../run/address.js').State} state the run's settings
 * @property {(changes: import('../run/settings.js').Values) => void} restartWith a new run with these settings changed
 * @property {(data: import('../engine/recipe.js').Recipe) => void} trainOn a new run of the same settings on these data, which trains
 * @property {(own: import('../engine/types.d.ts').OwnImages|null, data: import('../engine/recipe.js').Recipe) => Promise<void>} learnFrom a new run of the same settings
 *   on one's own images, or on MNIST, under this recipe, which trains
 * @property {(preset: string, settings?: import('../run/settings.js').Values, steps?: number, data?: import('../engine/recipe.js').Recipe) => void} choose another
 *   model, paused, or trained for so many steps; on the data that there are, or on those of a recipe
 * @property {(part: import('../engine/types.d.ts').StepPart) => void} step one step, as the button of that name
 * @property {() => void} toggle train and pause, as the button does
 * @property {(bytes: Uint8Array) => Promise<boolean>} restore a run from a file, paused; one that cannot be used leaves the run as it is
 * @property {ReturnType<typeof import('./train/timeline-bar.js').createTimeline>} timeline the samples that were drawn before
 * @property {import('../run/run-log.js').RunLog} log  losses and gradients of the run so far
 * @property {<T extends object>(name: string, initial: T) => T} kept what a card wants to find again when its room is opened the next time
 * @property {() => () => void} pauseRun        pauses the page's own run; the answer goes on with it, where it was playing
 * @property {(key: string, words: () => string, options?: {problem?: boolean, actions?: import('../shell/notices.js').Action[]}) => void} notice a message over the page, as `notices.show`
 * @property {(text: string) => void} announce  for those who hear the page
 * @property {() => Promise<{name: string, room: string, title: () => string, fits: (model: import('../engine/types.d.ts').Model) => boolean}[]>} cards  of all rooms
 * @property {(room: string, place?: Place) => void} goTo  opens another room, or another place in it
 * @property {(place: Place) => void} placeAt   tells the address what the open room shows
 * @property {(view: import('./train/views.js').ModelView) => () => void} watch keeps something fresh, as run/watch.js says, until what it answers is called
 * @property {(...names: string[]) => void} refresh cards by name, now
 */

/** A place in a room, as the address has it: a chapter of the tutorial, or the data of two runs. @typedef {Partial<Pick<import('../run/address.js').State, 'chapter'|'sides'>>} Place */

/**
 * @param {Omit<Bench, 'testDigits'|'kept'>} parts
 * @returns {Bench}
 */
export function createBench(parts) {
  const keeps = new Map();
  return {
    ...parts,
    kept(name, initial) {
      if (!keeps.has(name)) keeps.set(name, initial);
      return keeps.get(name);
    },
    testDigits: createTestImages(parts.pg),
  };
}
