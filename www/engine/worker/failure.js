// Errors with a code, and their form on the way to the page.

/**
 * @param {string} code one word
 * @param {string} message what a person can do about it
 */
export function failure(code, message) {
  return Object.assign(new Error(message), { code });
}

/**
 * Error objects lose their own properties between threads, so they travel as plain data.
 * @returns {{code: string, message: string, report?: object, ms?: number}} report: on the steps that were taken before a training
 *   failed, as `train` would have answered; ms: the time they took
 */
export function toData(error) {
  const { report, ms } = error ?? {};
  return { code: error?.code ?? 'failed', message: error?.message ?? String(error), ...(report && { report, ms }) };
}

/** @param {ReturnType<typeof toData>} data */
export const fromData = ({ code, message, ...rest }) => Object.assign(failure(code, message), rest);
