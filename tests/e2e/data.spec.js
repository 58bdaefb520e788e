// What is done with the training images first: in the room of the data, by the address, and by scripts.

import { PAUSED, axe, expect, pictureOf, resize, shared, test, violations } from './fixtures.js';

const SMALL = '#preset=cvae&seed=0&device=cpu&latent_dim=2&hidden_dim=20&batch_size=50';

const stages = (page) => page.locator('.data-stages li b');
const pixels = (page, row) => pictureOf(page.locator('.data-row canvas').nth(row));

const recipe = (page) => page.evaluate(() => window.playground.model.data.recipe ?? {});

shared('what a recipe makes of the images is told and shown before anything is trained, and a new run is trained on it', async ({ page, open, go }) => {
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

  // It is still there after a look at another room.
  await go('inside');
  await go('data');
  await expect(stages(page)).toHaveText(['60,000', '13,007', '1,000', '1,000']);
  await expect(page.getByLabel('Moved by up to (pixels)')).toHaveValue('6');

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

shared('an address with a recipe opens the room with it, in Chinese and on a phone, and axe finds nothing', async ({ page, open }) => {
  await resize(page, { width: 390, height: 844 });
  await open(`${SMALL}&room=data&lang=zh&data.limit=500&data.clean=outliers&data.augment=rotate:20`);
  // One in a hundred is left out.
  await expect(stages(page)).toHaveText(['60,000', '500', '495', '495']);
  await expect(page.getByLabel('旋转，最多（度）')).toHaveValue('20');
  await expect(page.getByRole('button', { name: '用这些数据训练' })).toBeDisabled();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await violations(axe(page).include('#room-data'))).toEqual([]);
});

shared('a recipe in the address is trained on, shown, in the link, kept by Restart, and can be reset', async ({ page, open, go, shown }) => {
  await open(`${PAUSED}&data.limit=640&data.noise=0.25&data.augment=shift:2&data.invert=0&steps=6&run=1`);
  await expect(shown.status).toContainText('Paused at step 6');
  expect(await recipe(page)).toEqual({ limit: 640, noise: 0.25, augment: 'shift:2' });
  expect(await page.evaluate(() => window.playground.model.trainSize)).toBe(640);
  await expect(page.locator('#other-settings li')).toHaveCount(3);
  await page.getByRole('button', { name: 'Restart', exact: true }).click();
  await expect.poll(shown.step).toBe(0);
  expect(await recipe(page)).toEqual({ limit: 640, noise: 0.25, augment: 'shift:2' });
  await page.locator('#other-settings li', { hasText: 'data.noise = 0.25' }).getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Restart with these' }).click();
  await expect.poll(() => recipe(page)).toEqual({ limit: 640, augment: 'shift:2' });
  await go('take');
  await expect(page.locator('#share-link')).toHaveValue(/data\.limit=640/);
  await expect(page.locator('#share-link')).not.toHaveValue(/noise/);
});

test('the pipeline asks again where an engine that starts on another device has broken it off', async ({ page, open, shown }) => {
  await open('#preset=latent-flow&seed=0&run=1');
  await expect.poll(shown.step).toBeGreaterThan(20);
  // The room opens while the old engine ends what it has begun.
  await page.evaluate(() => { location.hash = '#preset=vae&seed=0&device=cpu&room=data'; });
  await expect(page.locator('.data-stages li')).toHaveText([/60,000/, /60,000/]);
  await expect(page.locator('#before-after .problem')).toBeHidden();
});

test('a recipe that is refused leaves the data as they are, and says why', async ({ page, open }) => {
  await open(`${PAUSED}&data.augment=spin:2`);
  await expect(page.locator('.notices')).toContainText('data.augment must be');
  expect(await recipe(page)).toEqual({});
  expect(new URL(page.url()).hash).toBe(PAUSED);
});

shared('setDataset decides on what the next load trains', async ({ page, open }) => {
  await open();
  const codes = await page.evaluate(async () => {
    const pg = window.playground;
    await pg.setDataset({ 'data.limit': 640 });
    const codeOf = (call) => call.then(() => 'none', (error) => error.code);
    return [await codeOf(pg.setDataset({ 'data.noise': 7 })), await codeOf(pg.setDataset({ limit: 5 }))];
  });
  expect(codes).toEqual(['bad-setting', 'unknown-setting']);
  expect(await recipe(page)).toEqual({});
  await page.evaluate(() => window.playground.load('vae'));
  expect(await recipe(page)).toEqual({ limit: 640 });
  await expect.poll(() => new URL(page.url()).hash).toContain('data.limit=640');
  await page.evaluate(async () => { await window.playground.setDataset({}); await window.playground.load('vae'); });
  expect(await recipe(page)).toEqual({});
});

shared('samples are measured, and measured again on other data, side by side with real digits', async ({ page, open }) => {
  await open(`${SMALL}&room=data`);
  await page.evaluate(() => window.playground.train(20));
  const measure = page.getByRole('button', { name: 'Measure 2,000 samples' });
  const rows = page.locator('.yardstick-table tbody tr');
  const values = async (name) => (await rows.filter({ hasText: name }).locator('td').allTextContents()).map((text) => Number(text.replace('−', '-')));
  await measure.click();
  await expect(rows).not.toHaveCount(0);
  const [score, real] = await values('Classifier score');
  const counts = await page.locator('.digit-table tbody tr').first().locator('td').allTextContents();
  expect(counts).toHaveLength(10);
  expect(counts.reduce((sum, text) => sum + Number(text.replace(',', '')), 0)).toBe(2000);
  expect(score).toBeGreaterThan(1);
  // Of real digits the classifier is nearly sure, and all ten are there.
  expect(real).toBeGreaterThan(9.5);
  expect(score).toBeLessThan(real);
  await page.evaluate(() => window.playground.load('cvae', { latent_dim: 2, hidden_dim: 20, batch_size: 50, 'data.digits': '1' }));
  await page.evaluate(() => window.playground.train(20));
  await measure.click();
  await expect(page.locator('.yardstick-table thead th')).toHaveCount(4);
  await expect(page.locator('.yardstick-table thead th').first()).toContainText('Digits 1');
  const [, before, , again] = await values('Classifier score');
  expect([before, again]).toEqual([score, real]);
  // Of few steps all samples are alike, but not those of one model and of another.
  const [now, other, change] = await values('Distance to the nearest');
  expect(now).not.toBe(other);
  expect(Math.abs(change)).toBeCloseTo(Math.abs(now - other), 1);
});

shared('yardsticks are curves below the losses while it trains, once they are wanted', async ({ page, open }) => {
  await open(SMALL);
  const chart = page.locator('#scheduled-chart');
  await expect(chart).toBeHidden();
  await page.getByRole('checkbox', { name: 'Measure 500 samples now and then' }).check();
  await page.evaluate(() => window.playground.train(20));
  await expect(chart).toHaveAccessibleName(/classifier score/i);
  await page.locator('#scheduled-metric').selectOption('overlap');
  await expect(chart).toHaveAccessibleName(/precision.*coverage/i);
  await page.getByRole('checkbox', { name: 'Measure 500 samples now and then' }).uncheck();
  await expect(chart).toBeHidden();
});
