// How likely each block of 2 by 2 pixels is to come next: sixteen bars, each under its block.

import { make } from '../make.js';
import { SYMBOLS } from '../../maths/blocks.js';

/** @param {HTMLElement} list */
export function createNextBlock(list) {
  const bars = Array.from({ length: SYMBOLS }, (_, symbol) => {
    const pixels = [0, 1, 2, 3].map((bit) => make('b', { className: (symbol >> bit) & 1 ? 'inked' : '' }));
    const bar = make('span', { className: 'likely' });
    list.append(make('div', { className: 'next-block' }, [bar, make('i', {}, pixels)]));
    return bar;
  });

  return {
    /** @param {ArrayLike<number>|null} probabilities of the sixteen blocks */
    show(probabilities) {
      bars.forEach((bar, symbol) => bar.style.setProperty('--likely', String(probabilities?.[symbol] ?? 0)));
    },
  };
}
