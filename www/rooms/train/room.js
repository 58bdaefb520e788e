// The room where a model trains. Its cards stand in index.html, so that they are there at the first paint; shell/page.js fills them.

/** @type {import('../cards.js').CardDefinition[]} */
export const cards = [];
