// The codes of errors: the engine's, from its schema, and the page's own.

import { ERROR_CODES } from './schema.js';

/** What can go wrong around the engine. */
export const PAGE_CODES = [
  'aborted', 'closed', 'unsupported', 'unknown-device', 'data-failed', 'engine-failed', 'weights-failed', 'worker-crashed',
];

export const CODES = [...ERROR_CODES, ...PAGE_CODES];

/** Nothing to report: something newer took over. */
export const SUPERSEDED = ['aborted', 'closed'];

/** The worker is gone, and the playground starts another. */
export const CRASHES = ['worker-crashed', 'device-lost'];
