// What a map of digits looks like, as a small drawing without meaning of its own.

import { normalCodes } from '../../../maths/noise.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Dots of each digit. */
const EACH = 9;

/** @param {SVGSVGElement} svg 120 by 72 */
export function drawSketch(svg) {
  const scatter = normalCodes(10 * EACH, 2, 4);
  for (let i = 0; i < 10 * EACH; i++) {
    const digit = i % 10;
    const angle = (2 * Math.PI * digit) / 10;
    const dot = svg.appendChild(document.createElementNS(SVG, 'circle'));
    const [x, y] = [60 + 38 * Math.cos(angle) * (digit % 2 ? 1 : 0.55), 36 + 24 * Math.sin(angle) * (digit % 2 ? 1 : 0.55)];
    for (const [name, value] of Object.entries({ cx: x + 4.5 * scatter[2 * i], cy: y + 4 * scatter[2 * i + 1], r: 1.7 })) dot.setAttribute(name, value.toFixed(1));
    dot.setAttribute('class', `kind-${digit}`);
  }
}
