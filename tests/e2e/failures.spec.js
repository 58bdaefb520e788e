// What breaks, breaks in words, with a next step, and without losing the run.

import { PAUSED, SMALL_GAN, expect, shared, test } from './fixtures.js';

test.describe('a part of the digits fails to load midway', () => {
  test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

  test('training goes on with what is there, a retry is offered, and nothing is lost', async ({ page, open, shown }) => {
    let broken = true;
    await page.route('**/train-images-1.idx.gz', (route) => (broken ? route.abort() : route.continue()));
    // Batches so large that the first part lasts two steps.
    await open('#preset=vae&seed=0&device=cpu&batch_size=2048&hidden_dim=20');
    await expect(shown.notice('data')).toContainText('could not be loaded');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(shown.step).toBe(2);
    await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
    expect(await page.evaluate(() => window.playground.train(1).catch((error) => error.code))).toBe('data-failed');
    await expect(shown.notice('data').getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(await page.evaluate(() => window.playground.step)).toBe(2);
    broken = false;
    await shown.notice('data').getByRole('button', { name: 'Try again' }).click();
    await expect.poll(shown.step).toBeGreaterThan(6);
    await expect(page.locator('#data-status')).toHaveText('60,000 digits to learn from');
  });

  test('a damaged file counts as one that did not arrive', async ({ page, open, shown }) => {
    let broken = true;
    await page.route('**/test-images-1.idx.gz', async (route) => {
      if (!broken) return route.continue();
      const response = await route.fetch();
      return route.fulfill({ response, body: (await response.body()).subarray(0, 5000), headers: {} });
    });
    await open(`${PAUSED}&hidden_dim=20`);
    await expect(shown.notice('data')).toContainText('Try again');
    broken = false;
    const losses = await page.evaluate(() => window.playground.evaluate());
    expect(losses.loss).toBeGreaterThan(500);
  });
});

test.describe('the engine does not arrive', () => {
  test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

  test('the page says so and tries again', async ({ page, shown }) => {
    let broken = true;
    await page.route('**/playground_cpu_bg.wasm', (route) => (broken ? route.abort() : route.continue()));
    await page.goto(`${PAUSED}&steps=2&run=1`);
    await expect(shown.notice('engine')).toContainText('could not be loaded');
    expect(await page.evaluate(() => window.playgroundReady.catch((error) => error.code))).toBe('engine-failed');
    broken = false;
    await shown.notice('engine').getByRole('button', { name: 'Try again' }).click();
    await expect(shown.status).toContainText('Paused at step 2');
  });
});

test.describe('the part of the engine that comes later does not arrive', () => {
  test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

  test('training goes on without it, what needs it says so, and asking again tries again', async ({ page, open, shown }) => {
    let broken = true;
    await page.route('**/playground_cpu_rest.wasm', (route) => (broken ? route.abort() : route.continue()));
    await open('#preset=latent-flow&device=cpu&seed=1');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    // Long enough for every card of the room, a thread that helps and the first answers about test images.
    await expect.poll(shown.step).toBeGreaterThan(40);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const codes = await page.evaluate(async () => {
      const pg = window.playground;
      const code = (error) => error.code;
      return Promise.all([pg.filters().catch(code), pg.scene('repair').catch(code), pg.sample(2).then(({ length }) => length)]);
    });
    expect(codes).toEqual(['engine-failed', 'engine-failed', 2 * 784]);
    broken = false;
    expect(await page.evaluate(async () => (await window.playground.filters()).length)).toBeGreaterThan(0);
  });
});

test.describe('a panic in wasm', () => {
  test.use({ expectedErrors: [[/panic/i, /unreachable/], { scope: 'test' }] });

  test('restarts the worker, says so, and training goes on', async ({ page, open, shown }) => {
    await open();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(shown.step).toBeGreaterThan(5);
    const code = await page.evaluate(() => window.playground.debug.panic().catch((error) => error.code));
    expect(code).toBe('worker-crashed');
    await expect(shown.notice('engine')).toContainText('was restarted');
    const step = () => page.evaluate(() => window.playground.step);
    const after = await step();
    await expect.poll(step).toBeGreaterThan(after + 5);
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  });

  shared('costs a script its call and no more: the same model is there again', async ({ page, open }) => {
    await open();
    const answers = await page.evaluate(async () => {
      const pg = window.playground;
      await pg.load('vae', { seed: 11, batch_size: 16 });
      const first = Array.from(await pg.sample(1));
      await pg.train(3);
      const training = pg.train(100_000).catch((error) => error.code);
      const panic = pg.debug.panic().catch((error) => error.code);
      const codes = await Promise.all([training, panic]);
      const again = Array.from(await pg.sample(1));
      return { codes, step: pg.step, same: first.every((value, index) => value === again[index]), settings: pg.model.settings };
    });
    expect(answers).toMatchObject({ codes: ['worker-crashed', 'worker-crashed'], step: 0, same: true, settings: { seed: 11, batch_size: 16 } });
  });

  shared('goes back to the checkpoint of a run that was restored', async ({ page, open }) => {
    await open();
    const answers = await page.evaluate(async () => {
      const pg = window.playground;
      await pg.train(4);
      await pg.restore(await pg.save());
      const next = await pg.train(2);
      await pg.debug.panic().catch(() => {});
      return { step: (await pg.sample(1)) && pg.step, next, again: await pg.train(2) };
    });
    expect(answers.step).toBe(4);
    expect(answers.again.losses).toEqual(answers.next.losses);
  });

  shared('goes back to the checkpoint from steps in detail too, and they go on', async ({ page, open }) => {
    await open(SMALL_GAN);
    const answers = await page.evaluate(async () => {
      const pg = window.playground;
      await pg.oneStep();
      await pg.restore(await pg.save());
      const { losses } = await pg.oneStep('generator');
      await pg.debug.panic().catch(() => {});
      await pg.sample(1);
      const { step } = pg;
      return { step, losses, again: await pg.oneStep('generator').then((detail) => [detail.step, detail.losses]) };
    });
    expect(answers.step).toBe(1);
    expect(answers.again).toEqual([2, answers.losses]);
  });

  test('three in a row end in words instead of a circle', async ({ page, open, shown }) => {
    await open();
    await page.evaluate(async () => { for (let i = 0; i < 3; i++) await window.playground.debug.panic().catch(() => {}); });
    await expect(shown.notice('engine')).toContainText('3 times in a row');
    await shown.notice('engine').getByRole('button', { name: 'Start again' }).click();
    await expect(shown.status).toContainText('Ready');
    expect((await page.evaluate(() => window.playground.train(1))).step).toBe(1);
  });
});

shared('a loss that breaks down stops the run, and a lower rate is offered', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0&device=cpu&lr=1&optimizer=sgd&steps=200&run=1');
  await expect(shown.notice('run')).toContainText('Training has stopped');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  await shown.notice('run').getByRole('button', { name: 'Restart with a lower rate' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model.settings.lr)).toBe(0.001);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(shown.step).toBe(1);
});

