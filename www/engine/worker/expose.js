// What every thread of the engine does: answers calls, and says when it is done for.

import * as Comlink from '../../vendor/comlink.js';
import { toData } from './failure.js';

/** This thread cannot go on. */
export function crashed(error) {
  const message = `The engine stopped unexpectedly: ${error?.message ?? error}.`;
  self.postMessage({ event: 'crashed', error: { code: 'worker-crashed', message } });
}

/** @param {Record<string, (...args: any[]) => Promise<object|void>>} actions what others may call */
export function expose(actions) {
  // A panic inside an asynchronous engine call never settles its promise, so this thread is done for. Thrown errors
  // reach the other side by themselves; rejections do not.
  self.addEventListener('unhandledrejection', (event) => crashed(event.reason));
  Comlink.expose(Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, wrapped(action)])));
}

/** Every action answers with an object, `value` in it where it has one, or with its error as plain data. */
function wrapped(action) {
  return async (...args) => {
    try {
      const answer = await action(...args) ?? {};
      return Comlink.transfer(answer, transferables(answer.value));
    } catch (error) {
      return { error: toData(error) };
    }
  };
}

/** Buffers are handed over, not copied. */
function transferables(value) {
  const views = ArrayBuffer.isView(value) ? [value] : Object.values(value ?? {}).filter(ArrayBuffer.isView);
  return views.map((view) => view.buffer);
}
