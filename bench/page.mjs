// How much a visitor downloads, and how the page itself starts: each visit in a fresh browser, with an empty cache.
// node bench/page.mjs [--peers] [--rounds N] [--quick]   prints one JSON object; progress goes to stderr.
import { parseArgs } from 'node:util';
import { adapterOf, open, within } from './browser.mjs';
import { bundles } from './bundles.mjs';
import { memoryOf, processesOf } from './processes.mjs';
import { serve } from './server.mjs';

const flag = { type: 'boolean', default: false };
const { values } = parseArgs({ options: { peers: flag, quick: flag, rounds: { type: 'string', default: '5' } } });
/** How far a visitor lets it train before the memory is looked at for the last time. */
const STEPS = 100;
const LIMIT_MS = 120_000;
const say = (line) => process.stderr.write(`… ${line}\n`);

const site = await serve();
const { flags } = await adapterOf(site.address);
const visits = [];
const emptyPageBytes = await inBrowser(async (browser, page) => {
  await page.goto(`${site.address}/blank.html`);
  return mostMemory(browser);
});
for (let round = 1; round <= Number(values.rounds); round++) {
  say(`page: visit ${round} of ${values.rounds}`);
  visits.push(await inBrowser(visit));
}
say('page: yardsticks');
const measured = await inBrowser(yardsticks);
say('page: explorer');
const explorerMs = await inBrowser(explorer);
site.close();
say('sizes');
console.log(JSON.stringify({ bundles: await bundles(values), emptyPageBytes, visits, measured, explorerMs }));

async function inBrowser(work) {
  const { browser, end } = await open(flags);
  try {
    return await within(LIMIT_MS, work(browser, await browser.newPage()));
  } finally {
    await end();
  }
}

/** A first visit, which begins to learn by itself. All times are since the navigation began. */
async function visit(browser, page) {
  await page.addInitScript(() => {
    window.longest = 0;
    new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration); })
      .observe({ type: 'longtask', buffered: true });
  });
  await page.goto(`${site.address}/index.html`, { waitUntil: 'commit' });
  const firstPictureMs = await mark(page, 'showcase-drawn');
  const firstStepMs = await mark(page, 'first-step');
  await page.waitForFunction((steps) => window.playground?.step >= steps, STEPS, { polling: 200, timeout: LIMIT_MS });
  const { device, longestTaskMs } = await page.evaluate(() => ({ device: window.playground.device.kind, longestTaskMs: window.longest }));
  return { firstPictureMs, firstStepMs, longestTaskMs, memoryBytes: await mostMemory(browser), device };
}

/** How long it takes to measure 2,000 samples on the CPU: digits, the same again, and noise, which a model draws that has learnt nothing. */
async function yardsticks(browser, page) {
  await page.goto(`${site.address}/blank.html`);
  return page.evaluate(async () => {
    const { createPlayground } = await import('/playground.js');
    const pg = await createPlayground({ device: 'cpu' });
    const timed = async () => {
      const started = performance.now();
      await pg.measure({ count: 2000, seed: 1 });
      return performance.now() - started;
    };
    await pg.load('vae');
    await pg.train(300);
    // All digits are there then.
    await pg.previewData({});
    const [firstMs, againMs] = [await timed(), await timed()];
    await pg.load('gan');
    const noiseMs = await timed();
    pg.close();
    return { firstMs, againMs, noiseMs };
  });
}

/** How long it takes until all 70,000 images are seen, from the press of the button, once they are there. */
async function explorer(browser, page) {
  await page.goto(`${site.address}/index.html#preset=vae&seed=0&device=cpu&room=data`);
  await page.waitForFunction(() => window.playground?.model && /60,000/.test(document.getElementById('data-status').textContent), null, { polling: 200, timeout: LIMIT_MS });
  // What fills the room asks the engine too.
  await page.waitForSelector('.data-stages li');
  return page.evaluate(async () => {
    const started = performance.now();
    document.querySelector('#explorer button[aria-controls]').click();
    const shown = () => document.querySelector('#explorer-opened:not([hidden]):not([aria-busy]) .explorer-stage:not([aria-busy="true"])');
    while (!shown()) await new Promise((resolve) => { requestAnimationFrame(resolve); });
    return performance.now() - started;
  });
}

/** The most that the page's process ever held. */
async function mostMemory(browser) {
  return memoryOf(await processesOf(browser))?.most ?? null;
}

async function mark(page, name) {
  const handle = await page.waitForFunction((name) => performance.getEntriesByName(name)[0]?.startTime, name, { polling: 50, timeout: LIMIT_MS });
  return handle.jsonValue();
}
