// What is not needed for the first pictures, as one piece that main.js fetches while the engine opens.

export { createBench } from './bench.js';
export { startTutorial } from './tutorial/start.js';
export { createViewHost } from './views/host.js';
export { VIEWS } from './views/registry.js';
