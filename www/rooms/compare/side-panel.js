// One of the two runs on the card: which it is, its samples, and what went wrong with it.

import { onLanguage, t } from '../../words/i18n.js';
import { createDigits } from '../../kit/digits.js';
import { asImage, make } from '../../kit/make.js';
import { innerScope, listen } from '../../kit/scope.js';

const SAMPLES = 40;
/** Side by side on a phone, ten digits in a row would be specks. */
const narrow = matchMedia('(max-width: 639px)');
const layout = () => (narrow.matches ? { columns: 5, rows: 8 } : { columns: 10, rows: 4 });

/** @param {'a'|'b'} letter */
export function createSidePanel(letter) {
  const name = make('h3', { className: `side-${letter}` });
  const canvas = make('canvas', { className: 'digits model' });
  const problem = make('p', { className: 'problem', hidden: true });
  problem.setAttribute('role', 'alert');
  /** Made when it is on the page: before that it has no colour. @type {ReturnType<typeof createDigits>|null} */
  let digits = null;
  const inner = innerScope();
  let told = () => '';
  /** @type {Error|null} */
  let error = null;

  function render() {
    name.textContent = told();
    asImage(canvas, t('compare.samples', { side: letter.toUpperCase() }));
    problem.hidden = !error;
    problem.textContent = error ? t('compare.ended', { message: error.message }) : '';
  }
  onLanguage(render);
  listen(narrow, 'change', () => digits?.show(digits.images, layout()));

  return {
    element: make('figure', { className: 'compare-side' }, [name, canvas, problem]),
    /** @param {() => string} words its name, asked again in another language */
    begin(words) {
      told = words;
      digits ??= inner.run(() => createDigits(canvas, layout()));
      digits.show(null);
      render();
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
