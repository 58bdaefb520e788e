// Every view of the laboratory, in the order of the page.

import { codeSliders } from './code-sliders.js';
import { compare } from './compare.js';
import { filters } from './filters.js';
import { flow } from './flow.js';
import { gradients } from './gradients.js';
import { interpolation } from './interpolation.js';
import { latentPlane } from './latent-plane.js';
import { RECORD } from './record.js';
import { share } from './share.js';

/** @type {import('./host.js').ViewDefinition[]} */
export const VIEWS = [
  latentPlane,
  interpolation,
  codeSliders,
  flow,
  filters,
  gradients,
  compare,
  RECORD,
  share,
];
