// Where a model trains while something is measured: the page that people open, and a blank one.
import { devices } from '@playwright/test';
import { open } from './browser.mjs';

/** After so long without a step it is given up. A limit for the whole says nothing: on a busy machine everything takes long. */
const STALL_MS = 60_000;
const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = devices['Pixel 7'];

const PLACES = {
  /** The same model with the same settings, and no page around it. */
  blank: {
    path: () => '/blank.html',
    async begin(page, model) {
      await page.evaluate(async (model) => {
        const { createPlayground } = await import('/playground.js');
        window.playground = await createPlayground();
        await window.playground.load(model);
        window.playground.train(1e6).catch((error) => { window.ended = error.message; });
      }, model);
    },
  },
  /** What a visitor opens: the Train room from its top, everything drawn. */
  page: opened('&run=1'),
  /** The same before anybody presses Train. */
  visit: opened(''),
};

/** The page, told so in its address. @param {string} more */
function opened(more) {
  return {
    path: (model, hash) => `/index.html#preset=${model}${more}${hash}`,
    async begin(page) {
      await page.waitForFunction(() => window.playground?.model, null, { polling: 100, timeout: STALL_MS });
    },
  };
}

/**
 * Trains a model in a browser of its own, until `work` is done with it.
 * @template T
 * @param {object} options
 * @param {string} options.address of the benchmark's pages
 * @param {string} options.model
 * @param {string} options.place of PLACES
 * @param {string} [options.hash] what the page's address says beside the model
 * @param {import('@playwright/test').BrowserContextOptions} [options.device] whose screen it is
 * @param {(page: import('@playwright/test').Page) => Promise<void>} [options.prepare] before the page is opened
 * @param {(page: import('@playwright/test').Page, browser: import('@playwright/test').Browser) => Promise<T>} work
 */
export async function whileTraining({ address, model, place, hash = '', device = DESKTOP, prepare }, work) {
  const { path, begin } = PLACES[place];
  const { browser, end } = await open([]);
  try {
    const page = await (await browser.newContext(device)).newPage();
    page.setDefaultTimeout(0);
    await prepare?.(page);
    await page.goto(`${address}${path(model, hash)}`, { waitUntil: 'commit' });
    await begin(page, model);
    return await work(page, browser);
  } finally {
    await end();
  }
}

/** Waits for a step of the training. @param {import('@playwright/test').Page} page @param {number} step */
export async function reach(page, step) {
  await page.waitForFunction(([step, patience]) => {
    if (window.ended) throw new Error(`Training ended: ${window.ended}`);
    const now = window.playground?.step ?? -1;
    if (window.moved?.step !== now) window.moved = { step: now, at: performance.now() };
    if (now < step && performance.now() - window.moved.at > patience) throw new Error(`No step after step ${now} within ${patience / 1000} s.`);
    return now >= step;
  }, [step, STALL_MS], { polling: 50, timeout: 0 });
}

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
