// What every test of the page has: a page that must not report errors, and short ways to look at it.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect as plain, test as base } from '@playwright/test';
import { SharedPage } from './shared-page.js';

/** Milliseconds between two looks of a poll. Playwright's own come to a whole second, which hundreds of polls wait for nothing. */
const intervals = [100, 200, 300];
/** @type {typeof plain} */
export const expect = new Proxy(plain, {
  get: (target, name) => (name === 'poll' ? (look, options) => target.poll(look, { intervals, ...options }) : Reflect.get(target, name)),
});

/** The page's modules, as tests/e2e/server.js serves them. */
const JOINED = join(process.env.PLAYGROUND_DIST ?? 'dist', 'joined');

/** Loaded and paused, on the CPU: what most tests start from. */
export const PAUSED = '#preset=vae&seed=0&device=cpu';
/** The same with a GAN so narrow that a step takes milliseconds. */
export const SMALL_GAN = '#preset=gan&seed=0&device=cpu&width=0.1&batch_size=32';

/** Uses a page that may report no errors but those that a test provokes. */
async function watched(page, expectedErrors, use) {
  const errors = [];
  const said = (message) => { if (['error', 'warning'].includes(message.type())) errors.push(message.text()); };
  const thrown = (error) => errors.push(String(error));
  page.on('console', said);
  page.on('pageerror', thrown);
  await use();
  page.off('console', said);
  page.off('pageerror', thrown);
  expect(errors.filter((error) => !expectedErrors.some((pattern) => pattern.test(error)))).toEqual([]);
}

/** A test with a page of its own. */
export const test = base.extend({
  /** Errors that a test provokes on purpose, as patterns; every other one fails it. */
  expectedErrors: [async ({}, use) => { await use([]); }, { scope: 'test' }],

  page: ({ page, expectedErrors }, use) => watched(page, expectedErrors, () => use(page)),

  /** The playground's page, opened by its hash and waited for. */
  open: async ({ page }, use) => {
    await use(async (hash = PAUSED) => {
      await page.goto(hash);
      await page.evaluate(async () => { await window.playgroundReady; });
    });
  },

  /** Goes to a room as a visitor does, and waits until its cards are there. */
  go: async ({ page }, use) => {
    await use(async (room) => {
      await page.locator(`#rooms [data-room="${room}"]`).click();
      await expect(page.locator(`#room-${room}`)).toBeVisible();
      await expect(page.locator(`#room-${room}[aria-busy]`)).toHaveCount(0);
    });
  },

  /** What the page shows. */
  shown: async ({ page }, use) => {
    const text = (id) => page.locator(`#${id}`).textContent();
    await use({
      text,
      step: async () => Number((await text('stat-step')).replaceAll(',', '')),
      status: page.locator('#status'),
      notice: (key) => page.locator(`[data-notice="${key}"]`),
      /** The pixels of a canvas, to compare. */
      pixels: (id) => pixelsOf(page.locator(`#${id}`)),
      /** The same as a text, which is quickly told from another. */
      picture: (id) => pictureOf(page.locator(`#${id}`)),
    });
  },
});

/**
 * A test on the page that it shares with others: whatever is about models, cards and rooms. What is about the document is no such test:
 * loading and reloading, storage, init scripts, routes, contexts (languages of the browser, touch), engines that come no more, addresses
 * that are refused. `open` leads to a new run. Of `test.use`, `viewport` and `colorScheme` count.
 */
export const shared = test.extend({
  sharedPage: [async ({ browser }, use) => {
    const one = new SharedPage(browser);
    await use(one);
    await one.close();
  }, { scope: 'worker' }],

  page: async ({ sharedPage, expectedErrors, viewport, colorScheme }, use, info) => {
    const page = await sharedPage.get();
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await watched(page, expectedErrors, async () => {
      await use(page);
      const left = await sharedPage.putBack(info.status === info.expectedStatus);
      if (left) info.annotations.push({ type: 'left on the page', description: left });
    });
  },

  context: ({ page }, use) => use(page.context()),

  open: ({ sharedPage, page }, use) => use((hash = PAUSED) => sharedPage.lead(hash)),
});

/** Reads a canvas, in the page. */
const bytesOf = async (/** @type {HTMLCanvasElement} */ element, /** @type {boolean} */ short) => {
  // What has just been changed is drawn in the next frame, and what such a drawing changes in turn in the one after it.
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
  // A copy is read: reading the canvas itself again and again makes the browser warn the page.
  const copy = new OffscreenCanvas(element.width, element.height).getContext('2d');
  copy.drawImage(element, 0, 0);
  const { data } = copy.getImageData(0, 0, element.width, element.height);
  return new Uint8Array(short ? await crypto.subtle.digest('SHA-256', data) : data.buffer).toBase64();
};

/**
 * The pixels of a canvas, to compare: red, green, blue and alpha of each.
 * @param {import('@playwright/test').Locator} canvas
 * @returns {Promise<Uint8Array>} as text on the way, because a list of a million numbers takes seconds
 */
