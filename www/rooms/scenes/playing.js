// One scene at a time in a card: what is asked anew stops what was under way, and how far it is can be seen.

import { messageOf } from '../../engine/thrown.js';
import { make, named } from '../../kit/make.js';
import { onEnd } from '../../kit/scope.js';

/** @typedef {import('../../engine/types.d.ts').Played} Played */

/**
 * @param {import('../bench.js').Bench} bench
 * @param {string} name of the scene
 */
export function createPlaying(bench, name) {
  /** @type {AbortController|null} */
  let run = null;
  const stop = named(make('button', { type: 'button', hidden: true }), { t: 'scenes.stop' });
  const bar = named(make('progress', { max: 1, value: 0, hidden: true }), { tLabel: 'scenes.progress' });
  const problem = make('p', { className: 'problem', role: 'alert', hidden: true });
  stop.addEventListener('click', () => run?.abort());
  let left = false;
  onEnd(() => { left = true; run?.abort(); });

  return {
    parts: [stop, bar],
    problem,
    get busy() { return run !== null; },
    /** Ends what is under way. */
    end: () => run?.abort(),
    /**
     * Null where it was stopped, or the card is gone, or it failed, which is said.
     * @param {import('../../engine/input.js').SceneOptions} options
     * @param {{onPreview?: (images: Float32Array) => void, quiet?: boolean}} [how] quiet: without bar and button, for what is soon done
     * @returns {Promise<Played|null>}
     */
    async play(options, { onPreview = () => {}, quiet = false } = {}) {
      run?.abort();
      if (left) return null;
      const mine = new AbortController();
      run = mine;
      stop.hidden = bar.hidden = quiet;
      bar.value = 0;
      problem.hidden = true;
      try {
        const found = await bench.pg.scene(name, {
          ...options, signal: mine.signal,
          onProgress: ({ share, preview }) => {
            if (run !== mine) return;
            bar.value = share;
            if (preview.length > 0) onPreview(preview);
          },
        });
        return run === mine ? found : null;
      } catch (error) {
        const { code } = /** @type {import('../../engine/types.d.ts').PlaygroundError} */ (error);
        if (run === mine && !['aborted', 'closed'].includes(code)) {
          problem.textContent = messageOf(error);
          problem.hidden = false;
        }
        return null;
      } finally {
        if (run === mine) {
          run = null;
          stop.hidden = bar.hidden = true;
        }
      }
    },
  };
}
