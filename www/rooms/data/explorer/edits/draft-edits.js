// What is dropped and relabelled here is part of the recipe that is being put together, and can be undone. No DOM.

import { RECIPE } from '../../../../engine/schema.js';
import { DROP, RELABEL, editsOf, withEdits } from './edits.js';

/** Earlier recipes that can be gone back to. */
const MOST = 100;

/** Whether the engine has these steps of a recipe. */
export const canEdit = () => [DROP, RELABEL].every((wanted) => RECIPE.some(({ key }) => key === wanted));

/**
 * @param {{value: import('../../../../engine/recipe.js').Recipe}} recipe a signal
 * @param {{before: import('./edits.js').Edits[]}} kept what can be undone, for the next time too
 */
export function createEdits(recipe, kept) {
  /** @param {(edits: import('./edits.js').Edits) => void} change */
  function change(change) {
    const before = editsOf(recipe.value);
    const after = { dropped: new Set(before.dropped), relabelled: new Map(before.relabelled) };
    change(after);
    kept.before = [...kept.before, before].slice(-MOST);
    recipe.value = withEdits(recipe.value, after);
  }
  return {
    get now() { return editsOf(recipe.value); },
    get canUndo() { return kept.before.length > 0; },
    /** @param {number[]} which training images */
    drop(which) {
      change(({ dropped }) => which.forEach((at) => dropped.add(at)));
    },
    /** @param {number[]} which @param {(at: number) => number} labelOf the new one @param {(at: number) => number} was the one that the data say */
    relabel(which, labelOf, was) {
      change(({ relabelled }) => {
        for (const at of which) {
          if (labelOf(at) === was(at)) relabelled.delete(at);
          else relabelled.set(at, labelOf(at));
        }
      });
    },
    undo() {
      const before = kept.before.pop();
      if (before) recipe.value = withEdits(recipe.value, before);
    },
  };
}
