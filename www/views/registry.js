// Every view of the laboratory, in the order of the page.

import { filters } from './filters.js';
import { flow } from './flow.js';
import { gradients } from './gradients.js';

/** @type {import('./host.js').ViewDefinition[]} */
export const VIEWS = [
  flow,
  filters,
  gradients,
];
