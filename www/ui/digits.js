// Draws many 28 by 28 images as one picture, in the ink of its role.

import { SIDE } from '../digit.js';
import { inkOf, onThemeChange } from './theme.js';

const GAP = 2;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{columns: number, rows: number, framed?: boolean}} layout framed: a gap around every image
 */
export function createDigits(canvas, { columns, rows, framed = true }) {
  const gap = framed ? GAP : 0;
  const context = canvas.getContext('2d');
  let picture = null;
  let shown = null;

  function layOut(layout) {
    ({ columns, rows } = layout);
    canvas.width = columns * (SIDE + gap) + gap;
    canvas.height = rows * (SIDE + gap) + gap;
    picture = context.createImageData(canvas.width, canvas.height);
  }

  /** A faint tile stands where no image is yet, so the place is never empty. */
  function paint() {
    const [red, green, blue] = inkOf(canvas);
    const { data, width } = picture;
    for (let tile = 0; tile < columns * rows; tile++) {
      const left = gap + (tile % columns) * (SIDE + gap);
      const top = gap + Math.floor(tile / columns) * (SIDE + gap);
      for (let y = 0; y < SIDE; y++) {
        for (let x = 0; x < SIDE; x++) {
          const value = shown?.[tile * SIDE * SIDE + y * SIDE + x] ?? 0;
          const at = 4 * ((top + y) * width + left + x);
          data[at] = red;
          data[at + 1] = green;
          data[at + 2] = blue;
          data[at + 3] = 255 * (framed ? 0.045 + 0.955 * value : value);
        }
      }
    }
    context.putImageData(picture, 0, 0);
  }

  layOut({ columns, rows });
  onThemeChange(paint);
  paint();
  return {
    /**
     * @param {Float32Array|null} images as many as there are tiles, fewer, or none
     * @param {{columns: number, rows: number}} [layout] another than before
     */
    show(images, layout = { columns, rows }) {
      shown = images;
      if (layout.columns !== columns || layout.rows !== rows) layOut(layout);
      paint();
    },
    /** What is shown, for other parts of the page. */
    get images() {
      return shown;
    },
  };
}
