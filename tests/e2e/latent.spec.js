// The views of the codes: the map, the walk between two, the sliders; each against what the model itself says.

import { SMALL_GAN, atRest, axeFinds, chinese, difference, expect, pixelsOf, resize, shared } from './fixtures.js';

const MAP = '#preset=vae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32&room=inside';
const DEEP = '#preset=vae&seed=0&device=cpu&latent_dim=24&hidden_dim=50&batch_size=32&room=inside';

/** What a canvas of digits shows, as the ink of each pixel, 0..255. */
const ink = async (page, id) => (await pixelsOf(page.locator(`#${id}`))).filter((value, index) => index % 4 === 3);

/** How far the canvas is from the picture of a code, 0..255. */
const offFrom = async (page, id, code, options = {}) => {
  const wanted = await page.evaluate(async ([z, told]) => Array.from(await window.playground.decode(z, told)), [code, options]);
  return difference(await ink(page, id), wanted.map((value) => 255 * value));
};

const trained = async (page, card, steps = 20) => {
  await page.locator(`#${card}`).scrollIntoViewIfNeeded();
  await page.evaluate((count) => window.playground.train(count), steps);
};

shared('the map shows where the encoder puts test digits, and what the decoder draws at the point', async ({ page, open, shown }) => {
  await open(MAP);
  const canvas = page.locator('#plane-canvas');
  await trained(page, 'latent-plane', 40);
  await expect(canvas).toHaveAttribute('aria-label', /1,000 test digits at step 40/);
  await expect.poll(() => offFrom(page, 'plane-decoded', [0, 0])).toBeLessThan(1);
  // The manifold's middle picture is the same place.
  await atRest(page);
  const grid = await ink(page, 'manifold-grid');
  const middle = Array.from({ length: 784 }, (_, at) => grid[(7 * 28 + Math.floor(at / 28)) * 420 + 7 * 28 + (at % 28)]);
  expect(difference(middle, await ink(page, 'plane-decoded'))).toBeLessThan(1);

  const before = await shown.pixels('plane-canvas');
  await page.evaluate(() => window.playground.train(20));
  await expect.poll(async () => difference(before, await shown.pixels('plane-canvas'))).toBeGreaterThan(0.2);
});

shared('the point is moved by mouse, keys, sliders and pictures, and decoded where it is', async ({ page, open }) => {
  await open(MAP);
  await trained(page, 'latent-plane');
  const point = page.locator('.plane-point');
  const values = () => page.locator('#latent-plane input[type="range"]').evaluateAll((inputs) => inputs.map(({ value }) => Number(value)));
  // What is announced after a key is not said again when the test digits have come.
  await expect(page.locator('.plane-near p')).toHaveText(/Nearest test digit: \d/);
  await point.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(point).toHaveAttribute('aria-label', 'Point at 0.5 and −0.5; arrow keys move it');
  await expect.poll(() => offFrom(page, 'plane-decoded', [0.5, -0.5])).toBeLessThan(1);
  await expect(page.locator('#announcer')).toHaveText(/Point at 0.5 and −0.5\. Nearest test digit: \d/);
  await page.keyboard.press('Home');
  await expect.poll(values).toEqual([0, 0]);

  // What fills the cards above moves the plane.
  await atRest(page);
  const canvas = await page.locator('#plane-canvas').boundingBox();
  await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
  await page.mouse.down();
  await page.mouse.move(canvas.x + canvas.width * 0.7, canvas.y + canvas.height * 0.3, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => Math.min(...await values())).toBeGreaterThan(0.5);

  await page.locator('#manifold-grid').click({ position: { x: 3, y: 3 } });
  await expect.poll(values).toEqual([expect.closeTo(-1.85, 1), expect.closeTo(1.85, 1)]);
  await page.getByRole('slider', { name: 'Latent dimension 1' }).fill('1.5');
  await expect(point).toHaveAttribute('aria-label', /^Point at 1\.5 and 1\.8/);
});

