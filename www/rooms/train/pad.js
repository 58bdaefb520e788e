// The sheet to draw on, with finger, pen, mouse or keys.

import { contextOf } from '../../kit/find.js';
import { inkOf, onThemeChange } from '../../kit/theme.js';
import { brush, centreDigit, enlarge } from '../../maths/digit.js';
import { onePointer } from './drawing/one-pointer.js';

const SIZE = 280;
const RADIUS = 11;
/** A key press moves the brush this far; with Shift, further. */
const KEY_MOVE = 10;
const KEY_LEAP = 30;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @typedef {{x: number, y: number}} Point on the sheet */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{onChange: (image: Float32Array) => void, onTouched: () => void}} events the digit as the model takes it; a person draws
 */
export function createPad(canvas, { onChange, onTouched }) {
  const context = contextOf(canvas);
  const picture = context.createImageData(SIZE, SIZE);
  /** @type {Float32Array} */
  let sheet = new Float32Array(SIZE * SIZE);
  /** @type {Point} */
  let pen = { x: SIZE / 2, y: SIZE / 2 };
  let lowered = false;
  /** A digit that was put here makes room for the first stroke of one's own. */
  let placed = false;
  let frame = 0;
  let changed = false;

  function paint() {
    frame = 0;
    // Centring costs more than a stroke, and strokes come in bursts: once a frame is enough.
    if (changed) onChange(centreDigit(sheet, SIZE));
    changed = false;
    const [red, green, blue] = inkOf(canvas);
    const { data } = picture;
    for (let i = 0; i < sheet.length; i++) {
      data[4 * i] = red;
      data[4 * i + 1] = green;
      data[4 * i + 2] = blue;
      data[4 * i + 3] = 255 * sheet[i];
    }
    context.putImageData(picture, 0, 0);
    if (document.activeElement === canvas && canvas.matches(':focus-visible')) paintBrush();
  }

  /** Where the keyboard's brush is: a ring, filled while it draws. */
  function paintBrush() {
    const ink = `rgb(${inkOf(canvas).join(' ')}`;
    context.beginPath();
    context.arc(pen.x, pen.y, RADIUS + 3, 0, 2 * Math.PI);
    context.lineWidth = 2.5;
    context.strokeStyle = `${ink})`;
    context.stroke();
    if (!lowered) return;
    context.fillStyle = `${ink} / 0.5)`;
    context.fill();
  }

  const soon = () => { frame ||= requestAnimationFrame(paint); };

  /** @param {Point} to */
  function stroke(to) {
    if (placed) sheet = new Float32Array(SIZE * SIZE);
    placed = false;
    brush(sheet, SIZE, pen, to, RADIUS);
    pen = to;
    changed = true;
    soon();
    onTouched();
  }

  /** @param {PointerEvent} event @returns {Point} */
  function position(event) {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * SIZE) / box.width, y: ((event.clientY - box.top) * SIZE) / box.height };
  }

  /** The sheet before the stroke under way. */
  let before = { sheet, placed };
  onePointer(canvas, {
    start(event) {
      before = { sheet: sheet.slice(), placed };
      pen = position(event);
      stroke(pen);
    },
    move(event) {
      // A fast hand moves further than one event tells.
      for (const part of event.getCoalescedEvents?.() ?? []) stroke(position(part));
      stroke(position(event));
    },
    // What the palm has drawn before the pen came down was not meant.
    undo: () => { ({ sheet, placed } = before); },
  });

  canvas.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const far = event.shiftKey ? KEY_LEAP : KEY_MOVE;
      const to = { x: within(pen.x + far * arrow[0]), y: within(pen.y + far * arrow[1]) };
      if (lowered) stroke(to);
      else pen = to;
    } else if (event.key === ' ' || event.key === 'Enter') {
      lowered = !lowered;
      if (lowered) stroke(pen);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      clear();
    } else {
      return;
    }
    event.preventDefault();
    soon();
  });
  canvas.addEventListener('focus', soon);
  canvas.addEventListener('blur', () => { lowered = false; soon(); });
  onThemeChange(soon);

  function clear() {
    sheet = new Float32Array(SIZE * SIZE);
    lowered = false;
    placed = false;
    changed = true;
    soon();
    onTouched();
  }

  return {
    clear,
    /** Ink of a picture, which is centred as a drawing is. @param {Float32Array} ink SIZE*SIZE values */
    lay(ink) {
      sheet = ink;
      placed = true;
      changed = true;
      soon();
      onTouched();
    },
    /** Puts a real digit on the sheet; the model gets it as it is. @param {Float32Array} image SIDE*SIDE values */
    place(image) {
      sheet = enlarge(image, SIZE);
      placed = true;
      changed = false;
      soon();
      onChange(image);
    },
  };
}

/** @param {number} value */
const within = (value) => Math.min(SIZE - RADIUS, Math.max(RADIUS, value));
