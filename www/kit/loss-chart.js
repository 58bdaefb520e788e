// Losses over the steps: thin lines for each batch, thick ones for test digits, dots for the check after each epoch, and
// faint dashes for earlier runs.

import { onLanguage, t } from '../words/i18n.js';
import { History, align, visibleRange } from '../run/history.js';
import { reach } from '../run/past-runs.js';
import { dashOf } from '../rooms/train/past-runs-list.js';
import { asImage } from './make.js';
import { onBeat } from './on-beat.js';
import { onEnd } from './scope.js';
import { colour, onThemeChange } from './theme.js';

// As it is imported, uPlot asks `Intl` for the browser's language, and some browsers name one that is no tag (“C”, WebKit under LANG=C):
// `Intl` throws then, and there would be no chart. English does for the few numbers that uPlot writes by itself.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}

/** The first pictures do not wait for it. Where it does not come, the figures in the legend still do. */
export const library = import('../vendor/uplot.js');
library.catch(() => {});

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {string} [words]  key of its name for those who hear the chart; only lines with words are read out
 * @property {string} colour   a custom property of the style sheet
 * @property {'thin'|'thick'|'dots'} look
 * @property {number[]} [dash] lengths of its strokes and gaps
 * @property {HTMLElement} [readout] for its latest value in figures
 *
 * @typedef {object} Metric  what the chart can show, one at a time
 * @property {Line[]} lines
 * @property {(value: number) => string} format
 * @property {import('../run/history.js').Range} [range]
 *
 * @typedef {Record<string, History>} Histories  by a line's name
 *
 * @typedef {object} EarlierRun
 * @property {number} id       no two have the same
 * @property {Histories} lines
 *
 * @typedef {Line & {history: History, faint?: boolean}} Drawn  faint: of an earlier run
 *
 * @typedef {typeof import('../vendor/uplot.js').default} UPlot
 */

/** How many points a line keeps: there is one a step on a thin one, and one an epoch as dots. */
const LIMITS = { thin: 600, thick: 300, dots: 200 };

/** @param {History[]} lines */
const lastStep = (lines) => Math.max(0, ...lines.map((line) => line.steps.at(-1) ?? 0));

/**
 * @param {HTMLElement} root
 * @param {Record<string, Metric>} metrics the first is shown
 * @param {{told: string, empty: string}} [words] keys of what it says to those who hear it
 */
export function createLossChart(root, metrics, words = { told: 'page.chart-told', empty: 'page.chart-empty' }) {
  const lines = Object.values(metrics).flatMap((metric) => metric.lines);
  let histories = begin();
  let shown = Object.keys(metrics)[0];
  /** @type {EarlierRun[]} */
  let past = [];
  /** @type {InstanceType<UPlot>|null} */
  let plot = null;
  /** Whether it has other lines or colours than are drawn. */
  let stale = true;
  const size = () => ({ width: Math.max(root.clientWidth, 200), height: root.clientHeight || 220 });

  /** @returns {Histories} */
  function begin() {
    return Object.fromEntries(lines.map(({ name, look }) => [name, new History(LIMITS[look])]));
  }

  /**
   * The present run's lines of the metric that is shown, and those of earlier runs: on test digits where there are such.
   * @returns {{present: Drawn[], earlier: Drawn[]}}
   */
  function visible() {
    const present = metrics[shown].lines.map((line) => ({ ...line, history: histories[line.name] }));
    const earlier = past.flatMap((run) => {
      /** @param {Line['look']} look */
      const of = (look) => metrics[shown].lines.filter((line) => line.look === look)
        .map((line) => ({ ...line, history: run.lines[line.name], dash: dashOf(run), faint: true })).filter(({ history }) => history.steps.length > 1);
      const tested = of('thick');
      return tested.length > 0 ? tested : of('thin');
    });
    return { present, earlier };
  }

  /** @param {Drawn} line @returns {import('../vendor/uplot.js').default.Series} */
  function series({ colour: name, look, dash, faint }) {
    const stroke = colour(name);
    if (faint) return { stroke, alpha: 0.55, width: 1.5, dash, spanGaps: true, points: { show: false } };
    if (look === 'dots') return { stroke, paths: () => null, points: { show: true, size: 10, fill: colour('--surface'), width: 2.5 } };
    return { stroke, dash, width: look === 'thick' ? 2.5 : 1.25, spanGaps: true, points: { show: false } };
  }

  /** @param {ReturnType<typeof visible>} lines */
  const data = ({ present, earlier }) => /** @type {import('../vendor/uplot.js').default.AlignedData} */ (align([...earlier, ...present].map(({ history }) => history)));

  /** @param {UPlot} uPlot */
  function build(uPlot) {
    stale = false;
    plot?.destroy();
    const grid = { stroke: colour('--line'), width: 1 };
    const axis = { stroke: colour('--muted'), grid, ticks: grid, font: '12px system-ui, sans-serif' };
    const { present, earlier } = visible();
    const [now, before] = [present, earlier].map((some) => some.map(({ history }) => history));
    const end = () => reach(lastStep(now), lastStep(before));
    plot = new uPlot({
      ...size(),
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, end()] },
        y: { range: () => visibleRange([...now, ...before], metrics[shown].range, end()) },
      },
      axes: [{ ...axis, size: 34, space: 70 }, { ...axis, size: 46 }],
      series: [{}, ...earlier.map(series), ...present.map(series)],
    }, data({ present, earlier }), root);
  }

  async function draw() {
    const uPlot = await library.then((module) => module.default, () => null);
    const { present, earlier } = visible();
    if (!uPlot) root.textContent = t('page.chart-lost');
    else if (stale || !plot) build(uPlot);
    else plot.setData(data({ present, earlier }));
    const { format } = metrics[shown];
    const latest = present.map((line) => ({ ...line, value: line.history.values.at(-1) }));
    for (const { readout } of lines) if (readout) readout.textContent = '–';
    for (const { readout, value } of latest) if (readout && value !== undefined) readout.textContent = format(value);
    const told = latest.flatMap(({ words, value }) => (words && value !== undefined ? [t('page.line.value', { words: t(words), value: format(value) })] : []));
    asImage(root, told.length > 0
      ? t(words.told, { step: lastStep(Object.values(histories)), told: told.join(t('page.comma')) })
      : t(words.empty));
  }

  /** In a room that is not open nothing is drawn; it catches up when it is opened. */
  const beat = onBeat(draw);
  const soon = () => { if (root.isConnected) beat.soon(); };
  function rebuild() {
    stale = true;
    soon();
  }

  rebuild();
  onThemeChange(rebuild);
  onLanguage(soon);
  const resized = new ResizeObserver(() => { if (root.isConnected) plot?.setSize(size()); });
  resized.observe(root);
  onEnd(() => { resized.disconnect(); beat.end(); plot?.destroy(); });

  return {
    /** @param {string} line @param {number} step @param {number} value one that is no number is left out */
    add(line, step, value) {
      if (!Number.isFinite(value)) return;
      histories[line].push(step, value);
      soon();
    },
    /** A new run. Answers the lines of the one before. */
    start() {
      const before = histories;
      histories = begin();
      rebuild();
      return before;
    },
    /** @param {EarlierRun[]} runs to be compared with */
    compare(runs) {
      past = runs;
      rebuild();
    },
    /** Its room is open again. */
    redraw: rebuild,
    /** @param {string} metric */
    choose(metric) {
      shown = metric;
      rebuild();
    },
    /** Back to an earlier step, after a crash. @param {number} step */
    truncate(step) {
      Object.values(histories).forEach((line) => line.truncate(step));
      soon();
    },
  };
}
