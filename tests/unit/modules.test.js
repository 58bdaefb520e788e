// What the build names to the browser before a module: all that the module cannot begin without.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { modulesOf } from '../../xtask/trunk/modules.mjs';

test('imports of every form are followed, once each, and nothing else is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modules-'));
  try {
    mkdirSync(join(folder, 'parts'));
    const files = {
      'main.js': `import { a } from './parts/a.js';
import * as b from './parts/b.js';
import {
  c,
  d,
} from './parts/c.js';
import './parts/alone.js';
export { e } from './parts/e.js';
export const later = () => import('./parts/late.js');
export function from() { return './parts/text.js'; }
const words = "import './parts/quoted.js'";
`,
      'parts/a.js': "import b from './b.js';\nimport \"../top.js\";\n",
    };
    for (const name of ['parts/b.js', 'parts/c.js', 'parts/alone.js', 'parts/e.js', 'top.js']) files[name] = 'export default 1;\n';
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    expect(modulesOf(folder, 'main.js')).toEqual(['main.js', 'parts/a.js', 'parts/b.js', 'parts/c.js', 'parts/alone.js', 'parts/e.js', 'top.js']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every module that it finds in the page is there', () => {
  // The training room stands in index.html, and has no modules of its own.
  const rooms = readdirSync('www/rooms', { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'train').map(({ name }) => `rooms/${name}/room.js`);
  for (const first of ['main.js', ...rooms, 'engine/worker/worker.js', 'showcase/first.js', 'benchmark/main.js']) {
    const found = modulesOf('www', first);
    expect(found.length).toBeGreaterThan(2);
    for (const path of found) expect(() => readFileSync(join('www', path))).not.toThrow();
  }
  expect(modulesOf('www', 'engine/worker/crew.js')).toContain('engine/worker/exchange.js');
  // Without those that help, it trains alone.
  expect(modulesOf('www', 'engine/worker/worker.js')).not.toContain('engine/worker/crew.js');
  // The worker's engine has its own tables.
  expect(modulesOf('www', 'engine/worker/worker.js')).not.toContain('engine/schema.js');
  expect(modulesOf('www', 'main.js')).toContain('engine/schema.js');
});
