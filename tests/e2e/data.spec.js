// What is done with the training images first: by the address, by scripts, and on the page.

import { PAUSED, expect, test } from './fixtures.js';

const recipe = (page) => page.evaluate(() => window.playground.model.data.recipe ?? {});

test('a recipe in the address is trained on, shown, in the link, kept by Restart, and can be reset', async ({ page, open, go, shown }) => {
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

test('a recipe that is refused leaves the data as they are, and says why', async ({ page, open }) => {
  await open(`${PAUSED}&data.augment=spin:2`);
  await expect(page.locator('.notices')).toContainText('data.augment must be');
  expect(await recipe(page)).toEqual({});
  expect(new URL(page.url()).hash).toBe(PAUSED);
});

test('setDataset decides on what the next load trains', async ({ page, open }) => {
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