test('a run that would need more memory than there is is refused with its size, and a smaller one trains', async ({ page, open, shown }) => {
  await open('#preset=iwae&importance_samples=500&batch_size=4096&device=cpu&run=1');
  await expect(shown.notice('bad-setting')).toContainText(/needs about \d+ GB; try a smaller batch/);
  // The preset as it is, paused.
  await expect(shown.status).toContainText('Ready');
  expect(await page.evaluate(() => window.playground.model.batchSize)).toBe(20);
  const answers = await page.evaluate(async () => {
    const pg = window.playground;
    const large = { importance_samples: 500, batch_size: 4096 };
    const { memory } = await pg.describe('iwae', large);
    const training = pg.train(5);
    const refused = await pg.load('iwae', large).catch(({ code }) => code);
    return { memory, refused, ...await training, next: (await pg.train(1)).step };
  });
  expect(answers).toMatchObject({ refused: 'bad-setting', step: 5, steps: 5, next: 6 });
  expect(answers.memory).toBeGreaterThan(2 ** 32);
});

test.describe('memory that runs out all the same', () => {
  test.use({ expectedErrors: [[/panic/i, /unreachable/], { scope: 'test' }] });

  test('ends the run in words, without a restart into the same, and a smaller one trains', async ({ page, open, shown }) => {
    // As on a machine for which the estimate is wrong.
    await page.route('**/worker/worker.js', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      const body = text.replace(/function checkMemory\([^]*?\n\}/, 'function checkMemory() {}');
      expect(body).not.toBe(text);
      await route.fulfill({ response, body });
    });
    await open('#preset=gan-conv-critic&width=0.25&batch_size=4096&device=cpu');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(shown.notice('out-of-memory')).toContainText('ran out of memory');
    await expect(shown.status).toContainText('Stopped');
    await expect(page.locator('#play')).toBeDisabled();
    expect(await page.evaluate(() => window.playground.model)).toBe(null);
    await page.getByRole('combobox', { name: 'Batch size' }).or(page.getByLabel('Batch size')).first().fill('8');
    await page.getByRole('button', { name: 'Restart with these' }).click();
    await expect.poll(() => page.evaluate(() => window.playground.model?.batchSize)).toBe(8);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(shown.step).toBe(1);
  });
});

test.describe('a browser without', () => {
  for (const [what, script] of Object.entries({
    WebAssembly: 'delete globalThis.WebAssembly',
    'WebAssembly SIMD': 'WebAssembly.validate = () => false',
    'web workers': 'delete globalThis.Worker',
    'module workers': 'globalThis.Worker = class { constructor() { throw new SyntaxError(); } }',
  })) {
    test(`${what} is told so`, async ({ page }) => {
      await page.addInitScript(script);
      await page.goto('./');
      await expect(page.locator('#unsupported')).toContainText(what);
      await expect(page.locator('#status')).toContainText('Stopped');
      expect(await page.evaluate(() => window.playgroundReady.catch((error) => error.code))).toBe('unsupported');
    });
  }

  test('a script that did not arrive is told so', async ({ browser }) => {
    const page = await browser.newPage();
    await page.route('**/joined/main.js', (route) => route.abort());
    await page.goto('./');
    await expect(page.locator('#unsupported')).toContainText('did not arrive');
    await page.close();
  });

  test('JavaScript is told so', async ({ browser, baseURL }) => {
    const page = await browser.newPage({ javaScriptEnabled: false, baseURL });
    await page.goto('./');
    // Playwright's own text matching leaves noscript out.
    expect(await page.locator('noscript p').evaluate((element) => (element.checkVisibility() ? element.innerText : ''))).toContain('needs JavaScript');
    await expect(page.locator('#play')).toBeHidden();
    await page.close();
  });
});
