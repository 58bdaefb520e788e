// One page for many tests, for those whose subject is not the document: it is loaded once, which costs seconds, and every test's run
// comes by the address, as a visitor's would. After each test the page goes back to what it was when it was new. That is looked at: where
// a visitor would see anything left of the test, the next one gets a new page, so that no test depends on the one before it.

import { expect } from '@playwright/test';
import { PORT } from './browser.js';

/** The run between two tests, as cheap as one can be. Nobody asks for it, so every address leads to a new run from here. */
const REST = '#preset=vae&seed=0&device=cpu&latent_dim=1&hidden_dim=1&batch_size=1';
const VIEWPORT = { width: 1280, height: 800 };

/** What differs without a test: the moving figure, the last words said aloud, and whatever tells the speed of this machine. */
const PASSING = '#showcase, #announcer, .stats, #device, #model-facts';
/** How long what is drawn late may take to be as before. */
const SETTLED_MS = 20_000;

export class SharedPage {
  /** @param {import('@playwright/test').Browser} browser @param {number} [settledMs] */
  constructor(browser, settledMs = SETTLED_MS) {
    this.browser = browser;
    this.settledMs = settledMs;
    /** @type {import('@playwright/test').Page|null} */
    this.page = null;
    this.resting = false;
    /** How the page looked when it was new. */
    this.fresh = '';
  }

  /** The page, at rest. */
  async get() {
    this.page ??= await this.#load();
    return this.page;
  }

  async close() {
    const { page } = this;
    this.page = null;
    await page?.context().close();
  }

  async #load() {
    const context = await this.browser.newContext({ baseURL: `http://127.0.0.1:${PORT}/`, viewport: VIEWPORT });
    const page = await context.newPage();
    await page.goto(REST);
    await page.evaluate(async () => {
      // What was fetched is looked up later, and rooms fetch much.
      performance.setResourceTimingBufferSize(10_000);
      const playground = await window.playgroundReady;
      /** What tests listen to, to be ended with them. */
      window.listening = [];
      window.playground = new Proxy(playground, {
        get(target, name) {
          if (name !== 'on') return Reflect.get(target, name);
          return (...args) => {
            const off = target.on(...args);
            window.listening.push(off);
            return off;
          };
        },
      });
    });
    // On the machines that test, its motion takes time from training; and what comes late shall not be taken for something that a test
    // has left.
    await page.getByRole('button', { name: 'Stop the moving digit' }).click();
    await expect.poll(() => page.evaluate(() => performance.getEntriesByName('showcase-drawn').length)).toBe(1);
    this.page = page;
    this.resting = true;
    await tidied(page);
    await expect(page.locator('#data-status')).toHaveText('60,000 digits to learn from');
    this.fresh = await settled(page);
    return page;
  }

  /** Leads to a new run. @param {string} hash one whose settings go together: otherwise the run at rest would stay */
  async lead(hash) {
    if (!this.resting) await loaded(this.page, REST);
    this.resting = false;
    await loaded(this.page, hash);
    // Of other tests.
    await this.page.evaluate(clearPastRuns);
  }

  /**
   * A test has ended.
   * @param {boolean} passed
   * @returns {Promise<string>} what was left of it; empty where nothing was
   */
  async putBack(passed) {
    const left = passed ? await this.#restored().catch((error) => String(error)) : 'The test failed.';
    if (left) await this.close();
    return left;
  }

  async #restored() {
    const { page } = this;
    if (!await page.evaluate(() => Boolean(window.listening))) return 'Another document.';
    await page.unrouteAll();
    await page.setViewportSize(VIEWPORT);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: null, forcedColors: null });
    await page.evaluate(() => { for (const off of window.listening.splice(0)) off(); });
    if (!await page.evaluate((hash) => location.hash === hash, REST)) await loaded(page, REST);
    this.resting = true;
    await tidied(page);
    await page.mouse.move(0, 0);
    const until = Date.now() + this.settledMs;
    const left = async () => {
      const [seen, wanted, there] = [difference(this.fresh, await look(page)), 1 + await page.evaluate(trainedNetworks), engines(page)];
      return seen || (there === wanted ? '' : `${there} engines instead of ${wanted}`);
    };
    let last = await left();
    while (last && Date.now() < until) last = await left();
    return last;
  }
}

/** @param {import('@playwright/test').Page} page @param {string} hash of another run than the present one */
const loaded = (page, hash) => page.evaluate((wanted) => new Promise((resolve) => {
  const off = window.playground.on('loaded', () => { off(); resolve(); });
  location.hash = wanted;
}), hash);

/** Threads that help an engine to train come when they are worth it, and stay. @param {import('@playwright/test').Page} page */
const engines = (page) => page.workers().filter((worker) => worker.url().endsWith('/worker.js')).length;

/** Puts back by the page's own ways what no address does. @param {import('@playwright/test').Page} page */
async function tidied(page) {
  await page.evaluate(clearPastRuns);
  await page.evaluate(async () => {
    const { setLanguage } = await import(new URL('words/i18n.js', document.baseURI));
    await setLanguage('en');
    localStorage.clear();
    sessionStorage.clear();
    for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
    for (const details of document.querySelectorAll('details[open]')) details.open = false;
    for (const close of document.querySelectorAll('.notice .close, #steps:not([hidden]) #steps-close, #layers-toggle[aria-expanded="true"]')) close.click();
    if (!document.getElementById('keys-on').checked) document.getElementById('keys-on').click();
    for (const list of document.querySelectorAll('#tempo, #bound-metric, #game-metric')) {
      list.selectedIndex = 0;
      list.dispatchEvent(new Event('change', { bubbles: true }));
    }
    document.getElementById('pad-digit').click();
    // From there Tab goes through the page as from its beginning.
    document.querySelector('.skip').focus();
    document.activeElement.blur();
    scrollTo(0, 0);
  });
}

/** How many there are, each with an engine that is kept for all who show it. */
function trainedNetworks() {
  return new Set(performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/pretrained/'))).size;
}

function clearPastRuns() {
  document.querySelector('#past-runs:not([hidden]) button')?.click();
}

/** What a visitor can see or hear of the page, a line an element. @param {import('@playwright/test').Page} page */
const look = (page) => page.evaluate((passing) => [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() && !element.closest(passing)).map((element) => {
  const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join(' ');
  const attributes = [...element.attributes].filter(({ name }) => /^(aria-|id$|disabled|title|width|height|tabindex|contenteditable|data-(away|drop))/.test(name)).map(({ name, value }) => `${name}=${value}`).sort();
  return [element.localName, ...attributes, element.type === 'radio' || element.type === 'file' ? '' : element.value ?? '', element.checked ?? '', text].join(' ');
}).join('\n'), PASSING);

/** The same once it does not change any more. @param {import('@playwright/test').Page} page */
async function settled(page) {
  let [before, since] = ['', Date.now()];
  while (Date.now() - since < 500) {
    const now = await look(page);
    if (now !== before) [before, since] = [now, Date.now()];
  }
  return before;
}

/** The first line that differs; empty where none does. @param {string} before @param {string} now */
function difference(before, now) {
  if (before === now) return '';
  const [were, are] = [before.split('\n'), now.split('\n')];
  const at = were.findIndex((line, index) => line !== are[index]);
  return at < 0 ? `after everything: ${are[were.length]}` : `“${are[at]}” instead of “${were[at]}”`;
}
