// The point on the plane that is decoded: moved by mouse, touch and keys.

/** @type {Record<string, [right: number, up: number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** A key press moves it this far; with Shift, further. */
const STEP = 0.1;
const LEAP = 0.5;

/** @typedef {import('./plane-canvas.js').Place} Place */

/**
 * @param {object} parts
 * @param {HTMLCanvasElement} parts.canvas
 * @param {HTMLButtonElement} parts.handle     lies over the canvas
 * @param {ReturnType<typeof import('./plane-canvas.js').createPlane>} parts.plane
 * @param {(point: Place) => void} parts.onMove
 * @param {(place: Place|null) => void} parts.onLook a place looked at, and left again
 * @param {() => void} parts.onRest            after keys have moved it
 */
export function createPoint({ canvas, handle, plane, onMove, onLook, onRest }) {
  let point = { x: 0, y: 0 };

  /** @param {Place} to */
  function move(to) {
    /** @param {number} value */
    const within = (value) => Math.min(plane.reach, Math.max(-plane.reach, value));
    point = { x: within(to.x), y: within(to.y) };
    lay();
    onMove(point);
  }

  function lay() {
    const [left, top] = plane.pixel(point);
    handle.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
  }

  /** @param {MouseEvent} event */
  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    return plane.place(event.clientX - box.left, event.clientY - box.top);
  }

  /**
   * Where a drag began, so that it does not jump to the finger's middle.
   * @param {HTMLElement} element
   * @param {(at: Place, going?: boolean) => void} offset
   */
  function dragBy(element, offset) {
    element.addEventListener('pointerdown', (event) => {
      // A finger on the canvas may mean to scroll the page; it taps, or takes the handle.
      if (event.button !== 0 || (element === canvas && event.pointerType === 'touch')) return;
      element.setPointerCapture(event.pointerId);
      offset(placeOf(event));
      onLook(null);
    });
    element.addEventListener('pointermove', (event) => {
      if (element.hasPointerCapture(event.pointerId)) offset(placeOf(event), true);
      else if (element === canvas && event.pointerType !== 'touch') onLook(placeOf(event));
    });
  }

  let grip = { x: 0, y: 0 };
  dragBy(canvas, move);
  dragBy(handle, (at, going) => {
    if (going) move({ x: at.x - grip.x, y: at.y - grip.y });
    else grip = { x: at.x - point.x, y: at.y - point.y };
  });
  canvas.addEventListener('click', (event) => move(placeOf(event)));
  canvas.addEventListener('pointerleave', () => onLook(null));

  handle.addEventListener('keydown', (event) => {
    const way = KEYS[event.key];
    if (!way && event.key !== 'Home') return;
    event.preventDefault();
    const far = event.shiftKey ? LEAP : STEP;
    move(way ? { x: point.x + far * way[0], y: point.y + far * way[1] } : { x: 0, y: 0 });
  });
  handle.addEventListener('keyup', (event) => { if (KEYS[event.key] || event.key === 'Home') onRest(); });

  return {
    move,
    /** The plane was drawn, perhaps with another reach. */
    lay,
    get place() { return point; },
  };
}
