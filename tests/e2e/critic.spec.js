// The game of generator and discriminator: its views, and its steps one network at a time.

import { SMALL_GAN, atRest, difference, expect, shared } from './fixtures.js';

/** Sums of the weights of each network, read out of what PyTorch would read. */
const weights = (page) => page.evaluate(async () => {
  const bytes = await window.playground.exportWeights();
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const sums = {};
  for (const [name, { data_offsets: ends }] of Object.entries(header)) {
    if (!ends) continue;
    const network = name.split('.')[0];
    for (let at = ends[0]; at < ends[1]; at += 4) sums[network] = (sums[network] ?? 0) + Math.abs(view.getFloat32(8 + length + at, true));
  }
  return sums;
});

shared('a step of one network changes that network alone, and counts as a step', async ({ page, open, shown }) => {
  await open(SMALL_GAN);
  const before = await weights(page);
  await page.getByRole('button', { name: 'Step D' }).click();
  await expect.poll(shown.step).toBe(1);
  const afterCritic = await weights(page);
  expect(afterCritic.generator).toBe(before.generator);
  expect(afterCritic.discriminator).not.toBe(before.discriminator);
  await page.getByRole('button', { name: 'Step G' }).click();
  await expect.poll(shown.step).toBe(2);
  const afterForger = await weights(page);
  expect(afterForger.generator).not.toBe(before.generator);
  expect(afterForger.discriminator).toBe(afterCritic.discriminator);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(shown.step).toBe(3);
  const afterBoth = await weights(page);
  expect(afterBoth.generator).not.toBe(afterForger.generator);
  expect(afterBoth.discriminator).not.toBe(afterForger.discriminator);
  expect(await page.evaluate(() => window.playground.step)).toBe(3);
});

shared('a step is shown in its five stages, with pictures, scores, losses and pulls', async ({ page, open, shown }) => {
  await open(SMALL_GAN);
  await expect(page.locator('#steps')).toBeHidden();
  await page.keyboard.press('d');
  const panel = page.locator('#steps');
  await expect(panel).toContainText('Step 1, looked at closely');
  await expect(panel).toContainText('Only the discriminator learned');
  await expect(panel.locator('h3:visible')).toHaveText(['Sample', 'Discriminate', 'Loss', 'Gradient', 'Update'], { useInnerText: true });
  await expect(page.locator('#step-gradients b')).toHaveText(['discriminator']);
  await expect(page.locator('#step-gradients li')).toHaveCount(5);
  await page.keyboard.press('g');
  await expect(panel).toContainText('Only the generator learned');
  await expect(page.locator('#step-gradients b')).toHaveText(['generator']);
  await expect(page.locator('#step-losses dd')).toHaveText([/^\d+\.\d\d$/, /^\d+\.\d\d$/]);
  for (const id of ['step-batch', 'step-fakes']) expect((await shown.pixels(id)).some((value, index) => index % 4 === 3 && value > 60)).toBe(true);
  expect(await page.locator('#step-scores path').first().getAttribute('d')).toMatch(/^M0 100L/);
  await panel.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(panel).toBeHidden();
});

shared('an autoencoder’s step has its own stages', async ({ page, open }) => {
  await open();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  const panel = page.locator('#steps');
  await expect(panel.locator('h3:visible')).toHaveText(['Encode', 'Sample', 'Decode', 'Loss', 'Gradient', 'Update']);
  await expect(page.locator('#step-gradients b')).toHaveText(['encoder', 'mean', 'log-variance', 'decoder']);
  await expect(page.locator('#step-update')).toContainText('Adam corrects 652,824 weights');
});

shared('steps asked for in quick succession each learn what was asked', async ({ page, open, shown }) => {
  await open(SMALL_GAN);
  const parts = await page.evaluate(() => {
    const seen = [];
    window.playground.on('step', ({ detail }) => seen.push(detail.part));
    for (const id of ['step', 'step-d', 'step-d', 'step-g']) document.getElementById(id).click();
    return new Promise((resolve) => { window.playground.on('step', () => { if (seen.length === 4) resolve(seen); }); });
  });
  expect(parts).toEqual(['both', 'discriminator', 'discriminator', 'generator']);
  await expect(shown.status).toContainText('Paused at step 4');
});

