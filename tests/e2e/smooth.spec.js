// Nothing stutters: the page's thread is always free for whoever touches it.

import { PAUSED, SMALL_GAN, expect, test } from './fixtures.js';

// Playwright's trace copies the whole page at every look, in tasks of the page's own thread that grow with it.
test.use({ trace: 'off' });

const CATEGORIES = ['toplevel', 'devtools.timeline', 'blink.user_timing'];
const MARK = 'the page has been used';

/**
 * Milliseconds of processor time of the longest tasks of the page's thread, before and after the mark. Not of the clock: training
 * has every processor, and a task that waits for one stutters no more than a slower machine would make it.
 */
function longest(trace) {
  const { traceEvents } = JSON.parse(trace);
  const mark = traceEvents.find(({ name }) => name === MARK);
  const tasks = traceEvents.filter(({ name, pid, tid, tdur }) => name.endsWith('RunTask') && pid === mark.pid && tid === mark.tid && tdur);
  const of = (list) => Math.max(0, ...list.map(({ tdur }) => tdur / 1000));
  return [of(tasks.filter(({ ts }) => ts < mark.ts)), of(tasks.filter(({ ts }) => ts >= mark.ts))];
}

for (const [model, hash] of [['an autoencoder', PAUSED], ['a GAN', SMALL_GAN]]) {
  test(`no task on the main thread is longer than 50 ms while ${model} trains and someone draws and scrubs`, async ({ browser, page, open, shown }) => {
    await open(hash);
    await page.evaluate(() => window.playground.evaluate());
    await browser.startTracing(page, { categories: CATEGORIES });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.locator('#pad').scrollIntoViewIfNeeded();
    await expect.poll(shown.step).toBeGreaterThan(50);
    const pad = await page.locator('#pad').boundingBox();
    await page.mouse.move(pad.x + 50, pad.y + 50);
    await page.mouse.down();
    for (let i = 0; i < 12; i++) await page.mouse.move(pad.x + 50 + 150 * (i % 2), pad.y + 50 + 15 * i, { steps: 10 });
    await page.mouse.up();
    await expect.poll(shown.step).toBeGreaterThan(150);
    // Back through the samples and forth again, a picture at each press.
    const timeline = page.locator('#timeline-range');
    await timeline.scrollIntoViewIfNeeded();
    await expect(timeline).toBeEnabled();
    const before = await timeline.getAttribute('aria-valuetext');
    await timeline.focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'End', 'ArrowLeft', 'Home']) await timeline.press(key);
    await expect(timeline).not.toHaveAttribute('aria-valuetext', before);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    // And a task that is too long, to see that it would be found.
    await page.evaluate((mark) => new Promise((resolve) => {
      performance.mark(mark);
      setTimeout(() => {
        for (const end = performance.now() + 300; performance.now() < end;);
        resolve();
      });
    }), MARK);
    const [used, idled] = longest(await browser.stopTracing());
    expect(idled).toBeGreaterThan(50);
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThan(50);
  });
}
