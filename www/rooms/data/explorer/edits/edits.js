// Images that are left out or get another label, as a recipe says it: `data.drop` is “12,77,100-120”, `data.relabel` “947:9,1621:6”.
// Places are those of the training images, from 0. No DOM.

/** @typedef {import('../../../../engine/recipe.js').Recipe} Recipe */
/** @typedef {{dropped: Set<number>, relabelled: Map<number, number>}} Edits */

export const DROP = 'data.drop';
export const RELABEL = 'data.relabel';

/** What a recipe says; what cannot be read is left to the engine to refuse. @param {Recipe} recipe @returns {Edits} */
export function editsOf(recipe) {
  /** @type {Edits} */
  const edits = { dropped: new Set(), relabelled: new Map() };
  for (const [first, last] of rowsOf(recipe[DROP])) for (let at = first; at <= last; at++) edits.dropped.add(at);
  for (const [first, last, label] of rowsOf(recipe[RELABEL])) if (label !== null) for (let at = first; at <= last; at++) edits.relabelled.set(at, label);
  return edits;
}

/** @param {unknown} text @returns {[first: number, last: number, label: number|null][]} */
function rowsOf(text) {
  return String(text ?? '').split(',').flatMap((word) => {
    const found = /^\s*(\d+)(?:-(\d+))?\s*(?::\s*(\d))?\s*$/.exec(word);
    // A range without end would fill the memory; no set has a million images.
    if (!found || Number(found[2] ?? found[1]) > 1e6) return [];
    return [[Number(found[1]), Number(found[2] ?? found[1]), found[3] === undefined ? null : Number(found[3])]];
  });
}

/**
 * The recipe with these edits, and without a key that says nothing.
 * @param {Recipe} recipe
 * @param {Edits} edits
 * @returns {Recipe}
 */
export function withEdits(recipe, { dropped, relabelled }) {
  const { [DROP]: _dropped, [RELABEL]: _relabelled, ...others } = recipe;
  const labels = [...relabelled].sort(([a], [b]) => a - b);
  return {
    ...others,
    ...(dropped.size > 0 && { [DROP]: inRows([...dropped].sort((a, b) => a - b)) }),
    ...(labels.length > 0 && { [RELABEL]: labels.map(([at, label]) => `${at}:${label}`).join() }),
  };
}

/** @param {number[]} places in order */
function inRows(places) {
  /** @type {[number, number][]} */
  const rows = [];
  for (const place of places) {
    const last = rows.at(-1);
    if (last && last[1] === place - 1) last[1] = place;
    else rows.push([place, place]);
  }
  return rows.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join();
}
