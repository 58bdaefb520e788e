// The page's modules, joined into few files: each once, and found where it was.

import { expect, test } from '@playwright/test';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { WORKERS, joinModules } from '../../xtask/trunk/join.mjs';
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

const joined = () => [...readdirSync(join(site, 'joined')).map((name) => `joined/${name}`), ...WORKERS];

test('a page loads few files, which are there', () => {
  const all = ['showcase/first.js', 'showcase/figure.js', 'main.js'].flatMap(loads);
  expect(new Set(all).size).toBeLessThan(before.length / 3);
  for (const path of all) expect(existsSync(join(site, path)), path).toBe(true);
});

test('a worker is one file, or two with what it shares with a part that comes later, where it stood', () => {
  for (const worker of WORKERS) {
    const [itself, ...others] = modulesOf(site, worker);
    expect(itself).toBe(worker);
    expect(others.length, worker).toBeLessThan(2);
    for (const path of others) expect(existsSync(join(site, path)), path).toBe(true);
  }
  // Without those that help it trains alone, so they are no part of it; what both know is known once.
  const parts = [...modulesOf(site, 'engine/worker/worker.js'), 'engine/worker/crew.js'];
  const holding = (words) => parts.filter((path) => read(path).includes(words));
  expect(holding('class Crew ').concat(holding('Crew = class'))).toEqual(['engine/worker/crew.js']);
  expect(holding('restModule = ')).toHaveLength(1);
});

test('every thread that the page starts is known to what joins', () => {
  const started = readdirSync('www', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js') && !path.startsWith('vendor/')).flatMap((path) => {
    const addresses = [...readFileSync(join('www', path), 'utf8').matchAll(/(?:new URL\(|\bscript(?:: | = ))'(\.[^']+\.js)'/g)].map(([, address]) => address);
    // Scripts of engines are beside engine/host.js.
    return addresses.flatMap((address) => [posix.join(posix.dirname(path), address), posix.join('engine', address)]).filter((file) => existsSync(join('www', file)));
  });
  expect([...new Set(started)].sort()).toEqual([...WORKERS].sort());
});

test('what other pages ask for has nothing of the page in it', () => {
  const holding = (path) => loads(path).filter((file) => read(file).includes('function createPage('));
  expect(holding('main.js')).toHaveLength(1);
  for (const path of ['benchmark/main.js', 'words/zh.js', 'playground.js']) expect([path, holding(path)]).toEqual([path, []]);
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
      const at = posix.join(posix.dirname(path), posix.dirname(base), inner);
      if (/\.js$/.test(at) && !at.startsWith('playground_')) expect(existsSync(join(site, at)), `${path}: ${at}`).toBe(true);
      found += 1;
    }
    for (const [, to] of read(path).matchAll(/import\(new URL\("([^"]+\.js)", import\.meta\.url\)\.href\)/g)) {
      expect(existsSync(join(site, posix.dirname(path), to)), `${path}: ${to}`).toBe(true);
      found += 1;
    }
  }
  expect(found).toBeGreaterThan(5);
});
