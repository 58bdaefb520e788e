// One of the two runs on the card: which it is, what it learns from, its samples, and what went wrong with it.

import { onLanguage, t } from '../../words/i18n.js';
import { dataInWords } from '../../words/recipe.js';
import { count } from '../../words/sentences.js';
import { createDigits } from '../../kit/digits.js';
import { createLabelledRow } from '../../kit/labelled-row.js';
import { asImage, make } from '../../kit/make.js';
import { innerScope, listen } from '../../kit/scope.js';

const SAMPLES = 40;
/** Side by side on a phone, ten digits in a row would be specks. */
const narrow = matchMedia('(max-width: 639px)');
const layout = () => (narrow.matches ? { columns: 5, rows: 8 } : { columns: 10, rows: 4 });
/** Training images that are shown of each side. */
export const LEARNT = 10;

/**
 * @typedef {object} TrainedOn  what a side learns from
 * @property {import('../../engine/recipe.js').Recipe} recipe
 * @property {string|null} own    what one's own images are called
 * @property {number} images      of an epoch
 */

/** @param {'a'|'b'} letter */
export function createSidePanel(letter) {
  const name = make('h3', { className: `side-${letter}` });
  const trained = make('p', { className: 'fine side-data' });
  const learnt = createLabelledRow({ columns: LEARNT, title: 'compare.learnt' });
  const canvas = make('canvas', { className: 'digits model' });
  const problem = make('p', { className: 'problem', hidden: true });
  problem.setAttribute('role', 'alert');
  /** Made when it is on the page: before that it has no colour. @type {ReturnType<typeof createDigits>|null} */
  let digits = null;
  const inner = innerScope();
  let told = () => '';
  /** @type {TrainedOn|null} */
  let from = null;
  /** @type {Error|null} */
  let error = null;

  function render() {
    name.textContent = told();
    trained.textContent = from ? t('compare.trained-on', { data: dataInWords(from.recipe, from.own), count: count(from.images) }) : '';
    asImage(canvas, t('compare.samples', { side: letter.toUpperCase() }));
    problem.hidden = !error;
    problem.textContent = error ? t('compare.ended', { message: error.message }) : '';
  }
  onLanguage(render);
  listen(narrow, 'change', () => digits?.show(digits.images, layout()));

  return {
    element: make('figure', { className: 'compare-side' }, [name, trained, learnt.element, canvas, problem]),
    /** @param {() => string} words its name, asked again in another language @param {boolean} showsData whether some of its training images are shown */
    begin(words, showsData) {
      told = words;
      from = null;
      learnt.element.hidden = !showsData;
      digits ??= inner.run(() => createDigits(canvas, layout()));
      digits.show(null);
      render();
    },
    /** @param {TrainedOn|null} data */
    learnsFrom(data) {
      from = data;
      render();
    },
    /** Some of the images that it learns from, with the labels that it is told. @param {import('../../engine/types.d.ts').DataPreview} preview */
    showLearnt({ drawn, told: labels, labels: truth }) {
      learnt.show(drawn, labels, truth);
    },
    /** @param {Error|null} next */
    fail(next) {
      if (next === error) return;
      error = next;
      render();
    },
    /** @param {Float32Array|null} images */
    show(images) {
      digits?.show(images, layout());
    },
    /** The same codes on both sides, so that like stands beside like. @param {import('../../engine/playground.js').Playground} pg @returns {Promise<Float32Array>} what was drawn */
    async draw(pg) {
      const label = Uint8Array.from({ length: SAMPLES }, (_, at) => at % (pg.model?.data.classes ?? 10));
      const images = await pg.sample(SAMPLES, { seed: 0, ...(pg.model?.conditional ? { label } : {}) });
      digits?.show(images, layout());
      return images;
    },
  };
}