shared('the digit under the mouse is the nearest of all, real and rebuilt; one kind can be seen alone', async ({ page, open, shown }) => {
  await open(MAP);
  await trained(page, 'latent-plane', 60);
  await expect(page.locator('#plane-canvas')).toHaveAttribute('aria-label', /1,000 test digits at step 60/);
  const nearest = () => page.evaluate(async () => {
    const { images, labels } = await window.playground.testImages(0, 1000);
    const { mean } = await window.playground.encode(images);
    const far = Array.from(labels, (_, i) => Math.hypot(mean[2 * i], mean[2 * i + 1]));
    const at = far.indexOf(Math.min(...far));
    return { label: labels[at], mean: Array.from(mean.slice(2 * at, 2 * at + 2)), image: Array.from(images.slice(784 * at, 784 * at + 784), (value) => 255 * value) };
  });
  const { label, mean, image } = await nearest();
  await expect(page.locator('.plane-near p')).toHaveText(`Nearest test digit: ${label}`);
  await expect.poll(async () => difference(await ink(page, 'plane-real'), image)).toBeLessThan(1);
  await expect.poll(() => offFrom(page, 'plane-rebuilt', mean)).toBeLessThan(1);

  await atRest(page);
  const all = await shown.pixels('plane-canvas');
  const only = page.getByRole('button', { name: 'Only 3' });
  await only.click();
  await expect(only).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.plane-near p')).toHaveText('Nearest test digit: 3');
  await expect.poll(async () => difference(all, await shown.pixels('plane-canvas'))).toBeGreaterThan(0.5);
  await only.click();
  await expect(page.locator('.plane-near p')).toHaveText(`Nearest test digit: ${label}`);
});

shared('a drawing has its own mark on the map, and goes when it is cleared', async ({ page, open, go }) => {
  await open(MAP);
  await trained(page, 'latent-plane');
  await go('train');
  await page.getByRole('button', { name: 'Use a test digit' }).click();
  await go('inside');
  await page.locator('#latent-plane').scrollIntoViewIfNeeded();
  await expect(page.locator('.yours-mark')).toBeVisible();
  await go('train');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await go('inside');
  await page.locator('#latent-plane').scrollIntoViewIfNeeded();
  await expect(page.locator('.yours-mark')).toBeHidden();
});

shared('a model with more numbers offers the map, and a press restarts with two', async ({ page, open }) => {
  await open(DEEP);
  await expect(page.locator('#latent-plane')).toContainText('latent vector has 24 numbers');
  await expect(page.locator('#plane-canvas')).toBeHidden();
  await page.getByRole('button', { name: 'Restart with latent dimension 2' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model.latentDim)).toBe(2);
  await expect(page.locator('#plane-canvas')).toBeVisible();
});

shared('a GAN with two numbers has a map without digits, one with more has none', async ({ page, open, shown }) => {
  await open(`${SMALL_GAN}&latent_dim=2&room=inside`);
  await trained(page, 'latent-plane', 4);
  await expect.poll(() => offFrom(page, 'plane-decoded', [0, 0])).toBeLessThan(1);
  await expect(page.locator('.plane-near')).toBeHidden();
  await expect.poll(async () => (await shown.pixels('manifold-grid')).some((value, index) => index % 4 === 3 && value > 60)).toBe(true);
  await page.evaluate(() => window.playground.load('gan', { width: 0.1, batch_size: 32 }));
  await expect(page.locator('#latent-plane')).toBeHidden();
});

shared('the walk goes from one digit’s code to the other’s, straight or along the sphere', async ({ page, open, shown }) => {
  await open(DEEP);
  await trained(page, 'interpolation', 60);
  const codes = await page.evaluate(async () => {
    const { images } = await window.playground.testImages(0, 2);
    const { mean } = await window.playground.encode(images);
    return { to: Array.from(mean.slice(0, 24)), from: Array.from(mean.slice(24, 48)) };
  });
  const slider = page.getByRole('slider', { name: 'Place on the way' });
  await slider.fill('0');
  await expect.poll(() => offFrom(page, 'walk-now', codes.from)).toBeLessThan(1);
  await slider.fill('0.5');
  await expect.poll(() => offFrom(page, 'walk-now', codes.from.map((value, i) => (value + codes.to[i]) / 2))).toBeLessThan(1);
  await expect(slider).toHaveAttribute('aria-valuetext', '50 % of the way');
  await atRest(page);
  const straight = await shown.pixels('walk-steps');
  await expect(page.locator('.walk-length')).toContainText('Random vectors of 24 numbers are about 4.9 long');
  await page.getByRole('radio', { name: 'spherical' }).check();
  await expect.poll(async () => difference(straight, await shown.pixels('walk-steps'))).toBeGreaterThan(0.01);
  await slider.fill('1');
  await expect.poll(() => offFrom(page, 'walk-now', codes.to)).toBeLessThan(1);
  const before = await page.locator('.walk-length').textContent();
  await page.getByRole('button', { name: 'Begin with my drawing' }).click();
  await expect(page.locator('#interpolation')).toContainText('From: your drawing');
  await expect(page.locator('.walk-length')).not.toHaveText(before);
});

