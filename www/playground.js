// The address of the module that lessons and notebooks import: it stays, wherever its parts live.

export { createPlayground, Playground } from './engine/playground.js';
