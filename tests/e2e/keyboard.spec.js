// Everything by keyboard: no test here touches the mouse.

import { expect, test } from './fixtures.js';

/** Presses Tab until the element has the focus. */
async function tabTo(page, locator) {
  for (let press = 0; press < 40; press++) {
    await page.keyboard.press('Tab');
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reached ${locator}`);
}

test('Tab, Enter and Space are enough to train, step, restart and change a setting', async ({ page, open, shown }) => {
  await open();
  await tabTo(page, page.locator('#play'));
  await page.keyboard.press('Enter');
  await expect.poll(shown.step).toBeGreaterThan(3);
  await page.keyboard.press('Space');
  await expect(shown.status).toContainText('Paused');
  const held = await page.evaluate(() => window.playground.step);
  await tabTo(page, page.locator('#step'));
  await page.keyboard.press('Enter');
  await expect.poll(shown.step).toBe(held + 1);
  await tabTo(page, page.locator('#restart'));
  await page.keyboard.press('Space');
  await expect.poll(shown.step).toBe(0);
  await tabTo(page, page.locator('#setting-batch_size'));
  await page.keyboard.type('64');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => window.playground.model.batchSize)).toBe(64);
});

test('what has the focus can be seen', async ({ page, open }) => {
  await open();
  for (let press = 0; press < 25; press++) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return document.activeElement === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2);
    });
    expect(outline).toBe(true);
  }
});

test('single keys work, but not while someone types, and not when they are switched off', async ({ page, open, shown }) => {
  await open();
  await page.keyboard.press('s');
  await expect.poll(shown.step).toBe(1);
  await page.keyboard.press('k');
  await expect.poll(shown.step).toBeGreaterThan(2);
  await page.keyboard.press('Space');
  await expect(shown.status).toContainText('Paused');
  await page.keyboard.press('r');
  await expect(shown.status).toContainText('Ready');
  await page.locator('#setting-seed').focus();
  await page.keyboard.press('s');
  await page.locator('#setting-seed').evaluate((element) => element.blur());
  await page.locator('#keys-on').focus();
  await page.keyboard.press('Space');
  await page.locator('#keys-on').evaluate((element) => element.blur());
  await page.keyboard.press('s');
  await page.evaluate(() => window.playground.sample(1));
  expect(await shown.step()).toBe(0);
});

test('a digit can be drawn with arrow keys', async ({ page, open, shown }) => {
  await open();
  await expect.poll(async () => (await shown.pixels('seen')).some((value) => value > 100)).toBe(true);
  await tabTo(page, page.locator('#pad'));
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await shown.pixels('seen')).every((value, index) => index % 4 < 3 || value === 0)).toBe(true);
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowRight');
  // The line that was drawn is a one: a bar in the middle, nothing at the sides.
  const seen = await shown.pixels('seen');
  const ink = (x, y) => seen[4 * (28 * y + x) + 3];
  expect(ink(14, 14)).toBeGreaterThan(200);
  expect(ink(4, 14) + ink(24, 14)).toBe(0);
  await expect.poll(async () => (await shown.pixels('redrawn')).some((value) => value > 20)).toBe(true);
});

test('the skip link reaches the pictures and leaves the address alone', async ({ page, open }) => {
  await open();
  const before = page.url();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement.id)).toBe('views');
  expect(page.url()).toBe(before);
});
