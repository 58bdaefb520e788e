// What is not needed for the first pictures, as one piece that main.js fetches while the engine opens.

export { createBench } from '../rooms/bench.js';
export { startTutorial } from '../rooms/learn/start.js';
export { createViewHost } from '../rooms/cards.js';
export { VIEWS } from '../rooms/registry.js';
