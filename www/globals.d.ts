// What the page adds to the browser's globals, and what browsers have that TypeScript's own list lacks.

import type { Playground } from './engine/playground.js';

declare global {
  interface Window {
    /** For people's own scripts, once `playgroundReady` has resolved. */
    playground: Playground;
    playgroundReady: Promise<Playground>;
    /** A thread for the first engine that is opened, started by early.js. */
    threadAhead?: { address: string, worker: Worker };
  }

  interface Navigator {
    /** In Chromium only. */
    readonly connection?: { readonly saveData: boolean };
  }
}
