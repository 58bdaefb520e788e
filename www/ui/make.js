// Elements in one expression.

/**
 * @param {string} tag
 * @param {Record<string, any>} [properties] of the element, not attributes
 * @param {(Node|string)[]} [children]
 */
export function make(tag, properties = {}, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
