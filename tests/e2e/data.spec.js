// The room of the data: a recipe is tried out and looked at, and then trained on.

import AxeBuilder from '@axe-core/playwright';
import { expect, pictureOf, shared, test } from './fixtures.js';

const SMALL = '#preset=cvae&seed=0&device=cpu&latent_dim=2&hidden_dim=20&batch_size=50';

const stages = (page) => page.locator('.data-stages li b');
const pixels = (page, row) => pictureOf(page.locator('.data-row canvas').nth(row));

shared('what a recipe makes of the images is told and shown before anything is trained, and a new run is trained on it', async ({ page, open }) => {
  await open(`${SMALL}&room=data`);
  await expect(stages(page)).toHaveText(['60,000', '60,000']);
  await expect(page.locator('#recipe .recipe-state')).toContainText('60,000');
  await expect(page.getByRole('button', { name: 'Train on these data' })).toBeDisabled();
  expect(await pixels(page, 1)).toBe(await pixels(page, 0));
  const plain = await page.locator('.data-row .digit-labels').nth(1).textContent();
  expect(plain).toBe(await page.locator('.data-row .digit-labels').nth(0).textContent());

  await page.getByLabel('At most').fill('1000');
  await page.getByLabel('Digits', { exact: true }).fill('1,7');
  // MNIST has 6,742 and 6,265 of them among its training digits.
  await expect(stages(page)).toHaveText(['60,000', '13,007', '1,000', '1,000']);
  await page.getByLabel('Wrong labels').fill('1');
  await expect(page.locator('.data-row').nth(1).locator('.digit-labels .wrong')).toHaveCount(16);
  await page.getByLabel('Moved by up to (pixels)').fill('6');
  await expect.poll(async () => await pixels(page, 1) === await pixels(page, 0)).toBe(false);
  // Augmentations are drawn anew in each epoch, all else stays.
  const [first, told] = [await pixels(page, 1), await page.locator('.data-row .digit-labels').nth(1).textContent()];
  await page.getByRole('button', { name: 'Draw another epoch' }).click();
  await expect.poll(async () => await pixels(page, 1) === first).toBe(false);
  expect(await page.locator('.data-row .digit-labels').nth(1).textContent()).toBe(told);
  expect(await page.evaluate(() => [window.playground.step, window.playground.model.trainSize])).toEqual([0, 60_000]);

  await page.getByRole('button', { name: 'Train on these data' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.step)).toBeGreaterThan(2);
  await page.locator('#play').click();
  expect(await page.evaluate(() => [window.playground.model.trainSize, window.playground.model.stepsPerEpoch])).toEqual([1000, 20]);
  const address = new URLSearchParams(new URL(page.url()).hash.slice(1));
  expect(Object.fromEntries([...address].filter(([key]) => key.startsWith('data.')))).toEqual({ 'data.digits': '1,7', 'data.limit': '1000', 'data.mislabel': '1', 'data.augment': 'shift:6' });
  await expect(page.locator('#recipe .recipe-state')).toContainText('1,000 images an epoch');

  await page.getByRole('button', { name: 'As they are' }).click();
  await expect(stages(page)).toHaveText(['60,000', '60,000']);
  await expect(page.getByLabel('Digits', { exact: true })).toHaveValue('');
  await expect(page.getByLabel('Moved by up to (pixels)')).toHaveValue('0');
  await page.getByRole('button', { name: 'Train on these data' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model.trainSize)).toBe(60_000);
  await page.locator('#play').click();
  expect(page.url()).not.toContain('data.');
});

shared('what cannot be done with the data is said where it is asked for, and ends nothing', async ({ page, open }) => {
  await open(`${SMALL}&room=data`);
  await expect(stages(page)).toHaveText(['60,000', '60,000']);
  await page.getByLabel('Digits', { exact: true }).fill('0,12');
  await expect(page.locator('#before-after .problem')).toContainText('digits with commas');
  await page.getByLabel('Digits', { exact: true }).fill('0,1');
  await expect(page.locator('#before-after .problem')).toBeHidden();
  await page.getByLabel('Rare digits').fill('0:0,1:0');
  await expect(page.locator('#before-after .problem')).toContainText('leaves no training image');
  // Asked for all the same, the run that was there stays.
  await page.getByRole('button', { name: 'Train on these data' }).click();
  await expect(page.locator('.notice')).toContainText('leaves no training image');
  expect(await page.evaluate(() => window.playground.model.trainSize)).toBe(60_000);
});

test('an address with a recipe opens the room with it, in Chinese and on a phone, and axe finds nothing', async ({ page, open }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(`${SMALL}&room=data&lang=zh&data.limit=500&data.clean=outliers&data.augment=rotate:20`);
  // One in a hundred is left out.
  await expect(stages(page)).toHaveText(['60,000', '500', '495', '495']);
  await expect(page.getByLabel('旋转，最多（度）')).toHaveValue('20');
  await expect(page.getByRole('button', { name: '用这些数据训练' })).toBeDisabled();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const { violations } = await new AxeBuilder({ page }).include('#room-data').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});
