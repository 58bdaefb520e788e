// What every thread of the engine does: answers calls, and says when it is done for.

import * as Comlink from '../../vendor/comlink.js';
import { diagnosis } from './crash.js';
import { toData } from './failure.js';

/** @typedef {Comlink.Endpoint} Thread the global object of a worker */

const OWN = /** @type {Thread} */ (/** @type {unknown} */ (globalThis));

/** This thread cannot go on. @param {unknown} error @param {Thread} [thread] */
export function crashed(error, thread = OWN) {
  thread.postMessage({ event: 'crashed', error: diagnosis(error) });
}

/**
 * @param {{[name: string]: (...args: any[]) => unknown}} actions what others may call: each answers with an object that has its `value`
 * @param {Thread} [thread] where calls arrive
 */
export function expose(actions, thread = OWN) {
  // A panic inside an asynchronous engine call never settles its promise, so this thread is done for. What is thrown there would
  // reach the other side by itself, as a word of WebAssembly's; why, is known here.
  thread.addEventListener('error', (event) => {
    event.preventDefault();
    const { error, message } = /** @type {ErrorEvent} */ (event);
    crashed(error ?? message, thread);
  });
  thread.addEventListener('unhandledrejection', (event) => crashed(/** @type {PromiseRejectionEvent} */ (event).reason, thread));
  Comlink.expose(Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, wrapped(action)])), thread);
}

/**
 * Every action answers with an object, `value` in it where it has one, or with its error as plain data.
 * @param {(...args: unknown[]) => unknown} action
 */
function wrapped(action) {
  return async (/** @type {unknown[]} */ ...args) => {
    try {
      const answer = /** @type {{value?: unknown}} */ (await action(...args) ?? {});
      return Comlink.transfer(answer, transferables(answer.value));
    } catch (error) {
      return { error: toData(error) };
    }
  };
}

/** Buffers are handed over, not copied. @param {unknown} value */
function transferables(value) {
  const views = ArrayBuffer.isView(value) ? [value] : Object.values(value ?? {}).filter(ArrayBuffer.isView);
  return views.map((view) => view.buffer);
}
