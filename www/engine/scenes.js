// Scenes of the playground: asked for by name, played by the engine in parts, and measured where that belongs to them.

import { gzipped } from './gzip.js';
import * as input from './input.js';
import { guarded } from './listeners.js';
import { orAborted } from './or-aborted.js';
import { SCENES } from './schema.js';
import { failure } from './worker/failure.js';

/**
 * @typedef {import('./types.d.ts').Played} Played
 * @typedef {import('./types.d.ts').SceneProgress} SceneProgress
 */

/** What a measurement says of how it was made. */
const COUNTS = ['count', 'real_count'];

export class Scenes {
  #lastId = 0;
  #supervisor;
  #listeners;
  #measure;

  /**
   * @param {object} parts
   * @param {import('./supervisor.js').Supervisor} parts.supervisor
   * @param {import('./listeners.js').Listeners<import('./types.d.ts').Events>} parts.listeners
   * @param {(images: Float32Array, options: {signal?: AbortSignal, onProgress: (share: number) => void}) => Promise<import('./types.d.ts').Measured>} parts.measure
   *   samples by the yardsticks
   */
  constructor({ supervisor, listeners, measure }) {
    this.#supervisor = supervisor;
    this.#listeners = listeners;
    this.#measure = measure;
  }

  /**
   * @param {string} name
   * @param {input.SceneOptions} options
   * @returns {Promise<Played>}
   */
  async play(name, options) {
    const { onProgress, signal, ...request } = input.reading(() => input.scene(options));
    const id = ++this.#lastId;
    // Samples are drawn first, and then looked at by the yardsticks, which takes about as long.
    const judge = SCENES.find((scene) => scene.name === name)?.judge;
    const isJudged = judge === 'yardsticks';
    const tell = (/** @type {SceneProgress} */ progress) => { if (onProgress) guarded(onProgress, progress); };
    const off = this.#listeners.on('scene', (progress) => { if (progress.id === id) tell(isJudged ? { ...progress, share: progress.share / 2 } : progress); });
    const stop = () => { this.#supervisor.call('stopScene', id).catch(() => {}); };
    const stopped = () => failure('aborted', 'The scene was stopped.');
    signal?.addEventListener('abort', stop);
    try {
      if (signal?.aborted) throw stopped();
      const scene = input.text(name, 'scene', '“repair”');
      const asked = this.#supervisor.call('scene', id, scene, judge === 'classifier' ? { ...request, judge } : request);
      const found = await played(await orAborted(asked, signal, stopped));
      return isJudged ? await this.#judged(found, (share) => tell({ id, share: 0.5 + share / 2, preview: new Float32Array() }), signal) : found;
    } finally {
      off();
      signal?.removeEventListener('abort', stop);
    }
  }

  /**
   * The same, where the pictures of each method are samples, with what the yardsticks say of them.
   * @param {Played} found @param {(share: number) => void} tell @param {AbortSignal} [signal]
   */
  async #judged(found, tell, signal) {
    const answers = [[found.numbers, found.images], ...[found.plain, ...found.others].map((one) => [one, one.images])];
    for (const [at, [numbers, images]] of /** @type {[import('./types.d.ts').SceneNumbers, Float32Array][]} */ (answers).entries()) {
      const { real, by_digit: digits, ...values } = await this.#measure(images, { signal, onProgress: (share) => tell((at + share) / answers.length) });
      Object.assign(numbers, Object.fromEntries(Object.entries(values).filter(([name, one]) => typeof one === 'number' && !COUNTS.includes(name))));
    }
    return found;
  }
}

/**
 * Pictures to their numbers, and what the page itself has beside the model.
 * @param {import('./types.d.ts').EnginePlayed} answer
 * @returns {Promise<Played>}
 */
async function played({ numbers: { plain, others, ...numbers }, answers, pictures: [truth, seen, images, best = new Float32Array(), ...rest], file }) {
  const beside = plain ?? await gzipped(truth);
  return { images, answers, truth, seen, numbers, plain: { ...beside, images: best }, others: others.map((one, at) => ({ ...one, images: rest[at] })), file };
}
