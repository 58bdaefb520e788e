// What keeps the engine from starting although everything arrives is said for what it is, and a part that does not arrive costs that part.

import { PAUSED, expect, test } from './fixtures.js';

/** Whatever the browser itself says of it on the console. */
const REFUSED = [/CORS policy/, /Failed to load resource/, /Content Security Policy/i, /Permissions policy|allow-same-origin|sandbox/i, /net::ERR_FAILED/, /Failed to construct 'Worker'/, /Unsafe attempt/];

test.describe('a sandboxed frame without allow-same-origin', () => {
  test.use({ expectedErrors: [REFUSED, { scope: 'test' }] });

  /** The page in such a frame, from a server that lets other sites load its modules or does not. */
  const framed = async (page, baseURL, open) => {
    if (open) await page.route('**/*', async (route) => {
      const response = await route.fetch().catch(() => null);
      if (!response) return route.abort();
      return route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
    });
    await page.route('**/lesson.html', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><iframe sandbox="allow-scripts" src="./${PAUSED}" width="1000" height="700"></iframe>` }));
    await page.goto(`${baseURL}lesson.html`);
    return page.frameLocator('iframe');
  };

  test('whose modules may not be loaded says so', async ({ page, baseURL }) => {
    const frame = await framed(page, baseURL, false);
    await expect(frame.locator('#unsupported')).toContainText('allow-same-origin');
    await expect(frame.locator('#status')).toHaveText('Stopped.');
  });

  test('whose modules may be loaded says so too: it has no thread', async ({ page, baseURL }) => {
    const frame = await framed(page, baseURL, true);
    await expect(frame.locator('#unsupported:not([hidden]), [data-notice="blocked"]').first()).toContainText('allow-same-origin');
    await expect(frame.locator('#status')).toContainText('Stopped');
  });
});

test.describe('a policy', () => {
  test.use({ expectedErrors: [REFUSED, { scope: 'test' }] });

  for (const [what, from, to, says] of [
    ['without WebAssembly', " 'wasm-unsafe-eval'", '', 'wasm-unsafe-eval'],
    ['without threads', "worker-src 'self'", "worker-src 'none'", 'worker-src must allow'],
  ]) {
    test(`${what} is named`, async ({ page, shown }) => {
      await page.route((url) => url.pathname === '/', async (route) => {
        const response = await route.fetch();
        const html = await response.text();
        expect(html).toContain(from);
        return route.fulfill({ response, body: html.replace(from, to) });
      });
      await page.goto(PAUSED);
      await expect(shown.notice('blocked')).toContainText(says);
      await expect(shown.notice('blocked')).not.toContainText('connection');
      await expect(shown.status).toContainText('Stopped');
      expect(await page.evaluate(() => window.playgroundReady.catch((error) => error.code))).toBe('blocked');
      await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeDisabled();
    });
  }
});

test('a page opened as a file says how to open it', async ({ browser }) => {
  const page = await browser.newPage();
  await page.goto(new URL('../../dist/index.html', import.meta.url).href);
  await expect(page.locator('#unsupported')).toContainText('opened as a file');
  await page.close();
});

test.describe('a part that does not arrive', () => {
  test.use({ expectedErrors: [REFUSED, { scope: 'test' }] });

  test('of the threads that help: one trains', async ({ page, open }) => {
    await page.route('**/worker/crew.js', (route) => route.abort());
    await open();
    const { workers, step } = await page.evaluate(async () => ({ workers: window.playground.device.workers, step: (await window.playground.train(20)).step }));
    expect([workers, step]).toEqual([1, 20]);
  });

  test('of the figure at the top: the rest trains, and it says so', async ({ page, open, shown }) => {
    await page.route('**/joined/showcase-figure.js', (route) => route.abort());
    await open(`${PAUSED}&steps=3&run=1`);
    await expect(shown.status).toContainText('Paused at step 3');
    await expect(page.locator('#showcase-caption')).toContainText('could not be loaded');
    await expect(page.locator('#unsupported')).toBeHidden();
  });

  test('of the chart: the rest trains', async ({ page, open, shown }) => {
    await page.route('**/vendor/uplot.js', (route) => route.abort());
    await open(`${PAUSED}&steps=3&run=1`);
    await expect(shown.status).toContainText('Paused at step 3');
    await expect(page.locator('#chart')).toContainText('could not be loaded');
    await expect(page.locator('#loss-train')).not.toHaveText('–');
  });
});
