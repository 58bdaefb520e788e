// Shows what fits the model: an element's `data-when` names what the model must have, all of it.

/**
 * @typedef {object} Kind what the page needs to know of a model, before it is loaded and after
 * @property {boolean} encoder      it can rebuild a picture
 * @property {boolean} critic       it can judge one
 * @property {boolean} conditional  it is told the digit
 */

/** @param {Kind} kind */
export function showKind({ encoder, critic, conditional }) {
  const is = {
    encoder, critic, conditional, unconditional: !conditional,
    gan: critic && !encoder, vae: encoder && !critic, 'vae-gan': encoder && critic,
  };
  for (const element of document.querySelectorAll('[data-when]')) {
    // An attribute, because drawings (svg) have no property of that name.
    element.toggleAttribute('hidden', !element.dataset.when.split(' ').every((word) => is[word]));
  }
  document.querySelector('main').dataset.kind = ['gan', 'vae', 'vae-gan'].find((word) => is[word]);
}

/** @param {import('../presets.js').Preset} preset @returns {Kind} */
export const kindOfPreset = ({ family, conditional = false }) => ({ encoder: family !== 'gan', critic: family !== 'vae', conditional });

/** @returns {Kind} of what `load` answered */
export const kindOfModel = ({ hasEncoder, hasCritic, conditional }) => ({ encoder: hasEncoder, critic: hasCritic, conditional });
