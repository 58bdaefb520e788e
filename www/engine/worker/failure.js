// Errors with a code, and their form on the way to the page.

/** @typedef {import('../types.d.ts').PlaygroundError} PlaygroundError */

/**
 * @param {import('../types.d.ts').Code} code one word
 * @param {string} message what a person can do about it
 * @returns {PlaygroundError}
 */
export function failure(code, message) {
  return Object.assign(new Error(message), { code });
}

/** What was caught, as an error with a code: the engine's and ours have one, and the browser's own errors say `failed`. @param {unknown} error @returns {PlaygroundError} */
export function coded(error) {
  const { code, message } = /** @type {Partial<PlaygroundError>} */ (error ?? {});
  return typeof code === 'string' ? /** @type {PlaygroundError} */ (error) : failure('failed', message ?? String(error));
}

/** Error objects lose their own properties between threads, so they travel as plain data. @param {unknown} error @returns {import('../types.d.ts').ErrorData} */
export function toData(error) {
  const { code, message, report, ms } = coded(error);
  return { code, message, ...(report && { report, ms }) };
}

/** @param {import('../types.d.ts').ErrorData} data @returns {PlaygroundError} */
export const fromData = ({ code, message, ...rest }) => Object.assign(failure(code, message), rest);
