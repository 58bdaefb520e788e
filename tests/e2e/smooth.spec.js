// Nothing stutters: the page's thread is always free for whoever touches it.

import { PAUSED, SMALL_GAN, expect, test } from './fixtures.js';

// Playwright's trace copies the whole page at every look, in tasks of the page's own thread that grow with it.
test.use({ trace: 'off' });

for (const [model, hash] of [['an autoencoder', PAUSED], ['a GAN', SMALL_GAN]]) {
  test(`no task on the main thread is longer than 50 ms while ${model} trains and someone draws and scrubs`, async ({ page, open, shown }) => {
    await open(hash);
    await page.evaluate(() => window.playground.evaluate());
    await page.evaluate(() => {
      window.longTasks = [];
      new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: 'longtask' });
    });
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
    expect(await page.evaluate(() => window.longTasks)).toEqual([]);
  });
}
