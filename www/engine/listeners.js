// Who listens to what. A listener that throws is reported as any error of a page is, and nobody else notices.

import { kindOf } from './input.js';
import { failure } from './worker/failure.js';

/** @template {object} Events details by the event's name */
export class Listeners {
  /** @type {Map<keyof Events, Set<{call: (detail: any) => void}>>} each with an identity of its own, so that one may listen twice */
  #byType = new Map();
  #types;

  /** @param {readonly (keyof Events)[]} types all there are */
  constructor(types) {
    this.#types = types;
  }

  /**
   * @template {keyof Events} Type
   * @param {Type} type
   * @param {(detail: Events[Type]) => void} listener
   * @returns {() => void} stops listening
   */
  on(type, listener) {
    // A name with a mistake in it would be waited for in vain.
    if (!this.#types.includes(type)) throw failure('bad-input', `There is no event ${typeof type === 'string' ? `“${type}”` : kindOf(type)}. The events are: ${this.#types.join(', ')}.`);
    if (typeof listener !== 'function') throw failure('bad-input', `What listens to “${String(type)}” must be a function, not ${kindOf(listener)}.`);
    const entry = { call: listener };
    const entries = this.#byType.get(type) ?? new Set();
    this.#byType.set(type, entries.add(entry));
    return () => { entries.delete(entry); };
  }

  /**
   * Tells all that listen now; not those that stop, or begin, on the way.
   * @template {keyof Events} Type
   * @param {Type} type
   * @param {Events[Type]} detail
   */
  emit(type, detail) {
    const entries = this.#byType.get(type) ?? new Set();
    for (const entry of [...entries]) if (entries.has(entry)) guarded(entry.call, detail);
  }
}

/**
 * Calls what someone else has written: an error in it is theirs.
 * @template T
 * @param {(detail: T) => void} call
 * @param {T} detail
 */
export function guarded(call, detail) {
  try {
    call(detail);
  } catch (error) {
    reportError(error);
  }
}
