// Every view of the laboratory, in the order of the page.

/** @type {import('./host.js').ViewDefinition[]} */
export const VIEWS = [];
