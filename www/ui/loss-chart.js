// The losses over the steps: train, a test subset all the time, and the whole test set after each epoch.

import uPlot from '../vendor/uplot.js';
import { History, align, visibleRange } from '../history.js';
import { loss } from '../words.js';
import { colour, onThemeChange } from './theme.js';

/** The chart is drawn this often at most. */
const DRAW_MS = 120;
const HEIGHT = 220;

/**
 * @param {HTMLElement} root
 * @param {{train: HTMLElement, test: HTMLElement}} readouts the latest values in figures
 */
export function createLossChart(root, readouts) {
  const lines = { train: new History(600), test: new History(300), epochs: new History(200) };
  const all = Object.values(lines);
  let plot = null;
  let timer = 0;

  function build() {
    plot?.destroy();
    const grid = { stroke: colour('--line'), width: 1 };
    const axis = { stroke: colour('--muted'), grid, ticks: grid, font: '12px system-ui, sans-serif' };
    plot = new uPlot({
      width: Math.max(root.clientWidth, 200),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: (_, low, high) => [0, Math.max(high ?? 0, 50)] },
        y: { range: () => visibleRange(all) },
      },
      axes: [{ ...axis, size: 34, space: 70 }, { ...axis, size: 46 }],
      series: [
        {},
        { stroke: colour('--train'), width: 1.25, spanGaps: true, points: { show: false } },
        { stroke: colour('--test'), width: 2.5, spanGaps: true, points: { show: false } },
        { stroke: colour('--test'), paths: () => null, points: { show: true, size: 10, fill: colour('--surface'), width: 2.5 } },
      ],
    }, align(all), root);
  }

  function draw() {
    timer = 0;
    plot.setData(align(all));
    const [train, test] = [lines.train, lines.test].map((line) => line.values.at(-1));
    readouts.train.textContent = train === undefined ? '–' : loss(train);
    readouts.test.textContent = test === undefined ? '–' : loss(test);
    root.setAttribute('aria-label', train === undefined
      ? 'Loss over training steps; nothing has been trained yet'
      : `Loss over ${lines.train.steps.at(-1)} training steps: train ${loss(train)}${test === undefined ? '' : `, test ${loss(test)}`}`);
  }

  const soon = () => { timer ||= setTimeout(draw, DRAW_MS); };

  build();
  onThemeChange(build);
  new ResizeObserver(() => plot.setSize({ width: Math.max(root.clientWidth, 200), height: HEIGHT })).observe(root);

  return {
    /** @param {'train'|'test'|'epochs'} line */
    add(line, step, value) {
      lines[line].push(step, value);
      soon();
    },
    clear() {
      all.forEach((line) => line.clear());
      soon();
    },
    /** Back to an earlier step, after a crash. */
    truncate(step) {
      all.forEach((line) => line.truncate(step));
      soon();
    },
  };
}
