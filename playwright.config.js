// The page's tests, in a real browser against the built dist/: `cargo xtask test`, or `npx playwright test` once that is built.

import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, CHROMIUM, PORT } from './tests/e2e/browser.js';

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  // Training takes a whole core, and many machines that run this have two.
  workers: 1,
  // Only what hangs ends by these: machines that test are several times slower than others, and do something else as well.
  timeout: 900_000,
  expect: { timeout: 180_000 },
  reporter: 'list',
  projects: [
    { name: 'unit', testDir: 'tests/unit', testMatch: '*.test.js' },
    { name: 'page', testDir: 'tests/e2e', testMatch: '*.spec.js' },
  ],
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
    viewport: { width: 1280, height: 800 },
    // A trace takes a third of a test's time, so it is made on request only: PLAYGROUND_TRACE=1.
    trace: process.env.PLAYGROUND_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: CHROMIUM, args: BROWSER_ARGS },
  },
  webServer: { command: `node tests/e2e/server.js ${PORT}`, port: PORT, reuseExistingServer: false },
});