export async function pixelsOf(canvas) {
  return Uint8Array.from(Buffer.from(await canvas.evaluate(bytesOf, false), 'base64'));
}

/** What a canvas shows, as a short text that is another for another picture. @param {import('@playwright/test').Locator} canvas */
export const pictureOf = (canvas) => canvas.evaluate(bytesOf, true);

/**
 * Waits until the page asks the engine nothing any more and has drawn what was answered. One call is answered after the other, so
 * whatever was asked before a call of this function's is answered before it, and what is drawn late is drawn on the next beat. Not for a run
 * that plays, nor for scenes and measurements, which are answered in parts: cards say themselves when these end.
 * @param {import('@playwright/test').Page} page
 */
export const atRest = (page) => page.evaluate(async () => {
  const pg = window.playground;
  const { BEAT_MS } = await import(new URL('run/beat.js', document.baseURI));
  let others = 0;
  const off = pg.on('call', ({ action }) => { if (action !== 'describe') others += 1; });
  do {
    others = 0;
    await pg.describe('vae');
    await new Promise((resolve) => { setTimeout(resolve, BEAT_MS + 50); });
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
    await pg.describe('vae');
  } while (others > 0);
  off();
});

/** Another size of the window, and what follows it by script: that is done before the next frame. @param {import('@playwright/test').Page} page @param {{width: number, height: number}} size */
export async function resize(page, size) {
  await page.setViewportSize(size);
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
}

/**
 * axe, for the page or the parts of it that are named. It names the elements that break a rule and no others, which would take longer
 * than to look at them, and works in the page itself: what is tested here has no frame of another site.
 * @param {import('@playwright/test').Page} page
 */
export const axe = (page) => new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();

/** What breaks a rule, a line each, with its elements. @param {AxeBuilder} look */
export async function violations(look) {
  const found = await look.analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/**
 * What axe finds in light and in dark colours. Between the two nothing changes but colours, so that the second look is at those alone.
 * @param {import('@playwright/test').Page} page
 * @param {string} [part] a selector; without it the whole page
 */
export async function axeFinds(page, part = 'html') {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const look = axe(page).include(part);
    const results = await (colorScheme === 'light' ? look : look.withTags('cat.color')).analyze();
    expect(results.passes.map(({ id }) => id)).toContain('color-contrast');
    found.push(...results.violations.map(({ id, nodes }) => `${colorScheme}, ${id}: ${nodes.map((node) => node.html).join(' ')}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

/** Runs of a tenth of a second's training are kept already, in every tab of this context: three seconds say no more (tests/unit/resume.test.js has those). */
export async function keepSoon(page) {
  const holding = (file) => readFileSync(join(JOINED, file), 'utf8').includes('WORTH_MS = 3e3;');
  const files = readdirSync(JOINED).filter(holding);
  expect(files).toHaveLength(1);
  await page.context().route(`**/joined/${files[0]}`, async (route) => {
    const response = await route.fetch();
    return route.fulfill({ response, body: (await response.text()).replace('WORTH_MS = 3e3;', 'WORTH_MS = 100;') });
  });
}

/** The visitor chooses a language. */
export const chinese = (page) => page.getByRole('button', { name: '简体中文' }).click();
export const english = (page) => page.getByRole('button', { name: 'English' }).click();

/** The mean difference of two pictures, 0..255. */
export function difference(a, b) {
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]), 0) / a.length;
}

/**
 * Records what an element says from now on: a look now and then misses what lasts for less than the time between two looks.
 * @returns {Promise<() => Promise<string[]>>} reads all texts so far, in order
 */
export async function recorded(page, selector) {
  const texts = await page.locator(selector).evaluateHandle((element) => {
    const list = [];
    new MutationObserver(() => list.push(element.textContent)).observe(element, { characterData: true, childList: true, subtree: true });
    return list;
  });
  return () => texts.jsonValue();
}

/**
 * Records images that are on the page without words for a screen reader, however briefly: axe sees only those of its moment.
 * To be called before the page opens. @returns {() => Promise<string[]>} reads their HTML
 */
export async function unnamedImages(page) {
  await page.addInitScript(() => {
    window.unnamedImages = new Set();
    new MutationObserver(() => {
      for (const image of document.querySelectorAll('[role=img]:not([aria-label]):not([aria-labelledby]):not([aria-hidden=true] *)')) window.unnamedImages.add(image.outerHTML.slice(0, 200));
    }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['role'] });
  });
  return () => page.evaluate(() => [...window.unnamedImages]);
}

/** What stands out of the page to the right, as the beginning of its HTML; what scrolls by itself may (gallery, stages of a step, a table). */
export const outside = (page, elements, width) => page.evaluate(([selector, limit]) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, .gallery, .stages, .yardstick-scroll') && element.getBoundingClientRect().right > limit + 0.5)
  .map((element) => element.outerHTML.slice(0, 80)), [elements, width]);
