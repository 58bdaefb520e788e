// What is done with the training images first, as values by their keys (`data.limit`). No DOM.

/** @typedef {Record<string, import('./schema.d.ts').Value>} Recipe of those keys that differ from the data as they are */

/**
 * That of a model.
 * @param {Pick<import('./types.d.ts').Model, 'data'>} model
 * @returns {Recipe}
 */
export const recipeOf = ({ data }) => Object.fromEntries(Object.entries(data.recipe ?? {}).map(([key, value]) => [`data.${key}`, value]));

/** @param {Recipe} a @param {Recipe} b */
export const sameRecipe = (a, b) => [...Object.keys(a), ...Object.keys(b)].every((key) => a[key] === b[key]);
