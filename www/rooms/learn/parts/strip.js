// What is on the bench, in a line, for figures that are bound to it: the bench itself is in another room.

import { t } from '../../../words/i18n.js';
import { presetOf } from '../../../run/presets.js';
import { make } from '../../../kit/make.js';
import { count } from '../../../words/sentences.js';
import { action } from './canvas.js';

/**
 * @param {import('../../bench.js').Bench} bench
 * @param {{key: string, run: () => void}[]} [actions] buttons of the figure's own
 */
export function createStrip(bench, actions = []) {
  const says = make('p', { className: 'strip-says' });
  const toggle = make('button', { type: 'button' });
  toggle.addEventListener('click', () => bench.toggle());
  const up = action('tutorial.to-bench', () => bench.goTo('train'), 'quiet');
  const element = make('div', { className: 'strip' }, [says, make('div', { className: 'strip-buttons' }, [...actions.map(({ key, run }) => action(key, run)), toggle, up])]);
  /** @type {(() => void)[]} */
  const stops = [];

  function say() {
    const { model, step, training } = bench.pg;
    says.textContent = model ? t('tutorial.on-bench', { model: presetOf(model.preset).short, step: count(step) }) : t('tutorial.no-bench');
    toggle.textContent = t(training ? 'tutorial.pause' : 'tutorial.train');
    toggle.disabled = !model;
  }

  return {
    element,
    start() {
      for (const event of /** @type {const} */ (['loaded', 'training', 'step'])) stops.push(bench.pg.on(event, say));
      say();
    },
    stop() {
      for (const off of stops.splice(0)) off();
    },
    words: say,
  };
}
