// What lives only as long as a card: effects, listeners, observers. They end together when the card is taken down.

import { effect as rawEffect, untracked } from '../vendor/signals-core.js';

export { signal } from '../vendor/signals-core.js';

export class Scope {
  /** @type {(() => void)[]} */
  #ends = [];
  #closed = false;

  /**
   * Whatever `make` registers with `onEnd` ends with this scope. Only what it does before its first `await` counts.
   * @template T
   * @param {() => T} make
   * @returns {T}
   */
  run(make) {
    const before = current;
    current = this;
    try {
      return make();
    } finally {
      current = before;
    }
  }

  /** At once where it is closed: an answer may come after its card was taken down. @param {() => void} end */
  add(end) {
    if (this.#closed) end();
    else this.#ends.push(end);
  }

  /** Ends everything in it, the latest first; it may be used again. */
  end() {
    for (const end of this.#ends.splice(0).reverse()) end();
  }

  /** Ends it for good: what is added from now on ends at once. */
  close() {
    this.#closed = true;
    this.end();
  }
}

/** What is being put together now: at first the page itself. @type {Scope|null} */
let current = new Scope();

/** From now on whatever is made is part of a card or a room. */
export function pageStands() {
  current = null;
}

/**
 * Calls `end` when the scope under construction ends. What is made outside of any, after an `await` for example, would outlive its card
 * unnoticed, so that is told: it belongs into an `innerScope()` that the card made at first.
 * @param {() => void} end
 */
export function onEnd(end) {
  if (current) current.add(end);
  else console.error(new Error('What lives until the end of a scope is made outside of any.'));
}

/** A scope within the one under construction, which can also end before it: for what is built anew with each model. */
export function innerScope() {
  const scope = new Scope();
  onEnd(() => scope.close());
  return scope;
}

/**
 * Runs now and whenever a signal that it read has changed, until its scope ends.
 * @param {() => void} work
 * @returns {() => void} ends it at once
 */
export function effect(work) {
  const stop = rawEffect(work);
  onEnd(stop);
  return stop;
}

/**
 * Calls back after every change of a signal, until its scope ends.
 * @template T
 * @param {import('../vendor/signals-core.js').ReadonlySignal<T>} source
 * @param {(value: T) => void} listener
 * @returns {() => void} ends it at once
 */
export function follow(source, listener) {
  let first = true;
  return effect(() => {
    const { value } = source;
    if (first) first = false;
    else untracked(() => listener(value));
  });
}

/**
 * A listener on something of the page's own (window, document, a media query, the playground), until its scope ends.
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: any) => void} listener
 */
export function listen(target, type, listener) {
  target.addEventListener(type, listener);
  onEnd(() => target.removeEventListener(type, listener));
}
