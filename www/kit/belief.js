// How the scores of real and of forged digits are distributed: two hills over one axis.

import { distributions, placeOn } from '../maths/scores.js';

const SVG = 'http://www.w3.org/2000/svg';
const BINS = 28;
const [WIDTH, HEIGHT] = [280, 100];

/**
 * @param {SVGSVGElement} svg
 */
export function createBelief(svg) {
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  const [line, real, fake, mark] = ['line', 'path', 'path', 'line'].map((name) => /** @type {SVGElement} */ (svg.appendChild(document.createElementNS(SVG, name))));
  line.setAttribute('class', 'threshold');
  real.setAttribute('class', 'real');
  fake.setAttribute('class', 'model');
  mark.setAttribute('class', 'mark');
  /** @type {ReturnType<typeof distributions>|null} */
  let axis = null;

  /** Steps, because these are counts. @param {number[]} shares @param {number} most */
  function hill(shares, most) {
    const top = shares.map((share, bin) => {
      const y = (HEIGHT - (share / most) * (HEIGHT - 6)).toFixed(1);
      return `L${(bin * WIDTH) / BINS} ${y}L${((bin + 1) * WIDTH) / BINS} ${y}`;
    });
    return `M0 ${HEIGHT}${top.join('')}L${WIDTH} ${HEIGHT}Z`;
  }

  /** @param {SVGElement} element @param {number|null} value */
  function upright(element, value) {
    element.setAttribute('visibility', value === null || axis === null ? 'hidden' : 'visible');
    if (value === null || axis === null) return;
    const x = (placeOn(axis, value) * WIDTH).toFixed(1);
    for (const [name, at] of Object.entries({ x1: x, x2: x, y1: 0, y2: HEIGHT })) element.setAttribute(name, String(at));
  }

  upright(line, null);
  upright(mark, null);

  return {
    /**
     * @param {ArrayLike<number>} realScores
     * @param {ArrayLike<number>} fakeScores
     * @param {number|null} threshold
     */
    show(realScores, fakeScores, threshold) {
      axis = distributions(realScores, fakeScores, BINS, threshold);
      real.setAttribute('d', hill(axis.real, axis.most));
      fake.setAttribute('d', hill(axis.fake, axis.most));
      upright(line, threshold);
    },
    /** One more image's place among them. @param {number|null} score */
    mark(score) {
      upright(mark, score);
    },
    clear() {
      axis = null;
      real.setAttribute('d', '');
      fake.setAttribute('d', '');
      upright(line, null);
      upright(mark, null);
    },
  };
}
