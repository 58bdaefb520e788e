// Where the reader is, so that another language does not lose the place. Both languages have the same blocks in the same order.

/** @param {HTMLElement} section */
const blocksOf = (section) => [...section.querySelectorAll(':scope > *')];

/**
 * The block at the top of the window, and how far above it begins.
 * @param {HTMLElement} section the chapter
 * @returns {{block: number, top: number}|null} null where the reader is not in the chapter
 */
export function placeOf(section) {
  const { top, bottom } = section.getBoundingClientRect();
  if (bottom <= 0 || top >= innerHeight) return null;
  const blocks = blocksOf(section).map((child) => child.getBoundingClientRect());
  const block = blocks.findIndex((box) => box.bottom > 0);
  return block >= 0 ? { block, top: blocks[block].top } : null;
}

/** Puts that block where it was. @param {ReturnType<typeof placeOf>} place @param {HTMLElement} section */
export function returnTo(place, section) {
  const block = place && blocksOf(section)[place.block];
  if (block) scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: 'instant' });
}
