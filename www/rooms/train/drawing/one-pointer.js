// One pointer at a time on an element: a second finger or the palm of the hand changes nothing, and a pen comes before a finger.

/**
 * @param {HTMLElement} element
 * @param {object} stroke
 * @param {(event: PointerEvent) => void} stroke.start a pointer came down
 * @param {(event: PointerEvent) => void} stroke.move  and moved
 * @param {() => void} [stroke.end]   it is up, or the browser took it away
 * @param {() => void} [stroke.undo]  a pen came down beside the finger or palm that was there, which was not meant; `start` follows
 */
export function onePointer(element, { start, move, end = () => {}, undo = end }) {
  /** @type {{id: number, isPen: boolean}|null} */
  let active = null;

  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const isPen = event.pointerType === 'pen';
    if (active && (active.isPen || !isPen)) return;
    const before = active;
    active = { id: event.pointerId, isPen };
    if (before) {
      if (element.hasPointerCapture(before.id)) element.releasePointerCapture(before.id);
      undo();
    }
    element.setPointerCapture(event.pointerId);
    start(event);
  });
  element.addEventListener('pointermove', (event) => { if (event.pointerId === active?.id) move(event); });
  for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
    element.addEventListener(name, (event) => {
      if (event.pointerId !== active?.id) return;
      active = null;
      end();
    });
  }
}
