// Shows what fits the model: an element's `data-when` names the capabilities that the model must have, or must not (`not-encodes`);
// `or` parts two such lists, one of which is enough.

import { find } from './find.js';

/**
 * @param {string[]} capabilities of a preset, or of the model that was loaded
 * @param {ParentNode} [root] of what is shown or hidden
 */
export function showKind(capabilities, root = document) {
  for (const element of root.querySelectorAll('[data-when]')) {
    // An attribute, because drawings (svg) have no property of that name.
    element.toggleAttribute('hidden', !fits(element.getAttribute('data-when') ?? '', capabilities));
  }
  find(document, 'main').dataset.kind = layoutOf(capabilities);
}

/** @param {string} when lists of words, in one of which all must hold @param {string[]} capabilities */
export const fits = (when, capabilities) => when.split(' or ').some((list) => (
  list.split(' ').every((word) => capabilities.includes(word.replace(/^not-/, '')) !== word.startsWith('not-'))
));

/** How the page is laid out (`data-kind` in the style sheets): by what a model does with images. @param {string[]} capabilities @returns {'vae'|'gan'|'vae-gan'} */
export function layoutOf(capabilities) {
  if (!capabilities.includes('judges')) return 'vae';
  return capabilities.includes('encodes') ? 'vae-gan' : 'gan';
}
