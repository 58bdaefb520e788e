// A visitor's own handwriting, through the model and back.

import { PAUSED, atRest, difference, expect, shared, test } from './fixtures.js';

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

shared('a drawing is encoded and rebuilt, and rebuilt better as the model learns', async ({ page, open, shown }) => {
  await open(`${PAUSED}&hidden_dim=100`);
  await page.locator('#pad').scrollIntoViewIfNeeded();
  await draw(page, ZERO);
  // A test digit was there before, and its picture.
  await atRest(page);
  expect((await shown.pixels('redrawn')).some((value) => value > 20)).toBe(true);
  await expect(page.locator('#code span')).toHaveCount(20);
  const seen = await shown.pixels('seen');
  const apart = async () => difference(alpha(seen), alpha(await shown.pixels('redrawn')));
  const untrained = await apart();
  await page.evaluate(() => window.playground.train(100));
  await expect.poll(apart).toBeLessThan(0.6 * untrained);
});

shared('another drawing has another code and another picture', async ({ page, open, shown }) => {
  await open(`${PAUSED}&hidden_dim=100`);
  await page.evaluate(() => window.playground.train(60));
  await page.locator('#pad').scrollIntoViewIfNeeded();
  await draw(page, ONE);
  // A test digit was there before, and its picture.
  await atRest(page);
  expect((await shown.pixels('redrawn')).some((value) => value > 100)).toBe(true);
  const one = await shown.pixels('redrawn');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect.poll(async () => alpha(await shown.pixels('redrawn')).every((value) => value === 0)).toBe(true);
  await draw(page, ZERO);
  await expect.poll(async () => difference(one, await shown.pixels('redrawn'))).toBeGreaterThan(5);
});

shared('a drawing in a corner is centred as MNIST is', async ({ page, open, shown }) => {
  await open();
  await page.locator('#pad').scrollIntoViewIfNeeded();
  await draw(page, ONE.map(([x, y]) => [x * 0.3, y * 0.5]));
  const ink = alpha(await shown.pixels('seen'));
  const rows = [...ink].flatMap((value, index) => (value > 30 ? [Math.floor(index / 28)] : []));
  expect(Math.min(...rows)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...rows) - Math.min(...rows)).toBeGreaterThanOrEqual(17);
  expect(ink[28 * 14 + 14]).toBeGreaterThan(200);
});

shared('a test digit can be used instead', async ({ page, open, shown }) => {
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

  /** Fingers and a pen on the pad, each at a place from 0 to 1, and the ink that is there. */
  async function hands(page, shown) {
    await page.locator('#pad').scrollIntoViewIfNeeded();
    const box = await page.locator('#pad').boundingBox();
    const device = await page.context().newCDPSession(page);
    const at = ([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
    return {
      touch: (type, ...places) => device.send('Input.dispatchTouchEvent', { type, touchPoints: places.map((place, id) => ({ ...at(place), id })) }),
      pen: (type, place) => device.send('Input.dispatchMouseEvent', { type, ...at(place), button: 'left', buttons: 1, clickCount: 1, pointerType: 'pen' }),
      async ink([x, y]) {
        // What was drawn shows in the next frame.
        await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
        return alpha(await shown.pixels('pad'))[Math.round(y * 279) * 280 + Math.round(x * 279)];
      },
    };
  }
  const [LEFT, RIGHT] = [0.2, 0.8];

  test('fingers and a pen draw as they should, and the page stays where it is', async ({ page, open, shown }) => {
    await open();
    await test.step('drawing does not scroll the page', async () => {
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
    const { touch, pen, ink } = await hands(page, shown);
    await test.step('a second finger draws nothing, and no line to the first', async () => {
      await page.getByRole('button', { name: 'Clear', exact: true }).click();
      await touch('touchStart', [LEFT, 0.2]);
      await touch('touchStart', [LEFT, 0.2], [RIGHT, 0.2]);
      for (let y = 0.3; y < 0.8; y += 0.2) await touch('touchMove', [LEFT, y], [RIGHT, y]);
      await touch('touchEnd');
      expect(await ink([LEFT, 0.5])).toBe(255);
      expect(await ink([0.5, 0.5])).toBe(0);
      expect(await ink([RIGHT, 0.5])).toBe(0);
      // The next finger is the first again.
      await touch('touchStart', [RIGHT, 0.5]);
      await touch('touchEnd');
      expect(await ink([RIGHT, 0.5])).toBe(255);
      expect(await ink([0.5, 0.5])).toBe(0);
    });
    await test.step('a pen comes before the palm that lies on the pad, and what the palm drew goes away', async () => {
      await page.getByRole('button', { name: 'Clear', exact: true }).click();
      await touch('touchStart', [RIGHT, 0.8]);
      expect(await ink([RIGHT, 0.8])).toBe(255);
      await pen('mousePressed', [LEFT, 0.2]);
      await touch('touchMove', [RIGHT, 0.7]);
      await pen('mouseMoved', [LEFT, 0.6]);
      await pen('mouseReleased', [LEFT, 0.6]);
      await touch('touchEnd');
      expect(await ink([LEFT, 0.4])).toBe(255);
      expect(await ink([RIGHT, 0.8])).toBe(0);
      expect(await ink([RIGHT, 0.7])).toBe(0);
    });
    await test.step('a stroke ends where the browser takes the pointer away', async () => {
      await page.getByRole('button', { name: 'Clear', exact: true }).click();
      await touch('touchStart', [LEFT, 0.2]);
      await touch('touchCancel');
      await touch('touchStart', [RIGHT, 0.2]);
      expect(await ink([0.5, 0.2])).toBe(0);
      const lost = page.evaluate(() => new Promise((resolve) => { document.getElementById('pad').addEventListener('lostpointercapture', resolve, { once: true }); }));
      await page.evaluate(() => {
        const pad = document.getElementById('pad');
        pad.addEventListener('pointermove', ({ pointerId }) => { if (pad.hasPointerCapture(pointerId)) pad.releasePointerCapture(pointerId); });
      });
      await touch('touchMove', [RIGHT, 0.3]);
      await touch('touchMove', [RIGHT, 0.31]);
      await lost;
      await touch('touchMove', [RIGHT, 0.8]);
      await touch('touchEnd');
      expect(await ink([RIGHT, 0.7])).toBe(0);
      // And the next begins anew.
      await touch('touchStart', [LEFT, 0.9]);
      await touch('touchEnd');
      expect(await ink([LEFT, 0.9])).toBe(255);
      expect(await ink([0.5, 0.6])).toBe(0);
    });
  });
});

const alpha = (pixels) => pixels.filter((_, index) => index % 4 === 3);
