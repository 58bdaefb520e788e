// Runs before the page is parsed: the engine of the first picture starts as early as it can.

import { cpuModule } from '../engine/bundle.js';
import { showcase } from './engine.js';
import { opensHere } from './here.js';

cpuModule().catch(() => {});
// Who shows it says what is wrong.
if (opensHere(location)) showcase().catch(() => {});
