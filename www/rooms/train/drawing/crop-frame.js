// A picture with a frame on it, which pointer and keys move, resize and turn.

import { dragged, moved, resized, turnedLeft, turnedRight, whole } from '../../../maths/picture/crop.js';
import { make } from '../../../kit/make.js';
import { onePointer } from './one-pointer.js';

/** @typedef {import('../../../maths/picture/crop.js').Frame} Frame */

/** A key press moves the frame by this share of the picture's longer side. */
const STEP = 0.02;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** @type {Record<string, number>} */
const SIZES = { '+': 1, '=': 1, '-': -1, '_': -1 };
const CORNERS = [{ right: false, bottom: false }, { right: true, bottom: false }, { right: false, bottom: true }, { right: true, bottom: true }];

/**
 * @param {() => void} onChange the visitor has changed the frame, or turned the picture
 */
export function createCropFrame(onChange) {
  const canvas = make('canvas', { className: 'crop-picture' });
  canvas.setAttribute('aria-hidden', 'true');
  const handles = CORNERS.map(({ right, bottom }) => make('i', { className: `crop-corner${right ? ' right' : ''}${bottom ? ' bottom' : ''}` }));
  const box = make('div', { className: 'crop-frame', tabIndex: 0 }, handles);
  box.setAttribute('role', 'application');
  const element = make('div', { className: 'crop' }, [canvas, box]);

  /** @type {ImageBitmap|null} */
  let bitmap = null;
  let turns = 0;
  let size = { width: 1, height: 1 };
  /** @type {Frame} */
  let frame = whole(size);

  function place() {
    const percent = (/** @type {number} */ part, /** @type {number} */ all) => `${(100 * part) / all}%`;
    Object.assign(box.style, {
      left: percent(frame.left, size.width), top: percent(frame.top, size.height),
      width: percent(frame.width, size.width), height: percent(frame.height, size.height),
    });
  }

  function paint() {
    if (!bitmap) return;
    const upright = turns % 2 === 0;
    canvas.width = upright ? bitmap.width : bitmap.height;
    canvas.height = upright ? bitmap.height : bitmap.width;
    // How wide the picture may be follows from how high: style sheets cannot divide by a canvas's shape.
    element.style.setProperty('--shape', String(canvas.width / canvas.height));
    const context = canvas.getContext('2d');
    context?.translate(canvas.width / 2, canvas.height / 2);
    context?.rotate((turns * Math.PI) / 2);
    context?.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
    place();
  }

  /** @param {Frame} to */
  function change(to) {
    frame = to;
    place();
    onChange();
  }

  /** @param {PointerEvent} event */
  function position(event) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: ((event.clientX - left) * size.width) / width, y: ((event.clientY - top) * size.height) / height };
  }

  /** What a pointer has hold of: a corner, or the frame itself at this place. */
  let corner = -1;
  let held = { x: 0, y: 0 };
  onePointer(box, {
    start(event) {
      corner = handles.findIndex((handle) => handle === event.target);
      held = position(event);
    },
    move(event) {
      const to = position(event);
      if (corner >= 0) return change(dragged(frame, CORNERS[corner], to.x, to.y, size));
      const next = moved(frame, to.x - held.x, to.y - held.y, size);
      // At the picture's edge the frame waits until the pointer has come back to where it took hold.
      held = { x: held.x + next.left - frame.left, y: held.y + next.top - frame.top };
      return change(next);
    },
  });

  box.addEventListener('keydown', (event) => {
    const step = STEP * Math.max(size.width, size.height);
    const arrow = ARROWS[event.key];
    const larger = SIZES[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !(arrow || larger)) return;
    event.preventDefault();
    const { left, top, width, height } = frame;
    if (larger) change(resized(frame, larger * step, size));
    else if (event.shiftKey) change(dragged(frame, CORNERS[3], left + width + step * arrow[0], top + height + step * arrow[1], size));
    else change(moved(frame, step * arrow[0], step * arrow[1], size));
  });

  return {
    element,
    /** The frame itself, which has the focus. */
    box,
    get frame() { return frame; },
    /** Quarters to the right. */
    get turns() { return turns; },
    /** @param {ImageBitmap} picture @param {{width: number, height: number}} of in which the frame is told @param {Frame} to */
    show(picture, of, to) {
      [bitmap, turns, size, frame] = [picture, 0, of, to];
      paint();
    },
    /** @param {'left'|'right'} way */
    turn(way) {
      frame = (way === 'right' ? turnedRight : turnedLeft)(frame, size);
      size = { width: size.height, height: size.width };
      turns = (turns + (way === 'right' ? 1 : 3)) % 4;
      paint();
      onChange();
    },
    showAll: () => change(whole(size)),
  };
}
