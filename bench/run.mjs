// Times the `vae` preset's training step in a real browser, ours and the peers' alternately: the machine's speed drifts.
// node bench/run.mjs [--peers] [--rounds N] [--batch N]   prints one JSON object; progress goes to stderr.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { serve } from './server.mjs';

const { values } = parseArgs({
  options: { peers: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' }, batch: { type: 'string', default: '128' } },
});
const [rounds, batch] = [Number(values.rounds), Number(values.batch)];
/** A round trains for about this long, so that a slow contestant does not hold up the others for minutes. */
const ROUND_MS = 2000;

const contestants = [
  { module: '/ours.js', device: 'cpu' },
  { module: '/ours.js', device: 'webgpu' },
];
if (values.peers) {
  for (const device of ['wasm', 'webgpu']) contestants.push({ module: '/peers/jaxjs.js', device });
  for (const device of ['wasm', 'webgl', 'webgpu', 'cpu']) contestants.push({ module: '/peers/tfjs.js', device });
}

const QUIET = [
  '--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic',
];
const WEBGPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];
const SOFTWARE = ['--use-webgpu-adapter=swiftshader', '--enable-unsafe-swiftshader'];

/** A browser with the machine's own GPU if it has one, else with a software adapter. */
async function launch(address) {
  for (const flags of [[], SOFTWARE]) {
    const browser = await chromium.launch({ executablePath: process.env.PLAYGROUND_CHROMIUM, args: [...QUIET, ...WEBGPU, ...flags] });
    const page = await browser.newPage();
    await page.goto(`${address}/blank.html`);
    const adapter = await page.evaluate(async () => {
      const info = (await navigator.gpu?.requestAdapter())?.info;
      return info && ([info.vendor, info.architecture, info.description].filter(Boolean).join(' ') || 'unnamed');
    });
    await page.close();
    if (adapter || flags === SOFTWARE) return { browser, adapter: adapter ?? null };
    await browser.close();
  }
}

/** Trains in the contestant's page and gives ms a step, by the page's own clock. */
const time = (page, steps) =>
  page.evaluate(async (steps) => {
    const start = performance.now();
    const loss = await window.contestant.train(steps);
    return { ms: (performance.now() - start) / steps, loss };
  }, steps);

async function prepare(browser, address, { module, device }) {
  const page = await browser.newPage();
  // The slowest first step we know, a software GPU's, compiles for a minute or two.
  page.setDefaultTimeout(300_000);
  await page.goto(`${address}/blank.html`);
  const label = await page.evaluate(
    async ([module, device, batch]) => {
      window.contestant = await (await import(module)).prepare(device, batch);
      return window.contestant.label;
    },
    [module, device, batch],
  );
  const first = (await time(page, 1)).ms;
  // The second step still warms up: pipelines, jits, memory.
  const warm = (await time(page, 2)).ms;
  const steps = Math.max(1, Math.min(100, Math.round(ROUND_MS / warm)));
  await time(page, steps);
  return { page, label, device, first, steps, times: [] };
}

const site = await serve();
const { browser, adapter } = await launch(site.address);
const ready = [];
const results = [];
for (const contestant of contestants) {
  const name = `${contestant.module.replace(/^.*\/|\.js$/g, '')} ${contestant.device}`;
  process.stderr.write(`… preparing ${name}\n`);
  try {
    ready.push(await prepare(browser, site.address, contestant));
  } catch (error) {
    const why = error.message.split('\n')[0];
    process.stderr.write(`  ${name} does not run here: ${why}\n`);
    results.push({ label: name, device: contestant.device, error: why });
  }
}
for (let round = 1; round <= rounds; round++) {
  process.stderr.write(`… round ${round} of ${rounds}\n`);
  for (const contestant of ready) {
    const { ms, loss } = await time(contestant.page, contestant.steps);
    contestant.times.push(ms);
    contestant.loss = loss;
  }
}
for (const { label, device, first, times, loss } of ready) {
  const sorted = times.toSorted((a, b) => a - b);
  results.push({ label, device, batch, firstStepMs: first, bestMs: sorted[0], medianMs: sorted[Math.floor(sorted.length / 2)], loss });
}
await browser.close();
site.close();
const machine = { cpu: os.cpus()[0]?.model ?? 'unknown', cores: os.cpus().length, adapter, browser: browser.version() };
console.log(JSON.stringify({ machine, batch, rounds, results }));
