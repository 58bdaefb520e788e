// Elements in one expression.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties] of the element, not attributes
 * @param {(Node|string)[]} [children]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * Tells what a drawing shows. It is an image to a screen reader from here on: one without words would be announced as nothing.
 * @param {Element} drawing
 * @param {string} label
 */
export function asImage(drawing, label) {
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', label);
}

/**
 * The element with the keys of its words in languages/, for `translate` to fill: `t` its content, `tLabel` its `aria-label`,
 * `tTitle` its `title`.
 * @template {HTMLElement} T
 * @param {T} element
 * @param {Record<string, string>} keys
 * @returns {T}
 */
export function named(element, keys) {
  Object.assign(element.dataset, keys);
  return element;
}
