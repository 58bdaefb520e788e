// What may never answer.

/**
 * @template T, Late
 * @param {Promise<T>} answer
 * @param {number} ms that it has; Infinity for as long as it takes
 * @param {() => Late} late what stands for it then
 * @returns {Promise<T | Late>}
 */
export async function inTime(answer, ms, late) {
  if (ms === Infinity) return answer;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const waited = new Promise((resolve) => { timer = setTimeout(resolve, ms); });
  try {
    return await Promise.race([answer, waited.then(late)]);
  } finally {
    clearTimeout(timer);
  }
}
