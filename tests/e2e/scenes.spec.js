// The room of the scenes: what a model that is trained here makes of spoilt digits.

import { chinese, english, expect, pictureOf, shared, axeFinds } from './fixtures.js';

const SMALL = '#preset=vae&seed=0&device=cpu&hidden_dim=64&batch_size=64&lr=0.003&room=scenes';

shared('a digit is repaired live, as the hole is painted, while the model trains, and measured beside what needs no model', async ({ page, open, shown }) => {
  await open(SMALL);
  await page.evaluate(() => window.playground.train(500));
  const card = page.locator('#scene-repair');
  await expect(card.locator('figcaption')).toHaveText([/^The digit$/, /^What is left$/, /^Descent on the latent, error 0\.0/, /error 0\.0/, /error 0\.0/]);
  const answer = card.locator('canvas.model');
  const before = await pictureOf(answer);
  // By keyboard, from the middle to the right.
  const hole = card.getByRole('application');
  await hole.focus();
  await page.keyboard.press('Space');
  for (let at = 0; at < 3; at++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => pictureOf(answer)).not.toBe(before);
  // By pointer, and then by a square hole again.
  const painted = await pictureOf(hole);
  await hole.click({ position: { x: 20, y: 20 } });
  expect(await pictureOf(hole)).not.toBe(painted);
  // The command has the hole then.
  await card.getByRole('button', { name: 'Measure it on' }).click();
  await expect(card.locator('.scene-command')).toHaveText(/--seed 1 --mask [0-9a-f]{196} --json$/);
  await card.getByRole('slider').fill('12');
  await expect(card.locator('output')).toHaveText('12 pixels');

  await card.getByRole('button', { name: 'Measure it on' }).click();
  await expect(card.getByRole('progressbar')).toBeVisible();
  const row = card.getByRole('row', { name: /Squared error a pixel/ });
  await expect(row).toBeVisible();
  const [ours, ...others] = (await row.getByRole('cell').allTextContents()).map(Number);
  expect(ours).toBeLessThan(Math.max(...others));
  await expect(card.locator('.scene-command')).toHaveText(/scene repair --weights FILE --count 20 --seed 1 --option size=12 --json$/);
  const download = page.waitForEvent('download');
  await card.getByRole('button', { name: 'Save as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('scene-repair.csv');

  expect(await axeFinds(page, '#room-scenes')).toEqual([]);
  await chinese(page);
  await expect(card.locator('figcaption').nth(2)).toContainText('在潜空间中下降，误差');
  await english(page);

  // Training goes on between the parts, and the answers with it.
  const then = await pictureOf(answer);
  const step = await shown.step();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => pictureOf(answer)).not.toBe(then);
  await expect.poll(shown.step).toBeGreaterThan(step);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shown.status).toContainText('Paused');
  // What was asked while it trained is asked again of the model that came of it.
  const { squared_error: error } = await page.evaluate(async () => {
    const { playground: pg } = window;
    const { images } = await pg.testImages(0, 1);
    return (await pg.scene('repair', { image: images, seed: 1, size: 12 })).numbers;
  });
  await expect(card.locator('figcaption').nth(2)).toContainText(`error ${error.toFixed(4)}`);
});

shared('every scene that the model plays answers; one can be stopped, and what cannot be played is said', async ({ page, open }) => {
  await open(SMALL);
  const found = await page.evaluate(async () => {
    const pg = window.playground;
    await pg.train(200);
    const found = {};
    for (const [name, options] of [['denoise', { noise: 0.5, steps: 40 }], ['enlarge', { size: 7, steps: 30, restarts: 2 }], ['measure', { measurements: 40, steps: 30, restarts: 2 }], ['counterfactual', { steps: 20 }]]) {
      const shares = [];
      const { images, numbers, plain } = await pg.scene(name, { count: 2, seed: 3, ...options, onProgress: ({ share }) => shares.push(share) });
      found[name] = [images.length, numbers.count, typeof plain.squared_error, shares.every((share, at) => share >= (shares[at - 1] ?? 0) && share <= 1)];
    }
    const packed = await pg.scene('compress', { count: 20, seed: 3 });
    const { bits_per_pixel: bits, bound_bits_per_pixel: bound, overhead_bits: once } = packed.numbers;
    found.compress = [packed.file.length, packed.truth.length, packed.plain.method, Math.abs((bits - once / packed.truth.length) / bound - 1) < 0.1];
    const stopped = new AbortController();
    const stop = pg.scene('measure', { count: 100, signal: stopped.signal, onProgress: () => stopped.abort() });
    found.stopped = await stop.catch(({ code }) => code);
    found.unknown = await pg.scene('repaint').catch(({ message }) => message);
    found.range = await pg.scene('denoise', { noise: 3 }).catch(({ code }) => code);
    found.again = (await pg.scene('repair', { count: 1, mask: Float32Array.from({ length: 784 }, (_, at) => Number(at < 300)), steps: 5 })).answers;
    await pg.load('vae', { likelihood: 'discretised-logistic', hidden_dim: 16 });
    const grey = await pg.scene('compress', { count: 3, seed: 3 });
    found.grey = [grey.numbers.method, grey.truth.some((pixel) => pixel > 0 && pixel < 1), grey.plain.bytes > grey.truth.length / 8];
    return found;
  });
  expect(found).toEqual({
    denoise: [2 * 784, 2, 'number', true], enlarge: [2 * 784, 2, 'number', true], measure: [2 * 784, 2, 'number', true], counterfactual: [2 * 784, 2, 'number', true],
    compress: [expect.any(Number), 20 * 784, 'gzip', true],
    stopped: 'aborted', unknown: expect.stringContaining('repair, denoise, enlarge, measure, compress, anomaly, counterfactual, smaller, scarce'), range: 'bad-setting', again: 4,
    grey: ['grey-bits-back', true, true],
  });
  await expect(page.locator('#scene-anomaly').getByRole('button', { name: 'Find it' })).toBeDisabled();
  // Told the digit, a model has no use for that.
  await open(`${SMALL.replace('vae', 'cvae')}&data.limit=100`);
  await expect(page.locator('#scene-repair')).toBeVisible();
  await expect(page.locator('#scene-anomaly')).toBeHidden();
  // It can teach a classifier, and be made smaller.
  await expect(page.locator('#scene-scarce')).toContainText('This run learns from 100 digits in all');
  const uses = await page.evaluate(async () => {
    const { images, numbers } = await window.playground.scene('scarce', { count: 200, samples: 100, repeats: 1 });
    return [images.length, numbers.real, numbers.samples, numbers.accuracy > 0.2];
  });
  expect(uses).toEqual([20 * 784, 100, 100, true]);
  const smaller = page.locator('#scene-smaller');
  await smaller.getByLabel('Samples to measure').selectOption('200');
  await smaller.getByRole('button', { name: 'Measure' }).click();
  await expect(smaller.getByRole('row', { name: /Fréchet distance/ })).toBeVisible();
  await expect(smaller.getByRole('img')).toHaveCount(4);
  await expect(smaller.locator('.scene-command')).toHaveText(/scene smaller --weights FILE --count 200 --seed 1 --json$/);
});