shared('the walk moves by itself until it is stopped, and not for those who want no motion', async ({ page, open }) => {
  await open(`${SMALL_GAN}&latent_dim=10&room=inside`);
  await trained(page, 'interpolation', 2);
  await atRest(page);
  const ends = await ink(page, 'walk-from');
  await page.getByRole('button', { name: 'Begin with a new latent vector' }).click();
  await expect.poll(async () => difference(ends, await ink(page, 'walk-from'))).toBeGreaterThan(0.01);
  const play = page.getByRole('button', { name: 'Walk to and fro' });
  const slider = page.getByRole('slider', { name: 'Place on the way' });
  await play.click();
  await expect(slider).not.toHaveValue('0.5');
  await play.click();
  await expect(play).toHaveAttribute('aria-pressed', 'false');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(play).toBeHidden();
});

shared('a model that is told the digit walks and draws as the one that is chosen', async ({ page, open }) => {
  await open('#preset=cvae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32&room=inside');
  await trained(page, 'latent-plane', 40);
  await page.locator('#plane-digit').getByRole('radio', { name: '7' }).check();
  await expect.poll(() => offFrom(page, 'plane-decoded', [0, 0], { label: 7 })).toBeLessThan(1);
  // The map has the same two sliders.
  await page.locator('#code-sliders summary').click();
  await page.locator('#code-digit').getByRole('radio', { name: '4' }).check();
  await expect.poll(() => offFrom(page, 'code-picture', [0, 0], { label: 4 })).toBeLessThan(1);
  await page.locator('#interpolation').scrollIntoViewIfNeeded();
  await page.locator('#walk-digit').getByRole('radio', { name: '1' }).check();
  const from = await page.evaluate(async () => {
    const { images, labels } = await window.playground.testImages(1, 1);
    return Array.from((await window.playground.encode(images.slice(0, 784), { label: labels[0] })).mean);
  });
  await page.getByRole('slider', { name: 'Place on the way' }).fill('0');
  await expect.poll(() => offFrom(page, 'walk-now', from, { label: 1 })).toBeLessThan(1);
});

shared('each slider is a number of the code, the most used first; more are shown on request', async ({ page, open }) => {
  await open(DEEP);
  const card = page.locator('#code-sliders');
  await trained(page, 'code-sliders', 60);
  await expect(card.locator('input[type="range"]')).toHaveCount(20);
  const order = await page.evaluate(async () => {
    const { images } = await window.playground.testImages(0, 400);
    const { mean } = await window.playground.encode(images);
    const spread = Array.from({ length: 24 }, (_, i) => {
      const values = Array.from({ length: 400 }, (_, digit) => mean[24 * digit + i]);
      const middle = values.reduce((sum, value) => sum + value, 0) / 400;
      return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
    });
    return spread.map((_, i) => i).sort((a, b) => spread[b] - spread[a]);
  });
  await expect(card.locator('.code-sliders label > span').first()).toHaveText(String(order[0] + 1));
  await expect(card.locator('.code-sliders label > span').nth(1)).toHaveText(String(order[1] + 1));
  await page.getByRole('slider', { name: `Dimension ${order[0] + 1}`, exact: true }).fill('2');
  const code = Array(24).fill(0);
  code[order[0]] = 2;
  await expect.poll(() => offFrom(page, 'code-picture', code)).toBeLessThan(1);
  await page.getByRole('button', { name: 'Back to zero' }).click();
  await expect.poll(() => offFrom(page, 'code-picture', Array(24).fill(0))).toBeLessThan(1);
  await page.getByRole('button', { name: 'Show 4 more of 4' }).click();
  await expect(card.locator('input[type="range"]')).toHaveCount(24);
  await page.getByRole('button', { name: 'From my drawing' }).click();
  await expect(card.locator('output').first()).not.toHaveText('0.0');
  await page.getByRole('button', { name: 'Random vector' }).click();
});

shared('an empty pad is told, not used', async ({ page, open, go, shown }) => {
  await open(DEEP);
  await go('train');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await go('inside');
  await page.getByRole('button', { name: 'From my drawing' }).click();
  await expect(shown.notice('drawing')).toContainText('Draw a digit there first');
});

shared('in Chinese all three are there, and axe finds nothing in light and dark colours', async ({ page, open }) => {
  await resize(page, { width: 360, height: 800 });
  await open(MAP);
  await chinese(page);
  await trained(page, 'latent-plane');
  await expect(page.locator('#latent-plane h2')).toHaveText('潜空间');
  await expect(page.locator('#plane-canvas')).toHaveAttribute('aria-label', /共 1,000 个测试数字，第 20 步/);
  await expect(page.locator('.plane-near p')).toHaveText(/最近的测试数字：\d/);
  await page.locator('#interpolation').scrollIntoViewIfNeeded();
  await expect(page.locator('#interpolation')).toContainText('起点：真实的 2');
  await page.locator('#code-sliders summary').click();
  await expect(page.getByRole('slider', { name: '第 1 维', exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await axeFinds(page, '#room-inside')).toEqual([]);
});
