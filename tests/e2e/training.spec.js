// The main job: a model that learns, and a visitor who is in charge of it.

import { PAUSED, difference, expect, shared, test } from './fixtures.js';

/** The engine does one thing after the other: a training that went on would have been seen between two answers. */
const answered = (page) => page.evaluate(async () => { for (let call = 0; call < 5; call++) await window.playground.evaluate(1); });

shared('the loss falls by a third in 150 steps of real MNIST', async ({ page, open }) => {
  await open(`${PAUSED}&hidden_dim=100`);
  const { first, last } = await page.evaluate(async () => ({
    first: await window.playground.train(1),
    last: await window.playground.train(149),
  }));
  expect(last.step).toBe(150);
  expect(first.losses.loss).toBeGreaterThan(500);
  expect(last.losses.loss).toBeLessThan((2 / 3) * first.losses.loss);
  expect(last.losses.recon_loss + last.losses.kl_loss).toBeCloseTo(last.losses.loss, 2);
});

test('a first visit sees a model learn without a click, and samples sharpen', async ({ page, shown }) => {
  await page.goto('./');
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await expect.poll(shown.step).toBeGreaterThan(2);
  const before = await shown.pixels('samples');
  await expect.poll(shown.step).toBeGreaterThan(60);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  await expect.poll(async () => difference(before, await shown.pixels('samples'))).toBeGreaterThan(5);
  // The figures follow the run at their own pace.
  for (const id of ['loss-train', 'loss-test']) await expect.poll(async () => Number(await shown.text(id))).toBeLessThan(300);
  expect(page.url()).not.toContain('#');
});

test('a first visit that wants little motion begins paused', async ({ page, open, shown }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open('./');
  await expect(shown.status).toContainText('Press Train');
  expect(await page.evaluate(() => window.playground.step)).toBe(0);
});

shared('pause holds the step still, and play goes on from there', async ({ page, open, shown }) => {
  await open();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(shown.step).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shown.status).toContainText('Paused');
  await answered(page);
  const held = await shown.step();
  // The samples of the last step are drawn after it.
  await expect(page.locator('#timeline-text')).toHaveText(`step ${held.toLocaleString('en')}`);
  const picture = await shown.picture('samples');
  await answered(page);
  expect(await shown.step()).toBe(held);
  expect(await page.evaluate(() => window.playground.step)).toBe(held);
  expect(await shown.picture('samples')).toBe(picture);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(shown.step).toBeGreaterThan(held);
});

shared('one step is one step, and restart brings the same first weights back', async ({ page, open, shown }) => {
  await open();
  const sample = () => page.evaluate(async () => Array.from(await window.playground.sample(4, { seed: 3 })));
  const first = await sample();
  for (const step of [1, 2]) {
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(shown.step).toBe(step);
    await expect(shown.status).toContainText(`Paused at step ${step}`);
  }
  expect(await sample()).not.toEqual(first);
  await page.getByRole('button', { name: 'Restart', exact: true }).click();
  await expect.poll(shown.step).toBe(0);
  await expect(shown.status).toContainText('Ready');
  expect(await sample()).toEqual(first);
});

shared('steps asked for in quick succession are all taken', async ({ page, open, shown }) => {
  await open();
  await page.evaluate(() => { for (let i = 0; i < 5; i++) document.getElementById('step').click(); });
  await expect.poll(shown.step).toBe(5);
  await expect(shown.status).toContainText('Paused at step 5');
});

shared('the same seed gives the same losses to the last bit, another seed others', async ({ page, open }) => {
  await open();
  const run = (seed, sizes) => page.evaluate(async ([wanted, parts]) => {
    const losses = [];
    window.playground.on('step', ({ history }) => losses.push(...history.map((point) => point.losses.loss)));
    await window.playground.load('vae', { seed: wanted, hidden_dim: 100 });
    for (const steps of parts) await window.playground.train(steps);
    return losses.slice(-20);
  }, [seed, sizes]);
  const once = await run(5, [20]);
  expect(once).toHaveLength(20);
  // Neither how the steps are divided nor what is looked at between them may matter.
  expect(await run(5, [1, 2, 3, 4, 10])).toEqual(once);
  expect(await run(6, [20])).not.toEqual(once);
});

shared('the hash trains as many steps as it says and pauses', async ({ page, open, shown }) => {
  await open(`${PAUSED}&steps=12&run=1`);
  await expect(shown.status).toContainText('Paused at step 12');
  await answered(page);
  expect(await page.evaluate(() => window.playground.step)).toBe(12);
});

shared('a changed hash applies without a reload', async ({ page, open, shown }) => {
  await open();
  await page.evaluate(() => { location.hash = '#preset=vae&seed=9&batch_size=32&device=cpu&steps=3&run=1'; });
  await expect(shown.status).toContainText('Paused at step 3');
  expect(await page.evaluate(() => window.playground.model.settings)).toMatchObject({ seed: 9, batch_size: 32 });
  await expect(page.getByLabel('Batch size')).toHaveValue('32');
});

shared('settings take effect with a restart, and the address follows', async ({ page, open, shown }) => {
  await open();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(shown.step).toBe(1);
  const apply = page.getByRole('button', { name: 'Restart with these' });
  await expect(apply).toBeDisabled();
  await page.getByLabel('Learning rate').fill('fast');
  await expect(page.getByText('must be a number from 0 to 1')).toBeVisible();
  await expect(apply).toBeDisabled();
  await page.getByLabel('Learning rate').fill('0.003');
  await page.getByLabel('Seed', { exact: true }).fill('4');
  await apply.click();
  await expect.poll(shown.step).toBe(0);
  await expect(apply).toBeDisabled();
  expect(new URL(page.url()).hash).toBe('#preset=vae&seed=4&lr=0.003&device=cpu');
  expect(await page.evaluate(() => window.playground.model.settings)).toMatchObject({ seed: 4, lr: 0.003 });
});

shared('each epoch ends with the whole test set', async ({ page, open, shown }) => {
  // Large batches make an epoch of 14 steps.
  await open('#preset=vae&seed=0&device=cpu&batch_size=4096&hidden_dim=50&lr=0.003&steps=14&run=1');
  await expect(page.locator('#epoch-note')).toContainText('After epoch 1 the loss on all test digits is');
  await expect(page.locator('#announcer')).not.toBeEmpty();
  const [words] = (await page.locator('#epoch-note').textContent()).match(/[\d.]+\.$/);
  const { loss } = await page.evaluate(() => window.playground.evaluate());
  expect(Math.abs(loss - Number(words.slice(0, -1)))).toBeLessThan(0.06);
  expect(await shown.step()).toBe(14);
});

test('training goes on in a hidden tab', async ({ page, context, open, shown }) => {
  await open();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(shown.step).toBeGreaterThan(0);
  // Headless browsers never hide a tab by themselves, so the page is told that it is hidden.
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true });
    window.requestAnimationFrame = () => 0;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const other = await context.newPage();
  await other.bringToFront();
  const before = await page.evaluate(() => window.playground.step);
  await expect.poll(() => page.evaluate(() => window.playground.step)).toBeGreaterThan(before + 20);
});
