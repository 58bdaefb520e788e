// This machine at work: its device, the time of a step, and the arithmetic of the model on the bench.

import { locale, t } from '../../../words/i18n.js';
import { layerName } from '../../../words/layers.js';
import { make } from '../../../kit/make.js';
import { ROLES, shapeText } from '../../../kit/networks.js';
import { onEnd } from '../../../kit/scope.js';
import { count, milliseconds } from '../../../words/sentences.js';
import { LEARNING, duration, workOf } from '../../../maths/work.js';
import { words } from '../parts/canvas.js';
import { createStrip } from '../parts/strip.js';

const FACTS = ['device', 'adapter', 'weights', 'image', 'step', 'ms', 'rate', 'hand'];
/** Engine calls whose last time is told, in the order in which the first picture comes about. */
const CALLS = ['load', 'train', 'sample'];

/** Large numbers in words: “250 million”, “2.5亿”. @param {number} value */
const large = (value) => new Intl.NumberFormat(locale(), { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 3 }).format(value);

/** @param {HTMLElement} body @param {import('../../bench.js').Bench} bench */
export function create(body, bench) {
  const { pg } = bench;
  const strip = createStrip(bench);
  const facts = Object.fromEntries(FACTS.map((name) => [name, make('dd', { textContent: '–' })]));
  const calls = Object.fromEntries(CALLS.map((name) => [name, make('b', { textContent: '–' })]));
  const networks = make('div', { className: 'work-tables' });
  body.append(
    make('dl', { className: 'facts' }, FACTS.map((name) => make('div', {}, [words('dt', `tutorial.machine-${name}`), facts[name]]))),
    make('ol', { className: 'calls' }, CALLS.map((name) => make('li', {}, [calls[name], words('span', `tutorial.machine-call-${name}`)]))),
    strip.element,
    words('p', 'tutorial.machine-layers', 'figure-heading'), networks,
  );
  /** Of a step, once one was timed. @type {number|null} */
  let ms = null;

  function show() {
    const { device, model } = pg;
    facts.device.textContent = device ? t(device.kind === 'webgpu' ? 'tutorial.machine-gpu' : 'tutorial.machine-cpu') : '–';
    facts.adapter.textContent = device?.adapter || '–';
    if (!model) return;
    const work = workOf(model.parts);
    const image = work.reduce((sum, part) => sum + part.work, 0);
    const step = image * LEARNING * model.batchSize;
    facts.weights.textContent = count(model.parameterCount);
    facts.image.textContent = count(image);
    facts.step.textContent = t('tutorial.machine-about', { number: large(step) });
    facts.ms.textContent = ms === null ? t('tutorial.machine-untrained') : t('tutorial.machine-measured', { ms: milliseconds(ms) });
    facts.rate.textContent = ms === null ? '–' : t('tutorial.machine-per-second', { number: large((1000 * step) / ms) });
    const { value, unit } = duration(step);
    facts.hand.textContent = new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
    showCalls();
    networks.replaceChildren(...work.map((part) => table(part, image)));
  }

  function showCalls() {
    for (const name of CALLS) calls[name].textContent = bench.cost[name] === undefined ? '–' : `${milliseconds(bench.cost[name])} ms`;
  }

  /** @param {ReturnType<typeof workOf>[number]} part @param {number} all the work of all parts */
  function table({ name, layers, work }, all) {
    const rows = layers.filter((layer) => layer.parameters > 0 || layer.work > 0).map((layer) => {
      const row = make('tr', {}, [make('td', { textContent: layerName(layer) }), make('td', { textContent: shapeText(layer.output, count) }), ...[layer.parameters, layer.work].map((value) => make('td', { textContent: count(value) }))]);
      row.style.setProperty('--share', String(layer.work / all));
      return row;
    });
    const heads = ['layer', 'gives', 'weight', 'work'].map((key) => Object.assign(words('th', `tutorial.machine-${key}`), { scope: 'col', textContent: t(`tutorial.machine-${key}`) }));
    const caption = make('caption', { className: ROLES[name] ?? '', textContent: t('tutorial.machine-network', { name: t(`tutorial.network-${name}`), work: large(work) }) });
    return make('table', {}, [caption, make('thead', {}, [make('tr', {}, heads)]), make('tbody', {}, rows)]);
  }

  /** The first step compiles, and its time says nothing about the next. */
  let first = pg.step === 0;
  onEnd(pg.on('step', ({ chunk }) => {
    if (!first) ms = chunk.ms / chunk.steps;
    first = false;
  }));
  onEnd(pg.on('loaded', () => { ms = null; first = true; }));

  /** @type {(() => void)[]} */
  const stops = [];
  return {
    start() {
      strip.start();
      let shown = 0;
      const now = () => { shown = performance.now(); show(); };
      // Figures that change faster cannot be read.
      stops.push(pg.on('step', () => { if (performance.now() > shown + 400) now(); }), pg.on('loaded', now), pg.on('training', now), pg.on('device', now));
      show();
    },
    stop() {
      strip.stop();
      for (const off of stops.splice(0)) off();
    },
    words() {
      strip.words();
      show();
    },
  };
}
