// A digit while it is being written, block by block, beside how likely each block was to come next; a slider has the place, and a film
// moves it.

import { PIXELS } from '../../maths/digit.js';
import { PLACES, SYMBOLS, upTo } from '../../maths/blocks.js';
import { t } from '../../words/i18n.js';
import { percent } from '../../words/sentences.js';
import { createDigits } from '../digits.js';
import { createFilm } from '../film.js';
import { asImage, make } from '../make.js';
import { createNextBlock } from './next-block.js';

/** From the first block to the last. */
const SECONDS = 12;

export function createWriting() {
  const canvas = make('canvas', { className: 'digits model' });
  canvas.setAttribute('role', 'img');
  const list = make('div', { className: 'next-blocks' });
  const name = make('span');
  const slider = make('input', { type: 'range', min: '0', max: String(PLACES), value: String(PLACES) });
  const film = createFilm(slider, { seconds: SECONDS, onMove: show });
  const element = make('div', { className: 'writing' }, [
    make('div', { className: 'writing-place' }, [film.button, make('label', {}, [name, slider])]),
    make('div', { className: 'continued' }, [canvas, list]),
  ]);
  const digits = createDigits(canvas, { columns: 1, rows: 1, framed: false });
  const next = createNextBlock(list);
  /** @type {import('../../engine/types.d.ts').Continued|null} */
  let written = null;

  function show() {
    const place = Number(slider.value);
    const probabilities = written && place < PLACES ? written.probabilities.subarray(place * SYMBOLS, (place + 1) * SYMBOLS) : null;
    digits.show(written && upTo(written.images.subarray(0, PIXELS), place));
    name.textContent = t('page.writing-place', { place, places: PLACES });
    next.show(probabilities);
    // Words would be read aloud sixteen times a second.
    if (film.playing) return;
    const most = probabilities ? percent(Math.max(...probabilities)) : '';
    asImage(list, probabilities ? t('page.writing-next', { most }) : t('page.writing-end'));
    canvas.setAttribute('aria-label', t('page.writing-begun', { place, places: PLACES }));
  }

  slider.addEventListener('input', show);
  return {
    element, film,
    /** The first of these continuations. @param {import('../../engine/types.d.ts').Continued|null} continued */
    put(continued) {
      written = continued;
      show();
    },
    words() {
      film.say();
      show();
    },
  };
}
