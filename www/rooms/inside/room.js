// The inside of the model: the latent space it draws from, what its layers do, and how hard the loss pulls at them.

import { codeSliders } from './code-sliders/code-sliders.js';
import { filters } from './filters.js';
import { flow } from './flow/flow.js';
import { gradients } from './gradients.js';
import { interpolation } from './interpolation/interpolation.js';
import { latentPlane } from './latent-plane/latent-plane.js';
import { attention } from './one-after-another/attention.js';
import { continueDrawing } from './one-after-another/continue.js';
import { surprise } from './one-after-another/surprise.js';
import { paths } from './paths/paths.js';

export const cards = [paths, continueDrawing, attention, surprise, latentPlane, interpolation, filters, flow, codeSliders, gradients];
