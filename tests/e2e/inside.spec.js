// Looking inside, and moving slowly.

import { SMALL_GAN, atRest, chinese, difference, expect, pixelsOf, recorded, resize, shared } from './fixtures.js';

const TINY = '#preset=vae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32';
const INSIDE = `${TINY}&room=inside`;

const train = (page, steps) => page.evaluate((n) => window.playground.train(n), steps);

shared('scripts see filters, activations and what settings would make', async ({ page, open }) => {
  await open(TINY);
  const answers = await page.evaluate(async () => {
    const pg = window.playground;
    const code = (call) => call.then(() => 'no error', (error) => error.code);
    const { images } = await pg.testImages(0, 1);
    const networks = await pg.activations(images);
    const shapes = Object.fromEntries(networks.map(({ network, layers }) => [network, layers.map(({ shape, values }) => [...shape, values.length])]));
    const last = (name) => Array.from(networks.find(({ network }) => network === name).layers.at(-1).values);
    const { mean, logvar } = await pg.encode(images);
    const drawn = await pg.activations(null, { z: [0, 1] });
    const [filter] = await pg.filters();
    let gradients = null;
    pg.on('step', (report) => { gradients = report.gradients; });
    await pg.train(3);
    const codes = await pg.oneStep();
    const described = await pg.describe('vae', { hidden_dim: 50, latent_dim: 2 });
    return {
      shapes, mean: [last('mean'), Array.from(mean)], logvar: [last('logvar'), Array.from(logvar)], drawn: drawn.map(({ network }) => network),
      filter: [filter.network, filter.name, filter.count, filter.height, filter.width, filter.values.length],
      gradients: gradients.map(({ name }) => name), finite: gradients.every(({ norm }) => norm > 0),
      codes: [codes.mean.length, codes.logvar.length, codes.z.length],
      same: [described.parameterCount === pg.model.parameterCount, JSON.stringify(described.parts) === JSON.stringify(pg.model.parts)],
      nothing: await code(pg.activations(null)), two: await code(pg.activations(new Float32Array(2 * 784))), long: await code(pg.activations(images, { z: [1, 2, 3] })),
      unknown: await code(pg.describe('vea')), senseless: await code(pg.describe('vae', { hidden_dim: -1 })),
    };
  });
  expect(answers.shapes).toEqual({
    encoder: [[50, 1, 1, 50], [50, 1, 1, 50]], mean: [[2, 1, 1, 2]], logvar: [[2, 1, 1, 2]], decoder: [[50, 1, 1, 50], [50, 1, 1, 50], [784, 1, 1, 784]],
  });
  expect(answers.mean[0]).toEqual(answers.mean[1]);
  expect(answers.logvar[0]).toEqual(answers.logvar[1]);
  expect(answers).toMatchObject({
    drawn: ['decoder'], filter: ['encoder', 'Linear 50', 50, 28, 28, 50 * 784], finite: true, codes: [64, 64, 64], same: [true, true],
    nothing: 'bad-input', two: 'bad-input', long: 'bad-input', unknown: 'unknown-preset', senseless: 'bad-setting',
  });
  expect(answers.gradients).toEqual(['encoder.0', 'mean', 'logvar', 'decoder.0', 'decoder.2'].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]));
});

shared('filters are drawn, and change while the model learns', async ({ page, open }) => {
  await open(INSIDE);
  const card = page.locator('#filters');
  await card.scrollIntoViewIfNeeded();
  await expect(card.locator('figcaption')).toContainText('Encoder, Linear 50: 50 of 50');
  await atRest(page);
  const before = await pixelsOf(card.locator('canvas'));
  await train(page, 60);
  await expect.poll(async () => {
    const after = await pixelsOf(card.locator('canvas'));
    return after.length === before.length ? difference(before, after) : 0;
  }).toBeGreaterThan(1);
});

shared('a digit is followed through the layers of a VAE', async ({ page, open, go }) => {
  await open(INSIDE);
  await train(page, 10);
  const card = page.locator('#flow');
  await card.scrollIntoViewIfNeeded();
  await expect(card.locator('h3')).toHaveText(['Encoder', 'Mean of the latent vector', 'Log-variance of the latent vector', 'Decoder']);
  await expect(card.locator('.of-encoder li')).toHaveCount(2);
  await expect(card.locator('.of-encoder')).toContainText(/Linear 50 \+ ReLU.*39,250 weights.*\d+ of 50 active/s);
  const drawn = card.locator('.of-decoder canvas').last();
  await expect.poll(async () => (await pixelsOf(drawn)).some((value, at) => at % 4 === 3 && value > 60)).toBe(true);
  // Another digit takes another way.
  const hidden = card.locator('.of-encoder .signed');
  await atRest(page);
  const before = await pixelsOf(hidden);
  await go('train');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('button', { name: 'Use a test digit' }).click();
  await go('inside');
  await card.scrollIntoViewIfNeeded();
  await expect.poll(async () => difference(before, await pixelsOf(hidden))).toBeGreaterThan(1);
});

shared('a GAN’s two ways end in a picture and in the critic’s score', async ({ page, open }) => {
  await open(`${SMALL_GAN}&room=inside`);
  await train(page, 5);
  const card = page.locator('#flow');
  await card.scrollIntoViewIfNeeded();
  await expect(card.locator('h3')).toHaveText(['Generator', 'Discriminator']);
  await expect(card.locator('.of-discriminator .number')).toHaveText(/^−?\d+\.\d\d$/);
  const drawn = card.locator('.of-generator canvas').last();
  await expect.poll(async () => (await pixelsOf(drawn)).some((value, at) => at % 4 === 3 && value > 60)).toBe(true);
});

