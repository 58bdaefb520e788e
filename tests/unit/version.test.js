// A built site in the folder of its version: nothing points from one version into another.

import { expect, test } from '@playwright/test';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { modulesOf } from '../../xtask/trunk/modules.mjs';
import { versioned } from '../../xtask/version.mjs';

const made = [];
test.afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

/** A site as it is built, without the engine and with a word for the digits. @param {Record<string, string>} [changes] by path */
function site(changes = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  made.push(folder);
  cpSync('www', folder, { recursive: true });
  cpSync('index.html', join(folder, 'index.html'));
  const files = { 'data/mnist.json': '{}', 'pretrained/vae.safetensors': '', 'playground_cpu.js': '', 'playground_cpu_bg.wasm': '', ...changes };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

test('what people link to stays, all else moves, and every address leads somewhere', () => {
  const folder = site();
  const version = versioned(folder);
  expect(version).toMatch(/^v\/[0-9a-f]{12}$/);
  expect(readdirSync(folder).sort()).toEqual(['benchmark', 'data', 'embed', 'index.html', 'playground.js', 'v']);
  for (const page of ['index.html', 'benchmark/index.html', 'embed/example.html']) {
    const html = readFileSync(join(folder, page), 'utf8').replace(/<link data-trunk[^>]*>/g, '');
    const addresses = [...html.matchAll(/\b(?:href|src)="([^"#:]+?)(?:#[^"]*)?"/g)].map(([, to]) => posix.join(posix.dirname(page), to));
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) expect(existsSync(join(folder, address)), `${page}: ${address}`).toBe(true);
    const scripts = addresses.filter((address) => address.endsWith('.js'));
    for (const module of scripts.flatMap((script) => modulesOf(folder, script))) expect(module.startsWith(`${version}/`) && existsSync(join(folder, module)), module).toBe(true);
  }
  expect(modulesOf(folder, 'playground.js')).toContain(`${version}/engine/playground.js`);
  // From where it is, the engine's thread finds the digits.
  const path = 'engine/worker/worker.js';
  const [, data] = /new URL\('([^']+data\/)'/.exec(readFileSync(join(folder, version, path), 'utf8'));
  expect(existsSync(join(folder, version, dirname(path), data, 'mnist.json'))).toBe(true);
});

test('the same site has the same folder, and a site that differs in one module another', () => {
  const [first, again, other] = [versioned(site()), versioned(site()), versioned(site({ 'run/tempo.js': 'export const TEMPOS = {};' }))];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
