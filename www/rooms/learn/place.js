// Where the reader is, so that another language does not lose the place. Both languages have the same blocks in the same order.

/** @param {HTMLElement} section */
const blocksOf = (section) => [...section.querySelectorAll(':scope > *')];

/**
 * The block at the top of the window, and how far above it begins.
 * @param {HTMLElement[]} sections
 * @returns {{section: number, block: number, top: number}|null} null where the reader is not in the chapters
 */
export function placeOf(sections) {
  for (const [section, element] of sections.entries()) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) continue;
    const blocks = blocksOf(element).map((child) => child.getBoundingClientRect());
    const block = blocks.findIndex((box) => box.bottom > 0);
    if (block >= 0) return { section, block, top: blocks[block].top };
  }
  return null;
}

/** Puts that block where it was. */
export function returnTo(place, sections) {
  const block = place && blocksOf(sections[place.section])[place.block];
  if (block) scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: 'instant' });
}
