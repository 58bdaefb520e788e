// What can be taken along: files of the run, a link to it, and the code that puts it into a lesson.

import { RECORD } from './record.js';
import { share } from './share.js';

export const cards = [RECORD, share];
