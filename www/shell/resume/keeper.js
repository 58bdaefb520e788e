// When to keep the run, so that a reload loses little. No DOM.

import { CRASHES, SUPERSEDED } from '../../engine/errors.js';
import { coded } from '../../engine/worker/failure.js';

/** Training time between two savings, and how much of it makes a run worth keeping at all. */
const EVERY_MS = 30_000;
const WORTH_MS = 3000;

/** A call that another model cut short says nothing about the storage. @type {import('../../engine/types.d.ts').Code[]} */
const CUT_SHORT = [...SUPERSEDED, ...CRASHES, 'not-loaded'];

/**
 * @param {object} options
 * @param {(trained: number) => Promise<void>} options.save keeps the run as it is now; trained: milliseconds so far
 * @param {(error: unknown) => void} options.onFailure once; nothing is kept any more after it
 */
export function createKeeper({ save, onFailure }) {
  /** Milliseconds trained by this run, and of those the ones not kept yet. */
  let trained = 0;
  let unsaved = 0;
  let off = false;
  /** @type {Promise<void>|null} */
  let saving = null;
  /** Asked for while one is under way, which began before the last steps. */
  let again = false;

  async function keep() {
    const before = unsaved;
    unsaved = 0;
    try {
      await save(trained);
    } catch (error) {
      if (CUT_SHORT.includes(coded(error).code)) {
        unsaved += before;
      } else if (!off) {
        off = true;
        onFailure(error);
      }
    } finally {
      saving = null;
    }
    if (again) await rest();
  }

  const worth = () => !off && !saving && unsaved > 0 && trained >= WORTH_MS;
  const keepIf = (/** @type {boolean} */ wanted) => {
    if (wanted && saving) again = true;
    if (wanted && worth()) {
      again = false;
      saving = keep();
    }
    return saving ?? Promise.resolve();
  };
  const rest = () => keepIf(true);

  return {
    /** @param {number} ms of training */
    trained(ms) {
      trained += ms;
      unsaved += ms;
      return keepIf(unsaved >= EVERY_MS);
    },
    /** Training stands still, or the page goes out of sight: a good moment. */
    rest,
    /** Another run. @param {number} [ms] that it had trained when it was kept */
    begin(ms = 0) {
      trained = ms;
      unsaved = 0;
    },
  };
}
