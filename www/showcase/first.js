// Runs before the page is parsed: the engine of the first picture starts as early as it can.

import { showcase } from './engine.js';

// Who shows it says what is wrong.
showcase().catch(() => {});
