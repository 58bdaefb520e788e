// The documentation for authors of lessons names what there is.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { CODES } from '../../www/engine/errors.js';
import { Playground } from '../../www/engine/playground.js';

const documented = readFileSync('docs/embedding.md', 'utf8');

test('every call of a playground is documented', () => {
  const pg = new Playground();
  const names = [...Object.getOwnPropertyNames(pg), ...Object.getOwnPropertyNames(Playground.prototype)].filter((name) => name !== 'constructor');
  assert.ok(names.length > 20);
  for (const name of names) assert.match(documented, new RegExp(`\`pg\\.${name}\\b`), name);
  for (const option of ['device', 'workers', 'on', 'preload']) assert.match(documented, new RegExp(`createPlayground\\(\\{[^)]*\\b${option}\\b`), option);
});

test('every event is documented', () => {
  const [, listed] = /export interface Events \{([^]*?)\n\}/.exec(readFileSync('www/engine/types.d.ts', 'utf8'));
  const events = [...listed.matchAll(/^ {2}'?([a-z-]+)'?:/gm)].map(([, name]) => name);
  assert.ok(events.length > 10);
  for (const name of events) assert.match(documented, new RegExp(`^\\|[^|]*\`${name}\``, 'm'), name);
});

test('every code of an error is documented', () => {
  const [, table] = /### Errors\n([^]*?)\n###/.exec(documented);
  for (const code of CODES) assert.match(table, new RegExp(`^\\|[^|]*\`${code}\``, 'm'), code);
});
