// What a visitor sees before any click: a network that has been trained already.

import { PAUSED, expect, shared, test } from './fixtures.js';

const SMALL = '#preset=vae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32';
const drawn = (page) => expect.poll(() => page.evaluate(() => performance.getEntriesByName('showcase-drawn').length)).toBe(1);
const place = (page) => page.locator('.showcase-mark').evaluate((mark) => mark.style.translate);
/** Of the module that the page itself uses. */
const codes = (page, values) => page.evaluate(async (z) => {
  const { showcase } = await import('./showcase/engine.js');
  const { pg } = await showcase();
  return Array.from(await pg.decode(z));
}, values);

test('a trained network draws, and its digit moves through the plane, while no digit of MNIST was fetched for it', async ({ page, open, shown }) => {
  await open();
  await drawn(page);
  const before = await place(page);
  const digit = await shown.pixels('showcase-digit');
  expect(new Set(digit).size).toBeGreaterThan(10);
  await expect.poll(() => place(page)).not.toBe(before);
  await expect.poll(() => shown.pixels('showcase-digit')).not.toEqual(digit);
  const [lists, vae] = await page.evaluate(async () => {
    const { showcase } = await import('./showcase/engine.js');
    const { model } = await showcase();
    const names = performance.getEntriesByType('resource').map(({ name }) => name);
    return [names.filter((name) => name.endsWith('mnist.json')).length, [model.latentDim, model.step > 10_000, model.hasEncoder]];
  });
  expect(vae).toEqual([2, true, true]);
  expect(lists).toBeLessThanOrEqual(1);
  await page.getByRole('button', { name: 'Stop the moving digit' }).click();
  const stopped = await place(page);
  await page.evaluate(() => window.playground.train(2));
  expect(await place(page)).toBe(stopped);
  await expect(page.getByRole('button', { name: 'Let the digit move' })).toBeVisible();
});

test('pointer and arrow keys lead the mark, and the digit is what the network draws there', async ({ page, open, shown }) => {
  await open();
  await drawn(page);
  await page.getByRole('button', { name: 'Stop the moving digit' }).click();
  const plane = page.getByRole('application', { name: /two numbers/ });
  const { x, y, width, height } = await plane.boundingBox();
  await page.mouse.move(x + width * 0.5, y + height * 0.5);
  await page.mouse.move(x + width / 2, y + height / 2);
  const alpha = async () => (await shown.pixels('showcase-digit')).filter((_, at) => at % 4 === 3);
  const expected = (await codes(page, [0, 0])).map((value) => Math.round(255 * value));
  await expect.poll(async () => {
    const found = await alpha();
    return Math.max(...found.map((value, at) => Math.abs(value - expected[at])));
  }).toBeLessThan(24);
  const middle = await alpha();
  await plane.focus();
  for (let key = 0; key < 12; key++) await page.keyboard.press('ArrowRight');
  await expect.poll(alpha).not.toEqual(middle);
  expect(await place(page)).toMatch(/^750/);
});

test('the GAN is fetched when someone asks for it, and draws', async ({ page, open }) => {
  await open();
  const answer = await page.evaluate(async () => {
    const { showcase } = await import('./showcase/engine.js');
    const before = performance.getEntriesByType('resource').some(({ name }) => name.endsWith('gan.safetensors'));
    const [{ pg, model }, again] = await Promise.all([showcase('gan'), showcase('gan')]);
    const images = await pg.sample(8, { seed: 1 });
    const unknown = await showcase('nope').catch((error) => error.code);
    return { before, same: again.pg === pg, preset: model.preset, ink: images.reduce((a, b) => a + b) / 8, unknown };
  });
  expect(answer).toMatchObject({ before: false, same: true, preset: 'fast-gan', unknown: 'bad-input' });
  expect(answer.ink).toBeGreaterThan(40);
});

shared('trained weights in the bench: every view shows a trained model, and it trains on', async ({ page, open, shown }) => {
  await open(SMALL);
  await page.getByRole('button', { name: 'Start from trained weights' }).click();
  await expect.poll(shown.step).toBeGreaterThan(10_000);
  await expect.poll(async () => Number(await shown.text('loss-test'))).toBeLessThan(160);
  expect(page.url()).toContain('latent_dim=2');
  const { step, loss } = await page.evaluate(async () => {
    const { step, meanLosses } = await window.playground.train(3);
    return { step, loss: meanLosses.loss };
  });
  expect(step).toBe(18_723);
  expect(loss).toBeLessThan(165);
  await page.getByRole('radio', { name: 'Conditional VAE' }).click();
  await expect(page.getByRole('button', { name: 'Start from trained weights' })).toBeHidden();
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('the figure stands still until asked to move', async ({ page, open }) => {
    await open();
    await drawn(page);
    const before = await place(page);
    await page.evaluate(() => window.playground.train(2));
    expect(await place(page)).toBe(before);
    await page.getByRole('button', { name: 'Let the digit move' }).click();
    await expect.poll(() => place(page)).not.toBe(before);
  });
});

test.describe('when its weights do not arrive', () => {
  test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

  test('it says so, and the page works', async ({ page, shown }) => {
    await page.route('**/pretrained/*', (route) => route.fulfill({ status: 404 }));
    await page.goto(PAUSED);
    await page.evaluate(async () => { await window.playgroundReady; });
    await expect(page.locator('#showcase-caption')).toContainText('could not be loaded');
    await page.getByRole('button', { name: 'Start from trained weights' }).click();
    await expect(shown.notice('weights-failed')).toContainText('Check the connection');
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(shown.step).toBe(1);
  });
});

test('where the figure is not seen no engine draws it, until somebody comes to it', async ({ page, open }) => {
  const weights = [];
  page.on('request', (request) => { if (request.url().endsWith('pretrained/vae.safetensors')) weights.push(request.url()); });
  await open('#preset=vae&device=cpu&view=samples');
  await page.evaluate(() => window.playground.train(2));
  expect(weights).toEqual([]);
  await page.goto('about:blank');
  await open('#preset=vae&device=cpu&room=inside');
  await page.evaluate(() => window.playground.train(2));
  expect(weights).toEqual([]);
  await page.locator('#rooms a[data-room="train"]').click();
  await drawn(page);
  expect(weights).toHaveLength(1);
});
