// The page's modules, joined into few files: each once, and found where it was.

import { expect, test } from '@playwright/test';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { joinModules } from '../../xtask/trunk/join.mjs';
import { modulesOf } from '../../xtask/trunk/modules.mjs';

const site = mkdtempSync(join(tmpdir(), 'joined-'));
const read = (path) => readFileSync(join(site, path), 'utf8');
/** @type {(path: string) => string[]} */
let loads;
/** What main.js imported before. */
let before = [];

test.beforeAll(async () => {
  cpSync('www', site, { recursive: true });
  before = modulesOf(site, 'main.js');
  loads = await joinModules(site);
});
test.afterAll(() => rmSync(site, { recursive: true }));

const joined = () => readdirSync(join(site, 'joined')).map((name) => `joined/${name}`);

test('a page loads few files, which are there', () => {
  const all = ['showcase/first.js', 'showcase/figure.js', 'main.js'].flatMap(loads);
  expect(new Set(all).size).toBeLessThan(before.length / 3);
  for (const path of all) expect(existsSync(join(site, path)), path).toBe(true);
  // What a worker imports stays as it was.
  expect(loads('engine/worker/worker.js')).toEqual([]);
  expect(read('engine/worker/worker.js')).toBe(readFileSync('www/engine/worker/worker.js', 'utf8'));
});

test('each module is in one file alone, so that all see the same state', () => {
  for (const once of ['function createLossChart(', 'function onBeat(', 'async function setLanguage(', 'Supervisor = class', 'Player = class']) {
    const holding = joined().filter((path) => read(path).includes(once));
    expect([once, holding.length]).toEqual([once, 1]);
  }
});

test('what is asked for by its address hands on what it exported', () => {
  for (const path of ['playground.js', 'words/i18n.js', 'words/zh.js', 'rooms/data/room.js', 'rooms/learn/figures/critic.js']) {
    const names = (text) => [...text.matchAll(/^export (?:async )?(?:function|const|class|let) (\w+)/gm)].map(([, name]) => name);
    const original = readFileSync(join('www', path), 'utf8');
    const wanted = [...names(original), ...(/^export default/m.test(original) ? ['default'] : [])];
    for (const name of wanted) expect(read(path), path).toMatch(new RegExp(`[{ ]${name}[, ]`));
    const [, target] = /from '(\.[^']+)'/.exec(read(path));
    expect(existsSync(join(site, posix.dirname(path), target)), path).toBe(true);
  }
});

test('addresses in what is joined lead to what was beside the module', () => {
  let found = 0;
  for (const path of joined()) {
    for (const [, inner, base] of read(path).matchAll(/new URL\("?([^",`]+)"?, new URL\("([^"]+)", import\.meta\.url\)\.href\)/g)) {
      const at = posix.join('joined', posix.dirname(base), inner);
      if (/\.js$/.test(at) && !at.startsWith('playground_')) expect(existsSync(join(site, at)), `${path}: ${at}`).toBe(true);
      found += 1;
    }
    for (const [, to] of read(path).matchAll(/import\(new URL\("([^"]+\.js)", import\.meta\.url\)\.href\)/g)) {
      expect(existsSync(join(site, 'joined', to)), `${path}: ${to}`).toBe(true);
      found += 1;
    }
  }
  expect(found).toBeGreaterThan(5);
});
