// Draws many 28 by 28 images as one picture, in the ink of its role.

import { SIDE } from '../maths/digit.js';
import { contextOf } from './find.js';
import { inkOf, onThemeChange } from './theme.js';

const GAP = 2;
/** How much ink a tile has where no image is yet, so that the place is never empty. */
const FAINT = 0.045;

/** New canvases get their empty tiles together: to look up a colour while the page is being built costs a look at all of it. @type {Map<HTMLCanvasElement, () => void>} */
const fresh = new Map();

/** @param {HTMLCanvasElement} canvas @param {() => void} paint */
function paintSoon(canvas, paint) {
  if (fresh.size === 0) requestAnimationFrame(paintAll);
  fresh.set(canvas, paint);
}

function paintAll() {
  for (const [canvas, paint] of fresh) if (canvas.isConnected) paint();
  fresh.clear();
}

/** @typedef {{columns: number, rows: number}} Layout */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Layout & {framed?: boolean}} layout framed: a gap around every image
 */
export function createDigits(canvas, { columns, rows, framed = true }) {
  const gap = framed ? GAP : 0;
  /** @type {CanvasRenderingContext2D|null} */
  let context = null;
  let picture = layOut({ columns, rows });
  /** @type {Float32Array|null} */
  let shown = null;

  /** @param {Layout} layout */
  function layOut(layout) {
    ({ columns, rows } = layout);
    canvas.width = columns * (SIDE + gap) + gap;
    canvas.height = rows * (SIDE + gap) + gap;
    return new ImageData(canvas.width, canvas.height);
  }

  /** Where the tile of a column begins, or of a row. @param {number} place */
  const along = (place) => gap + place * (SIDE + gap);
  /** @param {number} tile @returns {[left: number, top: number]} */
  const cornerOf = (tile) => [along(tile % columns), along(Math.floor(tile / columns))];

  function paint() {
    fresh.delete(canvas);
    context ??= contextOf(canvas);
    const [red, green, blue] = inkOf(canvas);
    if (!shown) {
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = `rgb(${red} ${green} ${blue} / ${framed ? FAINT : 0})`;
      for (let tile = 0; tile < columns * rows; tile++) context.fillRect(...cornerOf(tile), SIDE, SIDE);
      return;
    }
    const { data, width } = picture;
    // Ink everywhere, four bytes at once (in the order of every machine that has WebAssembly), and none of it to be seen yet.
    new Uint32Array(data.buffer).fill(red | (green << 8) | (blue << 16));
    for (let tile = 0; tile < columns * rows; tile++) {
      const [left, top] = cornerOf(tile);
      let from = tile * SIDE * SIDE;
      for (let y = 0; y < SIDE; y++) {
        let alpha = 4 * ((top + y) * width + left) + 3;
        for (let x = 0; x < SIDE; x++, alpha += 4) {
          const value = shown[from++] ?? 0;
          data[alpha] = 255 * (framed ? FAINT + (1 - FAINT) * value : value);
        }
      }
    }
    context.putImageData(picture, 0, 0);
  }

  onThemeChange(paint);
  paintSoon(canvas, paint);
  return {
    /**
     * @param {Float32Array|null} images as many as there are tiles, fewer, or none
     * @param {Layout} [layout] another than before
     */
    show(images, layout = { columns, rows }) {
      shown = images;
      if (layout.columns !== columns || layout.rows !== rows) picture = layOut(layout);
      paint();
    },
    /** What is shown, for other parts of the page. */
    get images() {
      return shown;
    },
  };
}
