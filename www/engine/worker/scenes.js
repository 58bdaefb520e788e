// A scene takes seconds, so it is played in parts, each a turn of its own: training, and whatever else is asked, goes on between them.

import { failure } from './failure.js';

/**
 * @typedef {import('../types.d.ts').EnginePlayed} Played
 * @typedef {Pick<import('./engine.js').Engine, 'beginScene'|'scene'>} Engine what is called of it
 */

export class Scenes {
  /** The engine plays one at a time. @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** Those that nobody waits for any more. @type {Set<number>} */
  #stopped = new Set();
  #turns;
  #images;
  #tell;
  #classifier;

  /**
   * @param {import('./turns.js').Turns} turns
   * @param {() => Promise<unknown>} images resolves once all images are there
   * @param {(progress: import('../types.d.ts').SceneProgress) => void} tell
   * @param {() => Promise<Uint8Array>} classifier the frozen classifier's file, for scenes that ask it
   */
  constructor(turns, images, tell, classifier) {
    this.#turns = turns;
    this.#images = images;
    this.#tell = tell;
    this.#classifier = classifier;
  }

  /**
   * With the model that there is at its first turn.
   * @param {Engine} engine
   * @param {number} id by which it can be stopped
   * @param {string} name
   * @param {import('../types.d.ts').SceneRequest} request
   * @returns {Promise<import('../types.d.ts').Answer<Played>>} ms: of all parts together
   */
  play(engine, id, name, request) {
    const result = this.#last.then(() => this.#play(engine, id, name, request)).finally(() => this.#stopped.delete(id));
    this.#last = result.catch(() => {});
    return result;
  }

  /** Ends it after the part that is under way. @param {number} id */
  stop(id) {
    this.#stopped.add(id);
  }

  /** @param {Engine} engine @param {number} id @param {string} name @param {import('../types.d.ts').SceneRequest} request */
  async #play(engine, id, name, request) {
    const check = () => { if (this.#stopped.has(id)) throw failure('aborted', 'The scene was stopped.'); };
    check();
    await this.#images();
    const { judge, ...asked } = request;
    const whole = judge === 'classifier' ? { ...asked, classifier: await this.#classifier() } : asked;
    let { ms } = await this.#turns.take(() => engine.beginScene(name, whole));
    for (;;) {
      check();
      const part = await this.#turns.take(() => engine.scene());
      ms += part.ms;
      const { share, preview, ...played } = part.value;
      if (played.numbers) return { value: /** @type {Played} */ (played), ms };
      this.#tell({ id, share, preview });
      // On the CPU a part ends without the browser's turn, and what was asked meanwhile, a stop among it, would not be heard.
      await new Promise((resolve) => { setTimeout(resolve); });
    }
  }
}
