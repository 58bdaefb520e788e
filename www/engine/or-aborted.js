/**
 * What comes of it, unless the signal comes first: what the engine has begun it does to the end of a part, and nobody has to wait for that.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal|undefined} signal
 * @param {() => Error} reason what it rejects with then
 * @returns {Promise<T>}
 */
export function orAborted(promise, signal, reason) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(reason());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
