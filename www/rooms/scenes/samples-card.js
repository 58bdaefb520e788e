// What samples of the model are good for: each method's, and its numbers, once they are asked for.

import { recipeOf } from '../../engine/recipe.js';
import { createDigits } from '../../kit/digits.js';
import { asImage, make, named } from '../../kit/make.js';
import { innerScope } from '../../kit/scope.js';
import { PIXELS } from '../../maths/digit.js';
import { onLanguage, t, translate } from '../../words/i18n.js';
import { count, percent } from '../../words/sentences.js';
import { save } from '../take/save.js';
import { plays, sceneOf } from './fits.js';
import { commandOf, csvOf } from './numbers.js';
import { createOption } from './option.js';
import { createPlaying } from './playing.js';
import { createResults, methodName, showNumbers } from './results.js';

/** Samples of each method that are shown. */
const SHOWN = { columns: 10, rows: 1 };

/** @typedef {import('../../engine/types.d.ts').Played} Played */

/**
 * @param {object} scene
 * @param {string} scene.name
 * @param {import('./option.js').AtHand} scene.slider the option that is at hand
 * @param {number[]} scene.counts how many images it can be measured on
 * @param {number[]} [scene.limits] training images that a new run can be limited to
 * @returns {import('../cards.js').CardDefinition}
 */
export function samplesCard({ name, slider, counts, limits = [] }) {
  const info = sceneOf(name);
  return {
    name: `scene-${name}`, title: `scenes.${name}.title`,
    fits: (model) => plays(info, model.capabilities),
    create: (card, bench) => create(card, bench, { name, info, slider, counts, limits }),
  };
}

/**
 * @param {HTMLElement} card
 * @param {import('../bench.js').Bench} bench
 * @param {{name: string, info: import('./fits.js').Scene, slider: import('./option.js').AtHand, counts: number[], limits: number[]}} scene
 * @returns {import('../cards.js').Card}
 */
function create(card, bench, { name, info, slider, counts, limits }) {
  const { element: option, range, value, isWhole, chosen } = createOption(info, slider);
  const playing = createPlaying(bench, name);
  const results = createResults();
  const state = make('p', { className: 'fine', hidden: limits.length === 0 });
  const limit = named(make('select', {}, limits.map((one) => make('option', { value: String(one), selected: one === 100 }))), { tLabel: `scenes.scarce.limit` });
  const train = named(make('button', { type: 'button' }), { t: 'scenes.scarce.train' });
  const many = named(make('select', {}, counts.map((one) => make('option', { value: String(one) }))), { tLabel: `scenes.${name}.count` });
  const measure = named(make('button', { type: 'button' }), { t: `scenes.${name}.measure` });
  const figures = make('div', { className: 'scene-samples' });
  card.classList.add('scene');
  card.append(
    named(make('p', { className: 'explain' }), { t: `scenes.${name}.question` }), state,
    make('div', { className: 'scene-tools' }, [
      ...(limits.length > 0 ? [train, limit] : []), option,
    ]),
    make('div', { className: 'scene-tools' }, [measure, many, ...playing.parts]), playing.problem, figures, results.root,
  );
  translate(card);
  /** @type {{found: Played, options: Record<string, number>}|null} */
  let measured = null;
  const pictures = innerScope();

  train.addEventListener('click', () => bench.trainOn({ 'data.limit': Number(limit.value) }));
  range.addEventListener('input', say);
  measure.addEventListener('click', async () => {
    const options = chosen();
    const most = Number(many.value);
    const found = await playing.play({ count: Math.min(most, bench.pg.data?.test ?? most), seed: 1, ...options });
    if (!found) return;
    measured = { found, options };
    bench.announce(t('scenes.measured'));
    draw(found);
    say();
  });
  results.csv.addEventListener('click', () => { if (measured) save(`scene-${name}.csv`, new Blob([csvOf(measured.found)], { type: 'text/csv' })); });

  /** @type {{method: string, canvas: HTMLCanvasElement, caption: HTMLElement}[]} */
  let drawn = [];
  /** @param {Played} found */
  function draw({ numbers, images, plain, others }) {
    const all = [{ method: numbers.method, images }, plain, ...others].filter((one) => one.images.length > 0);
    pictures.end();
    drawn = pictures.run(() => all.map(({ method, images: samples }) => {
      const canvas = make('canvas', { className: 'digits model' });
      createDigits(canvas, SHOWN).show(samples.slice(0, SHOWN.columns * PIXELS));
      return { method, canvas, caption: make('figcaption') };
    }));
    figures.replaceChildren(...drawn.map(({ canvas, caption }) => make('figure', {}, [caption, canvas])));
  }

  function say() {
    const { model } = bench.pg;
    value.textContent = t(`scenes.${name}.value`, { value: isWhole ? count(Number(range.value)) : percent(Number(range.value)) });
    for (const one of many.options) one.textContent = t(`scenes.${name}.images`, { count: count(Number(one.value)) });
    for (const one of limit.options) one.textContent = t('scenes.scarce.images-to-learn', { count: count(Number(one.value)) });
    const kept = Number(model ? recipeOf(model)['data.limit'] ?? 0 : 0);
    if (limits.length > 0) state.textContent = kept > 0 ? t('scenes.scarce.few', { count: count(kept) }) : t('scenes.scarce.all');
    results.root.hidden = !measured;
    for (const { method, canvas, caption } of drawn) {
      caption.textContent = t('scenes.samples-of', { method: methodName(method) });
      asImage(canvas, caption.textContent);
    }
    if (!measured) return;
    showNumbers(results.table, measured.found);
    results.command.textContent = commandOf(measured.found, measured.options);
  }

  onLanguage(say);
  say();
  return {
    loaded() {
      playing.end();
      measured = null;
      pictures.end();
      drawn = [];
      figures.replaceChildren();
      say();
    },
  };
}
