// Which way each metric of samples is better, as src/metrics/ has it (a unit test holds the two together). No DOM.

/** `like-real`: the nearer to what real images get. @typedef {'higher'|'lower'|'like-real'} Better */

/** @type {Record<string, Better>} */
export const BETTER = {
  classifier_score: 'higher',
  classifier_distance: 'lower',
  precision: 'higher',
  recall: 'higher',
  density: 'like-real',
  coverage: 'higher',
  diversity: 'like-real',
  nearest_distance: 'like-real',
  digit_shares: 'like-real',
  confidence: 'higher',
  label_accuracy: 'higher',
};
