// One loss of both runs over the steps: A as a solid line, B as a dashed one.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { createLossChart } from '../../kit/loss-chart.js';
import { make } from '../../kit/make.js';
import { innerScope } from '../../kit/scope.js';

/** Ranges of nats, and of a game's losses. @typedef {import('../../run/history.js').Range} Range */
/** @type {Range} */
const NATS = { empty: [0, 600], grain: 5, least: 0 };
/** @type {Range} */
const GAME = { empty: [0, 2], grain: 0.1, least: -Infinity };
const IN_NATS = ['loss', 'recon_loss', 'kl_loss', 'prior_loss'];

/** @typedef {{index: number, step: number, losses: import('../../engine/types.d.ts').Losses}} Point  index: which of the two */

export function createMeasureChart() {
  const select = make('select', { id: 'compare-measure' });
  const label = make('label', { htmlFor: select.id });
  label.dataset.t = 'compare.measure';
  const box = make('div', { className: 'chart' });
  const legend = make('p', { className: 'legend' }, ['A', 'B'].map((side) => make('span', { className: `side-${side.toLowerCase()}`, textContent: side })));
  const element = make('div', { className: 'compare-chart' }, [make('div', { className: 'card-head' }, [make('div', { className: 'pick' }, [label, select]), legend]), box]);
  translate(element);
  const range = { ...NATS };
  /** @type {import('./figures.js').Measure[]} */
  let measures = [];
  /** @type {Point[]} */
  let points = [];
  const chosen = () => measures[select.selectedIndex];
  /** @param {string} name @param {string} colour @param {number[]} [dash] @returns {import('../../kit/loss-chart.js').Line} */
  const line = (name, colour, dash) => ({ name, colour, dash, look: 'thick', words: `compare.side-${name}` });
  const inner = innerScope();
  /** @type {ReturnType<typeof createLossChart>|null} */
  let chart = null;

  /** Drawn when it is first seen: a hidden box has no size. */
  function draw() {
    chart ??= inner.run(() => createLossChart(box, {
      both: { lines: [line('a', '--side-a'), line('b', '--side-b', [7, 5])], range, format: (value) => chosen().format(value) },
    }));
    Object.assign(range, IN_NATS.includes(chosen().name) ? NATS : GAME);
    chart.start();
    points.forEach(put);
  }

  /** @param {Point} point */
  const put = ({ index, step, losses }) => chart?.add('ab'[index], step, losses[chosen().name]);
  /** @param {number} at which of the measures is shown */
  const fill = (at) => {
    select.replaceChildren(...measures.map(({ label: key }) => make('option', { textContent: t(key) })));
    select.selectedIndex = at;
  };
  select.addEventListener('change', draw);
  onLanguage(() => fill(select.selectedIndex));

  return {
    element,
    /** @param {import('./figures.js').Measure[]} next @param {number} at which of them is shown */
    begin(next, at) {
      measures = next;
      points = [];
      fill(at);
      draw();
    },
    /** @param {number} index @param {number} step @param {Point['losses']} losses */
    add(index, step, losses) {
      const point = { index, step, losses };
      points.push(point);
      put(point);
    },
  };
}
