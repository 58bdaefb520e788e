// One loss of both runs over the steps: A as a solid line, B as a dashed one.

import { onLanguage, t, translate } from '../../words/i18n.js';
import { createLossChart } from '../../kit/loss-chart.js';
import { make } from '../../kit/make.js';
import { innerScope } from '../../kit/scope.js';

/** Ranges of nats, and of a game's losses. */
const NATS = { empty: [0, 600], grain: 5, least: 0 };
const GAME = { empty: [0, 2], grain: 0.1, least: -Infinity };
const IN_NATS = ['loss', 'recon_loss', 'kl_loss'];

export function createMeasureChart() {
  const select = make('select', { id: 'compare-measure' });
  const label = make('label', { htmlFor: select.id });
  label.dataset.t = 'compare.measure';
  const box = make('div', { className: 'chart' });
  box.setAttribute('role', 'img');
  const legend = make('p', { className: 'legend' }, ['A', 'B'].map((side) => make('span', { className: `side-${side.toLowerCase()}`, textContent: side })));
  const element = make('div', { className: 'compare-chart' }, [make('div', { className: 'card-head' }, [make('div', { className: 'pick' }, [label, select]), legend]), box]);
  translate(element);
  const range = { ...NATS };
  let measures = [];
  let points = [];
  const chosen = () => measures[select.selectedIndex];
  const line = (name, colour, dash) => ({ name, colour, dash, look: 'thick', words: `compare.side-${name}` });
  const inner = innerScope();
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

  const put = ({ index, step, losses }) => chart.add('ab'[index], step, losses[chosen().name]);
  const fill = (at) => {
    select.replaceChildren(...measures.map(({ label: key }) => make('option', { textContent: t(key) })));
    select.selectedIndex = at;
  };
  select.addEventListener('change', draw);
  onLanguage(() => fill(select.selectedIndex));

  return {
    element,
    begin(next, at) {
      measures = next;
      points = [];
      fill(at);
      draw();
    },
    add(index, step, losses) {
      const point = { index, step, losses };
      points.push(point);
      put(point);
    },
  };
}
