// A visitor's own handwriting, through the model and back.

import { difference, expect, test } from './fixtures.js';

async function draw(page, points) {
  const box = await page.locator('#pad').boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 8 });
  await page.mouse.up();
}

const ONE = [[0.5, 0.2], [0.5, 0.8]];
const ZERO = [[0.5, 0.2], [0.7, 0.35], [0.7, 0.65], [0.5, 0.8], [0.3, 0.65], [0.3, 0.35], [0.5, 0.2]];

test('a drawing is encoded and rebuilt, and rebuilt better as the model learns', async ({ page, open, shown }) => {
  await open();
  await page.locator('#pad').scrollIntoViewIfNeeded();
  await draw(page, ZERO);
  await expect.poll(async () => (await shown.pixels('redrawn')).some((value) => value > 20)).toBe(true);
  await expect(page.locator('#code span')).toHaveCount(20);
  const seen = await shown.pixels('seen');
  const apart = async () => difference(alpha(seen), alpha(await shown.pixels('redrawn')));
  const untrained = await apart();
  await page.evaluate(() => window.playground.train(100));
  await expect.poll(apart).toBeLessThan(0.6 * untrained);
});

test('another drawing has another code and another picture', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0&device=cpu');
  await page.evaluate(() => window.playground.train(60));
  await page.locator('#pad').scrollIntoViewIfNeeded();
  await draw(page, ONE);
  await expect.poll(async () => (await shown.pixels('redrawn')).some((value) => value > 100)).toBe(true);
  const one = await shown.pixels('redrawn');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(async () => alpha(await shown.pixels('redrawn')).every((value) => value === 0)).toBe(true);
  await draw(page, ZERO);
  await expect.poll(async () => difference(one, await shown.pixels('redrawn'))).toBeGreaterThan(5);
});

test('a drawing in a corner is centred as MNIST is', async ({ page, open, shown }) => {
  await open();
  await page.locator('#pad').scrollIntoViewIfNeeded();
  await draw(page, ONE.map(([x, y]) => [x * 0.3, y * 0.5]));
  const ink = alpha(await shown.pixels('seen'));
  const rows = ink.flatMap((value, index) => (value > 30 ? [Math.floor(index / 28)] : []));
  expect(Math.min(...rows)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...rows) - Math.min(...rows)).toBeGreaterThanOrEqual(17);
  expect(ink[28 * 14 + 14]).toBeGreaterThan(200);
});

test('a test digit can be used instead', async ({ page, open, shown }) => {
  await open();
  const seen = async () => Math.max(...alpha(await shown.pixels('seen')));
  // Before there are test digits, the button can do nothing; the first one is put there by the page.
  await expect.poll(seen).toBeGreaterThan(200);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(seen).toBe(0);
  await page.getByRole('button', { name: 'Use a test digit' }).click();
  await expect.poll(seen).toBeGreaterThan(200);
});

test.describe('by finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('drawing does not scroll the page', async ({ page, open, shown }) => {
    await open();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    const box = await page.locator('#pad').boundingBox();
    const scrolled = await page.evaluate(() => scrollY);
    const touch = await page.context().newCDPSession(page);
    const points = (share) => [{ x: box.x + box.width / 2, y: box.y + box.height * share }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0.2) });
    for (let share = 0.25; share < 0.8; share += 0.05) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(share) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(async () => alpha(await shown.pixels('seen'))[28 * 14 + 14]).toBeGreaterThan(200);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  });
});

const alpha = (pixels) => pixels.filter((_, index) => index % 4 === 3);
