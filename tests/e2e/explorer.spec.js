// Every image of the data on one plane: looked at, brushed, dropped and relabelled, and trained on.

import { axeFinds, expect, pictureOf, shared } from './fixtures.js';

const SMALL = '#preset=cvae&seed=0&device=cpu&latent_dim=2&hidden_dim=20&batch_size=50&room=data';

const stage = (page) => page.locator('.explorer-stage');
const button = (page, name) => page.locator('#explorer').getByRole('button', { name, exact: true });
const counted = (page) => page.locator('.explorer-counted');
const look = (page) => page.locator('.explorer-look p');
const threads = (page) => page.workers().filter((worker) => worker.url().includes('/explorer/')).length;

/** Opens it, and waits until all images are there. */
async function unfold(page) {
  await page.locator('#explorer button[aria-controls]').click();
  await expect(page.locator('.explorer-head .recipe-state')).toContainText(/70,000.*70,000/);
  await expect(page.locator('#explorer-opened[aria-busy]')).toHaveCount(0);
  await stage(page).evaluate((element) => element.scrollIntoView({ block: 'center' }));
}

/** Until the canvas shows the same twice: nothing is on its way. */
async function still(page) {
  let before = '';
  await expect.poll(async () => {
    const now = await pictureOf(stage(page).locator('canvas'));
    const same = now === before;
    before = now;
    return same;
  }).toBe(true);
  return before;
}

shared('images are looked at, brushed, dropped, relabelled and put back, and what is left is trained on', async ({ page, open }) => {
  await open(SMALL);
  await unfold(page);
  const far = await still(page);
  const { x, y, width, height } = await stage(page).boundingBox();
  // The block of a label lies left of the middle; near enough, its images are tiles that can be told apart.
  const at = [x + width * 0.42, y + height * 0.35];
  await page.mouse.move(...at);
  for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, -400);
  await still(page);
  await page.mouse.click(...at);
  await expect(look(page)).toContainText(/^(Training|Test) image [\d,]+, label \d\. Score \d/);
  await expect.poll(async () => (await page.locator('.explorer-mark').boundingBox()).width).toBeGreaterThan(60);
  expect(await still(page)).not.toBe(far);

  // A rectangle around three tiles by three.
  await page.keyboard.down('Shift');
  await page.mouse.move(at[0] - 126, at[1] - 126);
  await page.mouse.down();
  await page.mouse.move(at[0] + 126, at[1] + 126, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(counted(page)).toContainText(/^9 images\./);
  const tests = Number(/stay as they are: (\d+)/.exec(await counted(page).textContent())?.[1] ?? 0);
  await button(page, 'Leave out').click();
  const dropped = page.getByLabel('Dropped images');
  await expect(dropped).toHaveValue(/^\d/);
  await expect(page.locator('.explorer-selection .fine')).toContainText(`leaves out ${9 - tests} and relabels 0`);
  await page.locator('#explorer-relabel').selectOption('3');
  await expect(page.getByLabel('Corrected labels')).toHaveValue(/:3/);
  await button(page, 'Undo').click();
  await expect(page.getByLabel('Corrected labels')).toHaveValue('');
  await button(page, 'Keep as a recipe').click();
  await expect(page.locator('.kept-recipe')).toHaveCount(1);

  await page.getByRole('button', { name: 'Train on these data' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model?.trainSize)).toBe(60_000 - 9 + tests);
  await expect.poll(() => page.evaluate(() => window.playground.step)).toBeGreaterThan(2);
  await page.locator('#play').click();
  expect(page.url()).toContain('data.drop=');
  // The explorer is still open, and says so of the image.
  await expect(stage(page)).toBeVisible();
  await page.locator('.kept-recipe button').last().click();
  await expect(page.locator('.kept-recipe')).toHaveCount(0);
});

shared('by keys, on a phone, in Chinese; filtered, placed anew, and closed again it holds nothing', async ({ page, open }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(`${SMALL}&lang=zh`);
  await unfold(page);
  expect(threads(page)).toBe(1);
  await page.locator('#explorer-place').selectOption('score');
  await expect(page.locator('.explorer-names span').first()).toContainText('≤');
  await page.locator('#explorer').getByRole('button', { name: '4', exact: true }).click();
  await expect(page.locator('.explorer-head .recipe-state')).toContainText('6,824');
  await page.locator('#explorer-part').selectOption('test');
  // MNIST's test part has 982 of them.
  await expect(page.locator('.explorer-head .recipe-state')).toContainText('982');
  await page.locator('#explorer-place').selectOption('label');
  await expect(page.locator('.explorer-names span')).toHaveCount(10);
  await page.locator('#explorer').getByRole('button', { name: '4', exact: true }).click();

  await stage(page).focus();
  for (let press = 0; press < 9; press++) await page.keyboard.press('+');
  // From the gap between two blocks into one.
  for (let press = 0; press < 3; press++) await page.keyboard.press('Shift+ArrowUp');
  await still(page);
  await page.keyboard.press('Enter');
  await expect(look(page)).toContainText('测试图像');
  await page.locator('.explorer-selection button').first().click();
  await expect(counted(page)).not.toContainText('没有选中');
  await stage(page).focus();
  await page.keyboard.press('Escape');
  await expect(counted(page)).toContainText('没有选中');

  await page.locator('.explorer-worth > .recipe-actions button').click();
  await expect(page.locator('.explorer-list li')).not.toHaveCount(0);
  await page.locator('.explorer-list button').first().click();
  await expect(look(page)).toContainText('训练图像');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await axeFinds(page, '#explorer')).toEqual([]);

  await page.locator('#explorer button[aria-controls]').click();
  await expect(page.locator('#explorer canvas')).toHaveCount(0);
  await expect.poll(() => threads(page)).toBe(0);
});
