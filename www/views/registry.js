// Every view of the laboratory, in the order of the page.

import { compare } from './compare.js';
import { share } from './share.js';

/** @type {import('./host.js').ViewDefinition[]} */
export const VIEWS = [
  compare,
  share,
];
