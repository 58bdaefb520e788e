// Losses over the steps: thin lines for each batch, thick ones for test digits, dots for the check after each epoch.

import uPlot from '../vendor/uplot.js';
import { History, align, visibleRange } from '../history.js';
import { colour, onThemeChange } from './theme.js';

/** The chart is drawn this often at most. */
const DRAW_MS = 120;

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {string} [words]  its name for those who hear the chart; only lines with words are read out
 * @property {string} colour   a custom property of the style sheet
 * @property {'thin'|'thick'|'dots'} look
 * @property {number[]} [dash] lengths of its strokes and gaps
 * @property {HTMLElement} [readout] for its latest value in figures
 */

/** How many points a line keeps: there is one a step on a thin one, and one an epoch as dots. */
const LIMITS = { thin: 600, thick: 300, dots: 200 };

/**
 * @param {HTMLElement} root
 * @param {object} options
 * @param {Line[]} options.lines
 * @param {(value: number) => string} options.format
 * @param {import('../history.js').Range} [options.range]
 */
export function createLossChart(root, { lines, format, range }) {
  const histories = Object.fromEntries(lines.map(({ name, look }) => [name, new History(LIMITS[look])]));
  const all = Object.values(histories);
  let plot = null;
  let timer = 0;
  const size = () => ({ width: Math.max(root.clientWidth, 200), height: root.clientHeight || 220 });

  function series({ colour: name, look, dash }) {
    const stroke = colour(name);
    if (look === 'dots') return { stroke, paths: () => null, points: { show: true, size: 10, fill: colour('--surface'), width: 2.5 } };
    return { stroke, dash, width: look === 'thick' ? 2.5 : 1.25, spanGaps: true, points: { show: false } };
  }

  function build() {
    plot?.destroy();
    const grid = { stroke: colour('--line'), width: 1 };
    const axis = { stroke: colour('--muted'), grid, ticks: grid, font: '12px system-ui, sans-serif' };
    plot = new uPlot({
      ...size(),
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: (_, low, high) => [0, Math.max(high ?? 0, 50)] },
        y: { range: () => visibleRange(all, range) },
      },
      axes: [{ ...axis, size: 34, space: 70 }, { ...axis, size: 46 }],
      series: [{}, ...lines.map(series)],
    }, align(all), root);
  }

  function draw() {
    timer = 0;
    plot.setData(align(all));
    const latest = lines.map((line) => ({ ...line, value: histories[line.name].values.at(-1) }));
    for (const { readout, value } of latest) if (readout) readout.textContent = value === undefined ? '–' : format(value);
    const told = latest.filter(({ words, value }) => words && value !== undefined).map(({ words, value }) => `${words} ${format(value)}`);
    const last = Math.max(0, ...all.map((line) => line.steps.at(-1) ?? 0));
    root.setAttribute('aria-label', told.length > 0
      ? `Loss over ${last} training steps: ${told.join(', ')}`
      : 'Loss over training steps; nothing has been trained yet');
  }

  const soon = () => { timer ||= setTimeout(draw, DRAW_MS); };

  build();
  onThemeChange(build);
  new ResizeObserver(() => plot.setSize(size())).observe(root);

  return {
    /** @param {string} line a value that it does not have is left out */
    add(line, step, value) {
      if (!Number.isFinite(value)) return;
      histories[line].push(step, value);
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
