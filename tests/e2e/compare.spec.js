// Two runs from one seed, side by side: each as if it had been trained alone.

import { SMALL_GAN, axe, chinese, difference, expect, pixelsOf, shared, test, violations } from './fixtures.js';

const SMALL = '#preset=vae&seed=3&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32';

/** The engines that models train in; what else works in threads comes and goes by itself. */
const engines = (page) => page.workers().filter((worker) => worker.url().endsWith('/worker/worker.js')).length;

/** What the card shows, by place. */
function cardOf(page) {
  const card = page.locator('#compare');
  return {
    card,
    status: page.locator('#compare-status'),
    step: async () => Number((await page.locator('#compare-status').textContent()).replaceAll(',', '').match(/\d+/)?.[0] ?? 0),
    start: async (setting, value) => {
      await page.locator('#compare-setting').selectOption(setting);
      if (value !== undefined) await page.locator('#compare-value').fill(value);
      await page.locator('#compare-start').click();
    },
    figures: () => card.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent))),
    pixels: (at) => pixelsOf(card.locator('.compare-side canvas').nth(at)),
  };
}

shared('two runs with one setting changed train in step, and each is what it would be alone', async ({ page, open, shown }) => {
  await open(`${SMALL}&room=compare`);
  const there = engines(page);
  const { card, status, step, start, figures, pixels } = cardOf(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(shown.step).toBeGreaterThan(2);
  await start('lr', '0.01');
  await expect(page.locator('#play-label')).toHaveText('Train');
  await expect(card).toContainText('The run of the training room is paused');
  await expect(card.locator('h3')).toHaveText(['A: Learning rate 0.001', 'B: Learning rate 0.01']);
  await expect.poll(step).toBeGreaterThan(20);
  expect(engines(page)).toBe(there + 2);
  await page.locator('#compare-play').click();
  await expect(status).toContainText('Paused at step');
  const before = await step();
  const [old] = await figures();
  await page.locator('#compare-step').click();
  await expect.poll(step).toBe(before + 1);
  // The step is told as soon as it is taken; both sides are looked at after it.
  await expect.poll(async () => (await figures())[0]).not.toEqual(old);
  const [[a, b, apart]] = await figures();
  expect(Number(apart.replace('−', '-'))).toBeCloseTo(Number(b) - Number(a), 0);
  expect(difference(await pixels(0), await pixels(1))).toBeGreaterThan(1);
  await expect(card.locator('.chart')).toHaveAttribute('aria-label', new RegExp(`A ${a}, B ${b}`));
  expect(await violations(axe(page).include('#compare'))).toEqual([]);

  const left = await page.evaluate(() => window.playground.step);
  await page.locator('#compare-close').click();
  // The page's run goes on, and the memory of the two is free.
  await expect.poll(() => page.evaluate(() => window.playground.step)).toBeGreaterThan(left);
  await expect.poll(() => engines(page)).toBe(there);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  const alone = await page.evaluate(async (steps) => {
    const pg = window.playground;
    const losses = [];
    for (const lr of [0.001, 0.01]) {
      await pg.load('vae', { seed: 3, latent_dim: 2, hidden_dim: 50, batch_size: 32, lr });
      await pg.train(steps);
      losses.push((await pg.evaluate(500)).loss.toFixed(1));
    }
    return losses;
  }, before + 1);
  expect([a, b]).toEqual(alone);
});

shared('from the room of the data: a recipe beside the data as they are, from one seed, measured, and in the address', async ({ page, open }) => {
  await open('#preset=cvae&seed=3&device=cpu&latent_dim=2&hidden_dim=20&batch_size=32&data.limit=300&room=data');
  await page.getByRole('button', { name: '30 % wrong labels' }).click();
  await page.getByRole('button', { name: 'Compare with MNIST as it is' }).click();
  const { card, step } = cardOf(page);
  await expect(page.locator('#room-compare h1')).toBeFocused();
  await expect(card.locator('h3')).toHaveText(['A: MNIST as it is', 'B: 30 % wrong labels']);
  await expect.poll(step).toBeGreaterThan(3);
  await expect(card.locator('.side-data')).toHaveText(['Trained on: MNIST as it is; 60,000 images an epoch', 'Trained on: 30 % wrong labels; 60,000 images an epoch']);
  const learnt = card.locator('.compare-side .digit-labels');
  await expect(learnt.nth(1).locator('.wrong').first()).toBeVisible();
  await expect(learnt.nth(0).locator('.wrong')).toHaveCount(0);
  const link = page.url();
  expect(decodeURIComponent(link)).toContain('data.limit=300');
  expect(decodeURIComponent(link)).toContain('compare-b=mislabel:0.3');
  // What is measured stands still. To wait for both would take longer than all else here; the room of the data's test waits for one.
  await page.getByRole('button', { name: 'Measure 2,000 samples of each' }).click();
  await expect(card.locator('.compare-measured')).toContainText('Measuring');
  await expect(page.locator('#compare-play')).toBeDisabled();
  await expect(page.locator('#compare-status')).toContainText('Paused');
  await page.locator('#compare-close').click();
  await expect.poll(() => page.url()).not.toContain('compare-b');

  // Whoever opens the link finds it laid out, and nothing running.
  await page.evaluate((hash) => { location.hash = hash; }, new URL(link).hash);
  await expect(page.locator('#compare-setting')).toHaveValue('data');
  await expect(page.locator('#compare-given')).toHaveValue('');
  await expect(page.locator('#compare-value')).toHaveValue('mislabel:0.3');
  await expect(card.locator('.compare-results')).toBeHidden();
});

shared('what was measured of both is a table: each metric, the difference, which is better, and by digit', async ({ page, open }) => {
  await open(`${SMALL}&room=compare`);
  const text = await page.evaluate(async () => {
    const [{ createMeasuredTable }, { Scope }] = await Promise.all(['rooms/compare/measured-table.js', 'kit/scope.js'].map((name) => import(new URL(name, document.baseURI))));
    const { element, show } = new Scope().run(() => createMeasuredTable({ onMeasure() {} }));
    const real = { classifier_score: 9.6, density: 1, digit_shares: [0.4, 0.6] };
    const [a, b] = [{ classifier_score: 8, density: 1.3, digit_shares: [0.5, 0.5], real }, { classifier_score: 7.25, density: 0.9, digit_shares: [1, 0], real }];
    show({ step: 1200, both: [a, b], own: false }, { busy: false, ready: true });
    return [element.querySelector('.fine').textContent, ...Array.from(element.querySelectorAll('tbody tr'), (row) => Array.from(row.cells, (cell) => cell.textContent).join('|'))];
  });
  expect(text[0]).toContain('Measured at step 1,200.');
  expect(text.slice(1)).toEqual([
    'Classifier score (more is better, at most 10)|8.00|7.25|−0.750|A|9.60', 'Density|1.300|0.900|−0.400|B|1.000', 'A|50 %|50 %', 'B|100 %|0 %', 'Real digits|40 %|60 %',
  ]);
});

shared('a side that breaks down says so, and the other goes on', async ({ page, open }) => {
  await open(`${SMALL}&room=compare&optimizer=sgd&lr=0.0001`);
  const { card, step, start, figures } = cardOf(page);
  await start('lr', '1');
  await expect(card.locator('.compare-side').nth(1).locator('.problem')).toContainText('This side has ended');
  const at = await step();
  await expect.poll(step).toBeGreaterThan(at + 5);
  await expect(card.locator('.compare-side').nth(0).locator('.problem')).toBeHidden();
  await expect.poll(async () => (await figures())[0][0]).toMatch(/\d/);
  // Another value starts both again.
  await start('lr', '0.00001');
  await expect(card.locator('.problem:visible')).toHaveText(['']);
  await expect.poll(step).toBeGreaterThan(2);
});

// Of its own: a comparison that was made before would be shown.
test('what cannot be compared is said before anything opens', async ({ page, open }) => {
  await open(`${SMALL}&room=compare`);
  const { card, start } = cardOf(page);
  const there = engines(page);
  await start('batch_size', '0');
  await expect(page.locator('#compare-problem')).toContainText('from 1 to 4096');
  await start('batch_size', '32');
  await expect(page.locator('#compare-problem')).toContainText('value of A');
  await expect(card.locator('.compare-results')).toBeHidden();
  expect(engines(page)).toBe(there);
  expect(await page.locator('#compare-setting option').evaluateAll((all) => all.map(({ value }) => value))).not.toContain('seed');
  // On its way to another device the page has no model to compare with.
  await page.evaluate(() => window.playground.useDevice('cpu'));
  await start('lr', '0.01');
  await expect(card.locator('.compare-results')).toBeHidden();
});

shared('a GAN\'s game is compared in Chinese, by keyboard alone', async ({ page, open }) => {
  await open(`${SMALL_GAN}&room=compare`);
  await chinese(page);
  const { card, status, step } = cardOf(page);
  await expect(card.getByRole('heading', { name: '两次训练' })).toBeVisible();
  await page.locator('#compare-setting').focus();
  await page.locator('#compare-setting').selectOption('critic_norm');
  await page.locator('#compare-value').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(step).toBeGreaterThan(4);
  await expect(card.locator('tbody th').first()).toHaveText('判别器');
  await page.locator('#compare-play').focus();
  await page.keyboard.press('Enter');
  await expect(status).toContainText('已暂停');
  // Training the page's own run takes the machine back.
  await page.locator('#compare-play').press('Enter');
  await expect(status).toContainText('两边都在');
  await page.evaluate(() => window.playground.train(1));
  await expect(status).toContainText('已暂停');
  await page.locator('#compare-close').press('Enter');
  await expect(card.locator('.compare-results')).toBeHidden();
  await expect(page.locator('#compare-start')).toBeFocused();
});
