// When to keep the run, so that a reload loses little and a glance loses nothing that was worth more. No DOM.

import { CRASHES, SUPERSEDED } from '../../engine/errors.js';

/** Training time between two savings, and how much of it makes a run worth keeping at all. */
const EVERY_MS = 30_000;
const WORTH_MS = 3000;
/** A new run takes the place of one that is still on offer only after this much. */
const OVER_OFFER_MS = 120_000;

/** A call that another model cut short says nothing about the storage. */
const CUT_SHORT = [...SUPERSEDED, ...CRASHES, 'not-loaded'];

/**
 * @param {object} options
 * @param {() => Promise<void>} options.save keeps the run as it is now
 * @param {(error: Error) => void} options.onFailure once; nothing is kept any more after it
 */
export function createKeeper({ save, onFailure }) {
  /** Milliseconds trained by this run, and of those the ones not kept yet. */
  let trained = 0;
  let unsaved = 0;
  let offered = false;
  let off = false;
  let saving = null;
  /** Asked for while one is under way, which began before the last steps. */
  let again = false;

  async function keep() {
    const before = unsaved;
    unsaved = 0;
    try {
      await save();
    } catch (error) {
      if (CUT_SHORT.includes(error?.code)) unsaved += before;
      else if (!off) {
        off = true;
        onFailure(error);
      }
    } finally {
      saving = null;
    }
    if (again) await rest();
  }

  const worth = () => !off && !saving && unsaved > 0 && trained >= (offered ? OVER_OFFER_MS : WORTH_MS);
  const keepIf = (wanted) => {
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
    /** Another run. @param {boolean} [worthy] it was kept before */
    begin(worthy = false) {
      trained = worthy ? WORTH_MS : 0;
      unsaved = 0;
    },
    /** Whether the visitor is being asked about the run of the last visit. */
    set offering(value) {
      offered = value;
    },
  };
}
