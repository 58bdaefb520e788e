// Every view of the laboratory, in the order of the page.

import { codeSliders } from './inside/code-sliders/code-sliders.js';
import { compare } from './compare/compare.js';
import { filters } from './inside/filters.js';
import { flow } from './inside/flow/flow.js';
import { gradients } from './inside/gradients.js';
import { interpolation } from './inside/interpolation/interpolation.js';
import { latentPlane } from './inside/latent-plane/latent-plane.js';
import { RECORD } from './take/record.js';
import { share } from './take/share.js';

/** @type {import('./cards.js').ViewDefinition[]} */
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
