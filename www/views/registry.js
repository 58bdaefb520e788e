// Every view of the laboratory, in the order of the page.

import { RECORD } from './record.js';

/** @type {import('./host.js').ViewDefinition[]} */
export const VIEWS = [
  RECORD,
];
