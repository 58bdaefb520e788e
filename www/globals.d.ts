// What the page adds to the browser's globals, and what browsers have that TypeScript's own list lacks.

import type { Playground } from './engine/playground.js';

declare global {
  interface Window {
    /** For people's own scripts, once `playgroundReady` has resolved. */
    playground: Playground;
    playgroundReady: Promise<Playground>;
  }

  interface Navigator {
    /** In Chromium only. */
    readonly connection?: { readonly saveData: boolean };
  }
}