shared('the critic’s beliefs are drawn, and a drawing has its place among them', async ({ page, open, shown }) => {
  await open(SMALL_GAN);
  await page.evaluate(() => window.playground.train(40));
  await expect(page.locator('#belief-note')).toContainText('right about');
  for (const kind of ['real', 'model']) expect(await page.locator(`#belief path.${kind}`).getAttribute('d')).toMatch(/^M0 100L/);
  for (const id of ['real-most', 'real-least', 'fake-most', 'fake-least']) expect((await shown.pixels(id)).some((value, index) => index % 4 === 3 && value > 60), id).toBe(true);
  // A test digit waits on the pad.
  await expect(page.locator('#verdict')).toContainText('of the real test digits');
  await expect(page.locator('#verdict-figure')).toHaveText(/^\d+ %$/);
  await expect(page.locator('#belief .mark')).toHaveAttribute('visibility', 'visible');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.locator('#verdict')).toContainText('Draw something');
  await expect(page.locator('#belief .mark')).toHaveAttribute('visibility', 'hidden');
});

shared('a model that is told the digit draws the one that is asked for', async ({ page, open, shown }) => {
  await open('#preset=cvae&seed=0&device=cpu&hidden_dim=100&batch_size=64');
  await page.evaluate(() => window.playground.train(60));
  await expect.poll(async () => (await shown.pixels('samples')).length).toBe(4 * 302 * 302);
  await page.locator('#wanted-digit').getByRole('radio', { name: '3' }).check();
  await expect.poll(async () => (await shown.pixels('samples')).length).toBe(4 * 242 * 242);
  await atRest(page);
  const three = await shown.pixels('samples');
  await page.locator('#wanted-digit').getByRole('radio', { name: '1' }).check();
  await expect.poll(async () => difference(three, await shown.pixels('samples'))).toBeGreaterThan(1);
  // By keyboard too.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await shown.pixels('samples')).length).toBe(4 * 302 * 302);
});

shared('one handwriting is drawn as every digit, and the digit that is said to be there matters', async ({ page, open, shown }) => {
  await open('#preset=cvae&seed=0&device=cpu&hidden_dim=100&batch_size=64');
  await page.evaluate(() => window.playground.train(60));
  const visible = (pixels) => pixels.some((value, index) => index % 4 === 3 && value > 100);
  await atRest(page);
  expect(visible(await shown.pixels('styles'))).toBe(true);
  const before = await shown.pixels('redrawn');
  const other = await page.evaluate(() => (Number(document.querySelector('#drawn-digit input:checked').value) + 5) % 10);
  await page.locator('#drawn-digit').getByRole('radio', { name: String(other) }).check();
  await expect.poll(async () => difference(before, await shown.pixels('redrawn'))).toBeGreaterThan(0.5);
});

shared('a collapse is told with a way out', async ({ page, open, shown }) => {
  await open(SMALL_GAN);
  // Weights that are pulled to zero pass no noise on: a collapse that no last digit decides about.
  const heard = await page.evaluate(async () => {
    const kinds = [];
    window.playground.on('event', ({ kind }) => kinds.push(kind));
    await window.playground.load('gan', { width: 0.02, lr: 0.02, batch_size: 8, seed: 1, weight_decay: 1 });
    await window.playground.train(420);
    return kinds;
  });
  expect(heard).toContain('collapsed');
  await expect(shown.notice('event')).toContainText('Step');
  await shown.notice('event').getByRole('button', { name: 'Restart with a lower rate' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model.settings.lr)).toBe(0.001);
  await expect(shown.notice('event')).toHaveCount(0);
});

shared('scripts can judge, step and export, and are told what a model cannot do', async ({ page, open }) => {
  await open(SMALL_GAN);
  const answers = await page.evaluate(async () => {
    const pg = window.playground;
    const code = (call) => call.then(() => 'no error', (error) => error.code);
    const fakes = await pg.sample(5);
    const logits = await pg.judge(fakes);
    const detail = await pg.oneStep('discriminator');
    const { losses, hasEncoder, hasCritic, conditional, parts } = pg.model;
    const answers = {
      logits: [logits.constructor.name, logits.length], part: detail.part, images: detail.images.length, scores: detail.realScores.length,
      model: { losses, hasEncoder, hasCritic, conditional, parts: parts.map(({ name }) => name) },
      encode: await code(pg.encode(fakes)), unknownPart: await code(pg.oneStep('critic')), step: pg.step,
      decode: (await pg.decode(new Float32Array(200))).length,
    };
    await pg.load('vae');
    return { ...answers, judge: await code(pg.judge(fakes)), half: await code(pg.oneStep('generator')) };
  });
  expect(answers).toEqual({
    logits: ['Float32Array', 5], part: 'discriminator', images: 32 * 784, scores: 32,
    model: { losses: ['d_loss', 'g_loss'], hasEncoder: false, hasCritic: true, conditional: false, parts: ['generator', 'discriminator'] },
    encode: 'bad-input', unknownPart: 'bad-input', step: 1, decode: 2 * 784, judge: 'bad-input', half: 'bad-input',
  });
});
