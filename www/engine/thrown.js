// JavaScript may throw anything: what it says as an error of the playground.

/** @param {unknown} thrown @returns {string} */
export const messageOf = (thrown) => (thrown instanceof Error ? thrown.message : String(thrown));

/** The one word of a playground's error; of others undefined. @param {unknown} thrown @returns {string|undefined} */
export const codeOf = (thrown) => (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined);
