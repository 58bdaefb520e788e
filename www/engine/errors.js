// The codes of errors: the engine's, from its schema, and the page's own.

import { ERROR_CODES } from './schema.js';

/** What can go wrong around the engine. */
export const PAGE_CODES = /** @type {const} */ ([
  'aborted', 'closed', 'unsupported', 'unknown-device', 'data-failed', 'engine-failed', 'blocked', 'weights-failed', 'worker-crashed',
  'out-of-memory', 'failed',
]);

/** @type {readonly import('./types.d.ts').Code[]} */
export const CODES = [...ERROR_CODES, ...PAGE_CODES];

/** Nothing to report: something newer took over. @type {readonly import('./types.d.ts').Code[]} */
export const SUPERSEDED = ['aborted', 'closed'];

/** What was asked for cannot be had as it is, and nothing has changed. @type {readonly import('./types.d.ts').Code[]} */
export const REFUSED = ['unknown-preset', 'unknown-setting', 'bad-setting', 'unknown-device', 'bad-input', 'bad-file'];

/** The worker is gone, and the playground starts another. @type {readonly import('./types.d.ts').Code[]} */
export const CRASHES = ['worker-crashed', 'device-lost', 'out-of-memory'];
