// Two runs side by side.

import { compare } from './compare.js';

export const cards = [compare];
