// A hole in a digit: a square in its middle, or one that is painted with pointer or keys.

import { PIXELS, SIDE } from '../../maths/digit.js';
import { contextOf } from '../../kit/find.js';
import { make, named } from '../../kit/make.js';
import { colour, channelsOf, onThemeChange } from '../../kit/theme.js';
import { onePointer } from '../train/drawing/one-pointer.js';
import { RADIUS, paintHole } from './mask.js';

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Lies over a picture of the digit.
 * @param {() => void} onPaint the hole has changed
 */
export function createHole(onPaint) {
  const canvas = named(make('canvas', { className: 'hole', width: SIDE, height: SIDE, tabIndex: 0 }), { tLabel: 'scenes.repair.brush', tRole: 'scenes.repair.brush-role' });
  canvas.setAttribute('role', 'application');
  const context = contextOf(canvas);
  const picture = context.createImageData(SIDE, SIDE);
  let hole = new Float32Array(PIXELS);
  let pen = { x: SIDE / 2, y: SIDE / 2 };
  let lowered = false;

  function paint() {
    const [red, green, blue] = channelsOf(colour('--code'));
    const shown = document.activeElement === canvas && canvas.matches(':focus-visible');
    for (let at = 0; at < PIXELS; at++) {
      const near = shown && Math.hypot((at % SIDE) + 0.5 - pen.x, Math.floor(at / SIDE) + 0.5 - pen.y) < RADIUS;
      picture.data.set([red, green, blue, hole[at] ? 255 : near ? 110 : 0], 4 * at);
    }
    context.putImageData(picture, 0, 0);
  }

  /** @param {{x: number, y: number}} to */
  function stroke(to) {
    pen = to;
    paintHole(hole, to);
    paint();
    onPaint();
  }

  /** @param {PointerEvent} event */
  function place(event) {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * SIDE) / box.width, y: ((event.clientY - box.top) * SIDE) / box.height };
  }
  onePointer(canvas, { start: (event) => stroke(place(event)), move: (event) => stroke(place(event)) });
  canvas.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const within = (/** @type {number} */ value) => Math.min(SIDE, Math.max(0, value));
      const to = { x: within(pen.x + 2 * arrow[0]), y: within(pen.y + 2 * arrow[1]) };
      if (lowered) stroke(to);
      else pen = to;
    } else if (event.key === ' ' || event.key === 'Enter') {
      lowered = !lowered;
      if (lowered) stroke(pen);
    } else {
      return;
    }
    event.preventDefault();
    paint();
  });
  canvas.addEventListener('focus', paint);
  canvas.addEventListener('blur', () => { lowered = false; paint(); });
  onThemeChange(paint);

  return {
    canvas,
    /** 1 where a pixel is missing. */
    get mask() { return hole.slice(); },
    /** Whether some pixels are missing, and not all. */
    get usable() { return hole.includes(1) && hole.includes(0); },
    /** @param {Float32Array} mask */
    set(mask) {
      hole = mask.slice();
      paint();
    },
  };
}
