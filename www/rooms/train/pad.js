// The sheet to draw on, with finger, pen, mouse or keys.

import { brush, centreDigit, enlarge } from '../../maths/digit.js';
import { inkOf, onThemeChange } from '../../kit/theme.js';

const SIZE = 280;
const RADIUS = 11;
/** A key press moves the brush this far; with Shift, further. */
const KEY_MOVE = 10;
const KEY_LEAP = 30;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{onChange: (image: Float32Array) => void, onTouched: () => void}} events the digit as the model takes it; a person draws
 */
export function createPad(canvas, { onChange, onTouched }) {
  const context = canvas.getContext('2d');
  const picture = context.createImageData(SIZE, SIZE);
  let sheet = new Float32Array(SIZE * SIZE);
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

  function stroke(to) {
    if (placed) sheet = new Float32Array(SIZE * SIZE);
    placed = false;
    brush(sheet, SIZE, pen, to, RADIUS);
    pen = to;
    changed = true;
    soon();
    onTouched();
  }

  function position(event) {
    const box = canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * SIZE) / box.width, y: ((event.clientY - box.top) * SIZE) / box.height };
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pen = position(event);
    stroke(pen);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    // A fast hand moves further than one event tells.
    for (const part of event.getCoalescedEvents?.() ?? []) stroke(position(part));
    stroke(position(event));
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
    /** Puts a real digit on the sheet; the model gets it as it is. */
    place(image) {
      sheet = enlarge(image, SIZE);
      placed = true;
      changed = false;
      soon();
      onChange(image);
    },
  };
}

const within = (value) => Math.min(SIZE - RADIUS, Math.max(RADIUS, value));
