// What the model learns from: the training images, what is done with them first, what that makes of them, and how good
// the samples are that come of it.

import { beforeAfter } from './before-after.js';
import { explorer } from './explorer/explorer.js';
import { ownData } from './own/own-data.js';
import { recipe } from './recipe.js';
import { yardsticks } from './yardsticks.js';

export const cards = [recipe, beforeAfter, explorer, ownData, yardsticks];
