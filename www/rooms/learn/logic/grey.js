// How undecided pictures are. Plain arrays, no DOM.

/** Below this a pixel is paper, above one minus this it is ink. */
const MARGIN = 0.1;

/** Of all pixels that are not paper, the share that is not full ink either: blurred strokes are grey all through. @param {Iterable<number>} images 0..1 */
export function greyShare(images) {
  let grey = 0;
  let touched = 0;
  for (const value of images) {
    if (value <= MARGIN) continue;
    touched += 1;
    if (value < 1 - MARGIN) grey += 1;
  }
  return touched > 0 ? grey / touched : 0;
}
