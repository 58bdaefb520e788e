// What visitors feel without naming it: nothing jumps, overflows or is out of reach.

import { PAUSED, SMALL_GAN, axeFinds, expect, outside, resize, shared, test } from './fixtures.js';

test('nothing jumps from the first paint to the hundredth step', async ({ page, shown }) => {
  await page.addInitScript(() => {
    window.jumped = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.jumped += entry.value; }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('./');
  await expect.poll(shown.step).toBeGreaterThan(100);
  expect(await page.evaluate(() => window.jumped)).toBeLessThan(0.02);
});

shared('axe finds nothing, paused, trained, and with everything open', async ({ page, open, shown }) => {
  await open();
  expect(await axeFinds(page)).toEqual([]);
  await page.evaluate(() => window.playground.train(3));
  await page.locator('#device summary').click();
  await page.getByText('More settings').click();
  await page.getByLabel('Learning rate', { exact: true }).fill('fast');
  await page.evaluate(() => { location.hash = '#preset=nope&device=cpu'; });
  await expect(shown.notice('address')).toBeVisible();
  expect(await axeFinds(page)).toEqual([]);
});

shared('axe finds nothing on the pages of a GAN and of a model that is told the digit', async ({ page, open }) => {
  await open(SMALL_GAN);
  await page.getByRole('button', { name: 'Step G' }).click();
  await expect(page.locator('#steps')).toBeVisible();
  await page.locator('#layers-toggle').click();
  await page.getByText('More settings').click();
  expect(await axeFinds(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Conditional VAE' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model?.preset)).toBe('cvae');
  expect(await axeFinds(page)).toEqual([]);
});

const WIDTHS = { vae: [360, 390, 768, 1024, 1440], gan: [360, 768, 1024], cvae: [360], 'vae-gan': [360, 1024] };
for (const [preset, widths] of Object.entries(WIDTHS)) {
  shared(`${widths.join(', ')} px are enough for ${preset}: nothing scrolls sideways`, async ({ page, open }) => {
    await page.setViewportSize({ width: widths[0], height: 844 });
    await open(`${PAUSED}&preset=${preset}&nope=1`);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect(page.locator('#steps')).toBeVisible();
    await page.locator('#device summary').click();
    await page.locator('#layers-toggle').click();
    await page.getByText('More settings').click();
    for (const width of widths) {
      await resize(page, { width, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), String(width)).toBeLessThanOrEqual(width);
      expect(await outside(page, 'main *, .notices *', width), String(width)).toEqual([]);
    }
  });
}

test('the page is never without words', async ({ page, shown }) => {
  // A slow line: every phase lasts long enough to be seen.
  await page.route(/\.(wasm|gz)$/, async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, 600); });
    await route.continue();
  });
  await page.addInitScript(() => {
    window.said = new Set();
    document.addEventListener('DOMContentLoaded', () => {
      const status = document.getElementById('status');
      const note = () => window.said.add(status.textContent);
      note();
      new MutationObserver(note).observe(status, { childList: true, characterData: true, subtree: true });
    });
  });
  await page.goto(`${PAUSED}&steps=2&run=1`);
  await expect(shown.status).toContainText('Paused at step 2');
  const said = await page.evaluate(() => [...window.said]);
  expect(said.every((text) => text.length > 0)).toBe(true);
  for (const words of ['Starting', 'Downloading the engine', 'First step']) expect(said.some((text) => text.includes(words)), words).toBe(true);
});
