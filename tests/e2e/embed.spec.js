// The example for lesson authors, and the page inside someone else's.

import { axe, expect, test, violations } from './fixtures.js';

test('the example trains with the module, draws what it made, and shows its own code', async ({ page }) => {
  await page.goto('embed/example.html');
  await expect(page.locator('#code')).toContainText("import { createPlayground } from '../playground.js'");
  await page.getByRole('button', { name: 'Train 100 steps' }).click();
  await expect(page.locator('#said')).toContainText('The loss of the last step is');
  expect(await page.locator('#progress').evaluate(({ value }) => value)).toBe(100);
  const inked = await page.locator('#digits').evaluate((canvas) => canvas.getContext('2d').getImageData(0, 0, 112, 112).data.filter((value, at) => at % 4 === 3 && value > 60).length);
  expect(inked).toBeGreaterThan(500);
  expect(await violations(axe(page).exclude('iframe'))).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('in a frame the page has the chosen cards, little else, and waits', async ({ page }) => {
  await page.goto('embed/example.html');
  const frame = page.frameLocator('#frame');
  await expect(frame.locator('#status')).toContainText('Ready');
  await expect(frame.locator('.samples, .losses')).toHaveCount(2);
  for (const part of ['.samples', '.losses', '#play']) await expect(frame.locator(part)).toBeVisible();
  for (const part of ['.masthead', 'footer', '.draw', '.models', '.settings', '#compare']) await expect(frame.locator(part)).toBeHidden();
  await expect(frame.locator('#stat-step')).toHaveText('0');
  await frame.locator('#step').click();
  await expect(frame.locator('#stat-step')).toHaveText('1');
  expect(await frame.locator('html').evaluate((root) => getComputedStyle(root).colorScheme)).toBe('light');
  await expect(frame.locator('#whole-page')).toHaveAttribute('href', /index\.html#preset=vae&seed=0&latent_dim=2&hidden_dim=100&theme=light$/);
});
