// Elements that must be there, and of which kind.

/**
 * The first element below `root` that fits the selector. One that is missing or of another kind is a mistake in the page, which
 * the error names.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind] the element's class, HTMLElement by default
 * @returns {T}
 */
export function find(root, selector, kind) {
  return ofKind(root.querySelector(selector), selector, kind);
}

/**
 * An element that was found by whatever means, or the error of `find`.
 * @template {Element} [T=HTMLElement]
 * @param {Element|null|undefined} element
 * @param {string} selector what the error calls it
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function ofKind(element, selector, kind) {
  const wanted = kind ?? HTMLElement;
  if (element instanceof wanted) return /** @type {T} */ (element);
  throw new Error(element ? `“${selector}” is a ${element.localName}, not a ${wanted.name}.` : `There is no “${selector}” in the page.`);
}

/**
 * The element of this id, as `find` does it.
 * @template {Element} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
export const byId = (id, kind) => find(document, `#${id}`, kind);

/** @typedef {typeof byId} ById */

/**
 * Finds what a card's HTML names with `data-part`, as `find` does it.
 * @param {ParentNode} card
 */
export const partsOf = (card) => (
  /**
   * @template {Element} [T=HTMLElement]
   * @param {string} name
   * @param {new () => T} [kind]
   * @returns {T}
   */
  (name, kind) => find(card, `[data-part="${name}"]`, kind)
);

/**
 * What draws on a canvas.
 * @template {HTMLCanvasElement|OffscreenCanvas} Canvas
 * @param {Canvas} canvas
 */
export function contextOf(canvas) {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser has no memory left for this canvas.');
  return /** @type {Canvas extends OffscreenCanvas ? OffscreenCanvasRenderingContext2D : CanvasRenderingContext2D} */ (context);
}
