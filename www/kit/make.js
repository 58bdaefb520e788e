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
