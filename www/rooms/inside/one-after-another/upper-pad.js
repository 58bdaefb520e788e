// A sheet whose upper rows are the visitor's: what is drawn stands where it was drawn, for the model goes on from there.

import { PIXELS, SIDE, brush, hasInk } from '../../../maths/digit.js';
import { contextOf } from '../../../kit/find.js';
import { inkOf, onThemeChange } from '../../../kit/theme.js';
import { onePointer } from '../../train/drawing/one-pointer.js';

const RADIUS = 1.2;
/** Ink of the rows that the model writes. */
const FAINT = 14;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} onChange
 */
export function createUpperPad(canvas, onChange) {
  canvas.width = canvas.height = SIDE;
  const context = contextOf(canvas);
  const picture = context.createImageData(SIDE, SIDE);
  const sheet = new Float32Array(PIXELS);
  let rows = SIDE / 2;
  let pen = { x: 0, y: 0 };

  function paint() {
    const [red, green, blue] = inkOf(canvas);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      const ink = pixel < rows * SIDE ? 255 * sheet[pixel] : FAINT;
      picture.data.set([red, green, blue, ink], 4 * pixel);
    }
    context.putImageData(picture, 0, 0);
  }

  function changed() {
    paint();
    onChange();
  }

  /** @param {PointerEvent} event */
  function position(event) {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * SIDE - 0.5, y: ((event.clientY - box.top) / box.height) * SIDE - 0.5 };
  }

  /** @param {{x: number, y: number}} to */
  function stroke(to) {
    brush(sheet, SIDE, pen, to, RADIUS);
    pen = to;
    changed();
  }

  onePointer(canvas, {
    start(event) {
      pen = position(event);
      stroke(pen);
    },
    move: (event) => stroke(position(event)),
  });
  onThemeChange(paint);
  paint();

  return {
    get image() { return sheet; },
    get isEmpty() { return !hasInk(sheet.subarray(0, rows * SIDE)); },
    /** Rows that are the visitor's. @param {number} count */
    divide(count) {
      rows = count;
      changed();
    },
    /** @param {Float32Array|null} image null: nothing */
    put(image) {
      if (image) sheet.set(image);
      else sheet.fill(0);
      changed();
    },
  };
}
