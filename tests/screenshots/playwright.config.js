// `cargo xtask screenshots`: pictures of every part of the page, with a model that has really been trained.

import base from '../../playwright.config.js';

export default {
  ...base,
  testDir: '.',
  timeout: 600_000,
  projects: [{ name: 'screenshots', testMatch: '*.shots.js' }],
  outputDir: '../../test-results',
  webServer: { ...base.webServer, cwd: '../..' },
};
