// A row of digits with the label of each under it; labels that are wrong stand out.

import { onLanguage, t } from '../words/i18n.js';
import { listed } from '../words/sentences.js';
import { createDigits } from './digits.js';
import { asImage, make, named } from './make.js';
import { innerScope } from './scope.js';

/** @param {{columns: number, title: string}} of title: key of its words; `TITLE-told` is what a screen reader is told, with its labels */
export function createLabelledRow({ columns, title }) {
  // About the shape that it will have, so that nothing moves when it comes.
  const canvas = make('canvas', { className: 'digits real', width: 30 * columns, height: 30 });
  const labels = make('p', { className: 'digit-labels' });
  labels.style.setProperty('--columns', String(columns));
  const element = make('figure', { className: 'data-row' }, [named(make('figcaption'), { t: title }), canvas, labels]);
  /** Made when it is on the page: before that it has no colour. @type {ReturnType<typeof createDigits>|null} */
  let digits = null;
  const own = innerScope();
  /** @type {Uint8Array} */
  let told = new Uint8Array();
  const say = () => asImage(canvas, t(`${title}-told`, { labels: listed(Array.from(told, String)) }));
  onLanguage(say);
  return {
    element,
    /** @param {Float32Array} images @param {Uint8Array} names @param {Uint8Array|null} truth those they had before */
    show(images, names, truth) {
      own.run(() => { digits ??= createDigits(canvas, { columns, rows: 1 }); });
      digits?.show(images);
      told = names;
      labels.replaceChildren(...Array.from(names, (name, at) => make('span', { textContent: String(name), className: truth && truth[at] !== name ? 'wrong' : '' })));
      say();
    },
  };
}
