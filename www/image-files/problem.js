// What is wrong with a file of images. No DOM, no words.

/** Images of a set at most, as the engine takes them. */
export const MOST_IMAGES = 100_000;
/** Bytes of one file that are read, and those that all of an archive's may become. */
export const MOST_FILE_BYTES = 250e6;
export const MOST_UNPACKED_BYTES = 250e6;

/**
 * @typedef {'empty'|'kind'|'broken'|'large'|'many'|'long'|'short'|'vector'|'narrow'|'shape'|'labels'|'label-values'|'blank'} Problem a key of
 *   the words, `own.no-` before it
 */

export class DataProblem extends Error {
  /**
   * @param {Problem} problem
   * @param {Record<string, string|number>} [facts] what its words name
   */
  constructor(problem, facts = {}) {
    super(problem);
    this.problem = problem;
    this.facts = facts;
  }
}
