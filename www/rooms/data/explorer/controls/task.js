// Long work of the explorer: one at a time, how far it is, and a button that stops it.

import { make, named } from '../../../../kit/make.js';
import { onEnd } from '../../../../kit/scope.js';
import { t, translate } from '../../../../words/i18n.js';
import { percent } from '../../../../words/sentences.js';

/**
 * @typedef {object} Task
 * @property {(key: string, done: number) => void} tell what it does, `explorer.task.KEY`, and how far that is, 0 to 1
 * @property {() => boolean} stopped
 * @property {(end: () => void) => void} onStop what else is to end when it is stopped
 */

export function createTasks() {
  const words = make('span');
  words.setAttribute('role', 'status');
  const bar = make('progress', { max: 1, className: 'bar' });
  bar.setAttribute('aria-hidden', 'true');
  const stop = named(make('button', { type: 'button' }), { t: 'explorer.stop' });
  const element = make('div', { className: 'explorer-task', hidden: true }, [words, stop, bar]);
  translate(element);
  /** @type {(() => void)[]} */
  let ends = [];
  /** The one under way. */
  let number = 0;

  function end() {
    number += 1;
    for (const one of ends.splice(0)) one();
    element.hidden = true;
  }
  stop.addEventListener('click', end);
  onEnd(end);

  return {
    element,
    /**
     * In place of the one under way.
     * @template T
     * @param {(task: Task) => Promise<T>} work
     * @returns {Promise<T|null>} null where it was stopped
     */
    async run(work) {
      end();
      const mine = number;
      const stopped = () => mine !== number;
      /** @type {Task} */
      const task = {
        stopped,
        tell(key, done) {
          if (stopped()) return;
          element.hidden = false;
          words.textContent = t(`explorer.task.${key}`, { share: percent(done) });
          bar.value = done;
        },
        onStop: (one) => { if (stopped()) one(); else ends.push(one); },
      };
      try {
        const result = await work(task);
        return stopped() ? null : result;
      } catch (error) {
        // A thread that was ended fails whatever it was asked.
        if (stopped()) return null;
        throw error;
      } finally {
        if (!stopped()) end();
      }
    },
  };
}
