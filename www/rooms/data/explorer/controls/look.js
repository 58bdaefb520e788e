// The image under the pointer, or the one that was touched, in large and in words.

import { createDigits } from '../../../../kit/digits.js';
import { asImage, make } from '../../../../kit/make.js';
import { innerScope } from '../../../../kit/scope.js';
import { t, textOr } from '../../../../words/i18n.js';
import { count } from '../../../../words/sentences.js';
import { inDigits } from './in-digits.js';

/**
 * @typedef {object} Looked
 * @property {number} index  among all images
 * @property {number} label  as the data say
 * @property {number|null} told as the recipe says, where that is another
 * @property {boolean} dropped
 * @property {number} score  NaN where there is none
 * @property {string} scoreName
 */

/** @param {{train: number}} facts */
export function createLook({ train }) {
  const canvas = make('canvas', { className: 'digits real', width: 30, height: 30, hidden: true });
  const words = make('p');
  const element = make('div', { className: 'explorer-look' }, [canvas, words]);
  const own = innerScope();
  /** Made when it is on the page: before that it has no colour. @type {ReturnType<typeof createDigits>|null} */
  let digits = null;
  /** @type {Looked|null} */
  let shown = null;

  function say() {
    words.textContent = shown ? inWords(shown) : t('explorer.look');
    asImage(canvas, shown ? nameOf(shown.index, train) : t('explorer.look'));
  }
  /** @param {Looked} looked */
  function inWords({ index, label, told, dropped, score, scoreName }) {
    return [
      t('explorer.image', { name: nameOf(index, train), label }),
      ...(told !== null ? [t('explorer.told', { label: told })] : []), ...(dropped ? [t('explorer.is-dropped')] : []),
      ...(Number.isNaN(score) ? [] : [t('explorer.score-is', { name: textOr(`explorer.score.${scoreName}`, scoreName), value: inDigits(score) })]),
    ].join(' ');
  }

  say();
  return {
    element,
    say,
    /** @param {Looked} looked @param {Float32Array} image */
    show(looked, image) {
      shown = looked;
      canvas.hidden = false;
      own.run(() => { digits ??= createDigits(canvas, { columns: 1, rows: 1 }); });
      digits?.show(image);
      say();
      return inWords(looked);
    },
  };
}

/** “Training image 947”, counted from 0 as a recipe counts. @param {number} index @param {number} train */
export const nameOf = (index, train) => (index < train ? t('explorer.of-train', { index: count(index) }) : t('explorer.of-test', { index: count(index - train) }));
