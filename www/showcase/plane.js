// The plane of codes as a map of digits with a mark on it, which pointer and arrow keys move.

import { createDigits } from '../kit/digits.js';
import { find } from '../kit/find.js';
import { codesAt, tiles } from './walk.js';

const COLUMNS = 10;
/** Arrow keys move by this share of a tile. */
const KEY_STEP = 0.25;
/** @type {Record<string, [right: number, down: number]>} by key */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** Low screens have room for fewer rows. */
const low = matchMedia('(max-width: 639px)');

/**
 * @param {HTMLElement} element holds a canvas and the mark
 * @param {{onLed: (place: import('./walk.js').Place) => void, onLeft: () => void}} options a visitor leads the mark; and no longer
 */
export function createPlane(element, { onLed, onLeft }) {
  const mark = find(element, '.showcase-mark');
  const rows = () => (low.matches ? 3 : 5);
  const digits = createDigits(find(element, 'canvas', HTMLCanvasElement), { columns: COLUMNS, rows: rows(), framed: false });
  let place = { x: 0.5, y: 0.5 };

  /** @param {import('./walk.js').Place} next */
  function put(next) {
    place = next;
    mark.style.translate = `${100 * COLUMNS * place.x - 50}% ${100 * rows() * place.y - 50}%`;
  }

  /** @param {import('./walk.js').Place} next */
  function lead(next) {
    /** @param {number} value */
    const inside = (value) => Math.min(1, Math.max(0, value));
    put({ x: inside(next.x), y: inside(next.y) });
    onLed(place);
  }

  /** @param {PointerEvent} event */
  function pointed(event) {
    const { left, top, width, height } = element.getBoundingClientRect();
    lead({ x: (event.clientX - left) / width, y: (event.clientY - top) / height });
  }

  element.addEventListener('pointerdown', pointed);
  element.addEventListener('pointermove', pointed);
  element.addEventListener('pointerleave', onLeft);
  element.addEventListener('pointercancel', onLeft);
  element.addEventListener('blur', onLeft);
  element.addEventListener('keydown', (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    lead({ x: place.x + (direction[0] * KEY_STEP) / COLUMNS, y: place.y + (direction[1] * KEY_STEP) / rows() });
  });

  return {
    put,
    get place() {
      return place;
    },
    /**
     * @param {import('./film.js').Decode} decode
     * @returns {Promise<{place: import('./walk.js').Place, image: Float32Array}[]>} what was drawn, tile by tile
     */
    async draw(decode) {
      const layout = { columns: COLUMNS, rows: rows() };
      const places = tiles(layout.columns, layout.rows);
      const images = await decode(codesAt(places));
      digits.show(images, layout);
      put(place);
      const size = images.length / places.length;
      return places.map((middle, at) => ({ place: middle, image: images.subarray(at * size, (at + 1) * size) }));
    },
    /** Calls back when another number of rows fits. @param {() => void} listener */
    onLayout: (listener) => low.addEventListener('change', listener),
  };
}
