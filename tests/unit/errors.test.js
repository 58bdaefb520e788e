// The codes of errors: one list of the engine's, one of the page's, and words for each.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { ERROR_CODES } from '../../www/engine/schema.js';
import { CODES, CRASHES, PAGE_CODES, SUPERSEDED } from '../../www/engine/errors.js';
import en from '../../www/words/en.js';
import zh from '../../www/words/zh.js';
import { SILENT, explain } from '../../www/words/explain.js';

const scripts = readdirSync('www', { recursive: true }).map(String)
  .filter((name) => name.endsWith('.js') && !/^(vendor|languages)[/\\]/.test(name)).map((name) => [name, readFileSync(join('www', name), 'utf8')]);

test('every code that a script throws is in one of the lists, and every one of the page’s is thrown', () => {
  assert.equal(new Set(CODES).size, CODES.length);
  const thrown = new Set();
  for (const [name, text] of scripts) {
    for (const [, called, plain] of text.matchAll(/\bfailure\('([a-z-]+)'|\bcode: '([a-z-]+)', message\b/g)) {
      const code = called ?? plain;
      assert.ok(CODES.includes(code), `${name}: ${code}`);
      thrown.add(code);
    }
  }
  for (const code of PAGE_CODES) assert.ok(thrown.has(code), code);
  for (const code of [...CRASHES, ...SUPERSEDED, ...SILENT]) assert.ok(CODES.includes(code), code);
});

test('every code is silent or has words in both languages', () => {
  const can = { retryData() {}, lowerRate() {}, startAgain() {}, useCpu() {} };
  for (const code of CODES) {
    const notice = explain({ code, message: 'It broke.' }, can, { final: true });
    if (SILENT.includes(code)) {
      assert.equal(notice, null, code);
      continue;
    }
    assert.ok(`troubles.${code}` in en && `troubles.${code}` in zh, code);
    assert.ok(notice.text.includes('It broke.'), code);
  }
  assert.equal(explain({ code: 'something-new', message: 'It broke.' }, can).text, 'It broke.');
});

test('the documentation lists every code that a caller can meet', () => {
  const documented = readFileSync('docs/embedding.md', 'utf8');
  // A thread that is lost is made good without a word; the others belong to the page alone.
  const inside = ['replica-lost', 'unsupported', 'no-data', 'weights-failed'];
  for (const code of [...ERROR_CODES, ...PAGE_CODES]) if (!inside.includes(code)) assert.ok(documented.includes(`\`${code}\``), code);
});
