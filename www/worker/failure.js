// Errors with a code, and their form on the way to the page.

/**
 * @param {string} code one word
 * @param {string} message what a person can do about it
 */
export function failure(code, message) {
  return Object.assign(new Error(message), { code });
}

/** Error objects lose their own properties between threads, so they travel as plain data. */
export function toData(error) {
  return { code: error?.code ?? 'failed', message: error?.message ?? String(error) };
}

/** @param {{code: string, message: string}} data */
export const fromData = ({ code, message }) => failure(code, message);