shared('gradients are drawn layer by layer, with a plain word about them', async ({ page, open }) => {
  await open(`${SMALL_GAN}&room=inside`);
  const card = page.locator('#gradients');
  await card.scrollIntoViewIfNeeded();
  await expect(card.locator('.verdicts')).toContainText('Train a few steps');
  await train(page, 20);
  await expect(card.locator('h3')).toHaveText(['Discriminator', 'Generator']);
  await expect(card.locator('.spark-rows li')).toHaveCount(10);
  await expect(card.locator('.verdicts li')).toHaveCount(2);
  await expect(card.locator('.figure').first()).toHaveText(/\d/);
  await expect.poll(async () => (await pixelsOf(card.locator('canvas').first())).some((value, at) => at % 4 === 3 && value > 200)).toBe(true);
  // A new run has a history of its own.
  await page.evaluate(() => window.playground.load('vae', { hidden_dim: 16, batch_size: 16 }));
  await expect(card.locator('.spark-rows li')).toHaveCount(0);
});

shared('slow motion shows every step by itself, and full speed goes on from there', async ({ page, open, shown }) => {
  await open(TINY);
  const seen = () => page.evaluate(() => window.chunks);
  await page.evaluate(() => { window.chunks = []; window.playground.on('step', ({ chunk, detail }) => window.chunks.push([chunk.steps, Boolean(detail)])); });
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('Step by step');
  const titles = await recorded(page, '#steps-title');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.locator('#steps')).toBeVisible();
  await expect.poll(async () => (await titles()).join('\n')).toMatch(/Step [23],/);
  const chunks = await seen();
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks).toEqual(chunks.map(() => [1, true]));
  // One after the other, and none left out.
  const steps = [...new Set((await titles()).flatMap((title) => [.../^Step ([\d,]+),/.exec(title) ?? []].slice(1).map(Number)))];
  expect(steps.length).toBeGreaterThan(1);
  expect(steps).toEqual(steps.map((_, at) => at + 1));
  // Closed by the visitor, it stays closed while the run goes on.
  await page.locator('#steps-close').click();
  const at = await shown.step();
  await expect.poll(shown.step).toBeGreaterThan(at + 1);
  await expect(page.locator('#steps')).toBeHidden();
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('Slow motion');
  await expect.poll(async () => (await seen()).at(-1)).toEqual([1, false]);
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('Full speed');
  await expect.poll(async () => (await seen()).at(-1)[0]).toBeGreaterThan(1);
  // Pausing is immediate at any speed.
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('Step by step');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shown.status).toContainText('Paused');
});

shared('slow motion stops where a run was to stop', async ({ page, open, shown }) => {
  await open(TINY);
  await page.locator('#tempo').selectOption('slow');
  await page.evaluate(() => { location.hash = `${location.hash}&steps=4&run=1`; });
  await expect(shown.status).toContainText('Paused at step 4');
});

shared('a VAE’s step shows the codes and how far they are thrown', async ({ page, open }) => {
  await open(TINY);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.locator('#step-posterior-note')).toContainText(/Mean standard deviation: \d\.\d\d/);
  const [before, thrown] = [await pixelsOf(page.locator('#step-posterior')), await pixelsOf(page.locator('#step-thrown'))];
  expect(before.length).toBe(thrown.length);
  expect(difference(before, thrown)).toBeGreaterThan(1);
  await expect(page.locator('#step-posterior')).toHaveAttribute('aria-label', /2 of 2 numbers/);
});

shared('settings say what they would cost, and that they need a restart', async ({ page, open }) => {
  await open(TINY);
  const estimate = page.locator('.estimate');
  const weights = await page.evaluate(() => window.playground.model.parameterCount);
  await expect(estimate).toHaveText(`The model has ${weights.toLocaleString('en')} weights.`);
  await page.locator('#settings summary').click();
  await page.getByLabel('Hidden units').fill('100');
  const wanted = await page.evaluate(async () => (await window.playground.describe('vae', { hidden_dim: 100, latent_dim: 2 })).parameterCount);
  await expect(estimate).toContainText('Restart needed: 1 setting differs');
  await expect(estimate).toContainText(wanted.toLocaleString('en'));
  await expect(page.locator('.field.differs')).toHaveCount(1);
  await page.getByRole('button', { name: 'Restart with these' }).click();
  await expect(estimate).toHaveText(`The model has ${wanted.toLocaleString('en')} weights.`);
  await expect(page.locator('.field.differs')).toHaveCount(0);
});

shared('in Chinese, and on a phone without scrolling sideways', async ({ page, open }) => {
  await resize(page, { width: 360, height: 740 });
  await open(INSIDE);
  await chinese(page);
  await page.locator('#step').click();
  await train(page, 10);
  await expect(page.locator('#step-posterior-note')).toContainText('平均标准差');
  for (const [id, text] of [['filters', '编码器，全连接 50'], ['flow', '潜变量的均值'], ['gradients', '编码器：正常']]) {
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await expect(page.locator(`#${id}`)).toContainText(text);
  }
  await page.locator('#rooms [data-room="train"]').click();
  await expect(page.locator('.estimate')).toContainText('个权重');
  expect(await page.locator('#tempo option').allTextContents()).toEqual(['全速', '慢动作', '逐步']);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  // The strip of stages can be moved by keyboard.
  await expect(page.locator('.stages')).toHaveAttribute('tabindex', '0');
});
