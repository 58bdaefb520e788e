// `cargo xtask screenshots`: pictures of every part of the page, with a model that has really been trained. `cargo xtask thumbnails`:
// what each model draws after a minute.

import base from '../../playwright.config.js';

export default {
  ...base,
  testDir: '.',
  timeout: 600_000,
  projects: [{ name: 'screenshots', testMatch: 'page.shots.js' }, { name: 'thumbnails', testMatch: 'after-a-minute.shots.js' }],
  outputDir: '../../test-results',
  webServer: { ...base.webServer, cwd: '../..' },
};
