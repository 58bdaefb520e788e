// What the model learns from: the training images, what is done with them first, and what that makes of them.

import { beforeAfter } from './before-after.js';
import { recipe } from './recipe.js';

export const cards = [recipe, beforeAfter];
