// Every figure of the tutorial, with what it shows held against the real thing.

import AxeBuilder from '@axe-core/playwright';
import { PAUSED, SMALL_GAN, expect, test } from './fixtures.js';

const SMALL_VAE = `${PAUSED}&latent_dim=2&hidden_dim=50&batch_size=32`;
const CHAPTERS = ['data', 'code', 'game', 'better', 'browser'];
const WORDS = {
  en: { two: 'Only 0 and 1', again: 'Throw again', other: 'Another digit', critic: 'Step the critic', forger: 'Step the forger', handful: 'Another handful', up: 'Up to the bench', train: 'Train', unseen: 'never shown', heading: 'Data is king' },
  zh: { two: '只看 0 和 1', again: '再抛一次', other: '换一个数字', critic: '鉴定者走一步', forger: '伪造者走一步', handful: '换一批', up: '回到实验台', train: '训练', unseen: '从没看过', heading: '数据为王' },
};

/** The chapters, with their text. */
async function read(page) {
  await page.locator('#tutorial').scrollIntoViewIfNeeded();
  await expect(page.locator('#chapter-browser h3')).toBeVisible();
}

/** A figure in sight. */
async function figure(page, name) {
  const body = page.locator(`.figure-${name}`);
  await body.scrollIntoViewIfNeeded();
  return body;
}

const pixels = (canvas) => canvas.evaluate((element) => {
  const copy = new OffscreenCanvas(element.width, element.height).getContext('2d');
  copy.drawImage(element, 0, 0);
  return copy.getImageData(0, 0, element.width, element.height).data.join();
});

const numbers = (text) => (text.match(/−?\d+(\.\d+)?/g) ?? []).map((number) => Number(number.replace('−', '-')));

for (const language of ['en', 'zh']) {
  const words = WORDS[language];
  test.describe(`in ${language}`, () => {
    test.beforeEach(async ({ page }) => {
      await page.addInitScript((chosen) => localStorage.setItem('playground.language', chosen), language);
    });

    test('data: what is taken away surprises more, and the ghost is that of what is left', async ({ page, open }) => {
      await open(SMALL_VAE);
      await read(page);
      await expect(page.locator('#chapter-data h3')).toHaveText(words.heading);
      const body = await figure(page, 'class-means');
      const nats = async () => numbers((await body.locator('.surprise-number').allTextContents()).join(' '));
      await expect.poll(async () => (await nats()).length).toBe(10);
      const before = await nats();
      const ghost = body.locator('.means-pictures canvas').first();
      const ghostBefore = await pixels(ghost);
      await body.getByRole('button', { name: words.two }).click();
      const after = await nats();
      // Of ones the model now knows more, of the others it has seen nothing.
      expect(after[1]).toBeLessThan(before[1]);
      for (const digit of [2, 3, 4, 5, 6, 7, 8, 9]) expect(after[digit]).toBeGreaterThan(before[digit]);
      await expect(body.locator('.unseen')).toHaveCount(8);
      await expect(body.locator('.unseen').first()).toContainText(words.unseen);
      expect(await pixels(ghost)).not.toBe(ghostBefore);
      await expect(body.locator('.class-button').nth(7)).toHaveAttribute('aria-pressed', 'false');
    });

    test('data: a run on the bench after which a few digits have been seen', async ({ page, open }) => {
      await open(SMALL_VAE);
      await read(page);
      const body = await figure(page, 'more-data');
      const row = body.locator('.more-row').first();
      const empty = await pixels(row.locator('canvas'));
      await row.getByRole('button').click();
      await expect(row.locator('b')).toHaveText(/^\d+\.\d$/);
      expect(await pixels(row.locator('canvas'))).not.toBe(empty);
      expect(await page.evaluate(() => [window.playground.step, window.playground.model.batchSize, window.playground.model.latentDim])).toEqual([20, 32, 20]);
      expect(page.url()).toContain('batch_size=32');
      const { loss } = await page.evaluate(() => window.playground.evaluate(500));
      expect(Number(await row.locator('b').textContent())).toBeCloseTo(loss, 1);
    });

    test('code: every throw is the mean and so many spreads, and is drawn', async ({ page, open }) => {
      await open(SMALL_VAE);
      await read(page);
      const body = await figure(page, 'resample');
      const cells = async () => {
        const rows = await body.locator('.throw-table tr').all();
        return Promise.all(rows.map(async (row) => numbers((await row.locator('td').allTextContents()).join(' '))));
      };
      await expect.poll(async () => (await cells()).flat().length).toBe(8);
      const [mu, sigma, epsilon, z] = await cells();
      for (const axis of [0, 1]) expect(z[axis]).toBeCloseTo(mu[axis] + sigma[axis] * epsilon[axis], 1);
      const made = body.locator('.throw-end canvas').last();
      const first = await pixels(made);
      await body.getByRole('button', { name: words.again }).click();
      await expect.poll(async () => (await cells())[2][0]).not.toBe(epsilon[0]);
      expect((await cells())[0]).toEqual(mu);
      expect(await pixels(made)).not.toBe(first);
      // Without a spread all throws are the mean.
      await body.locator('input[type=range]').fill('0');
      await expect.poll(async () => (await cells())[3]).toEqual(mu);
      await body.getByRole('button', { name: words.other }).click();
      await expect.poll(async () => (await cells())[0]).not.toEqual(mu);
      const [rebuilding, code, whole] = numbers(await body.locator('.throw-costs').textContent());
      expect(rebuilding + code).toBeCloseTo(whole, 0);
    });

    test('code: the losses are those of the bench', async ({ page, open }) => {
      await open(SMALL_VAE);
      await read(page);
      const body = await figure(page, 'elbo');
      await expect(body.locator('.strip-says')).toContainText('VAE');
      const { meanLosses } = await page.evaluate(() => window.playground.train(1));
      await expect(body.locator('dd').first()).toHaveText(meanLosses.recon_loss.toFixed(1));
      await expect(body.locator('dd').nth(1)).toHaveText(meanLosses.kl_loss.toFixed(1));
      await expect(body.locator('dd').nth(2)).toHaveText(meanLosses.loss.toFixed(1));
      await page.evaluate(() => window.playground.train(3));
      await expect.poll(() => body.locator('path').first().getAttribute('d')).toMatch(/^M/);
      await body.getByRole('button', { name: 'beta-VAE' }).click();
      await expect.poll(() => page.evaluate(() => window.playground.model?.preset)).toBe('beta-vae');
      await expect(body.locator('dd').first()).toHaveText('–');
    });

    test('game: a step of the critic changes scores alone, a step of the forger its pictures', async ({ page, open }) => {
      await open(SMALL_VAE);
      await read(page);
      const body = await figure(page, 'critic');
      await expect(body.getByRole('button', { name: words.critic })).toBeDisabled();
      await body.locator('.primary').click();
      await expect.poll(() => page.evaluate(() => window.playground.model?.preset)).toBe('gan');
      // As on the bench, but small.
      await page.evaluate((hash) => { location.hash = hash; }, SMALL_GAN);
      await expect.poll(() => page.evaluate(() => window.playground.model?.settings.width)).toBe(0.1);
      const [before, now] = [body.locator('tbody tr').first(), body.locator('tbody tr').last()];
      const [forgedBefore, forgedNow] = [body.locator('.forged-row canvas').first(), body.locator('.forged-row canvas').last()];
      await expect(now).toContainText('%');
      await body.getByRole('button', { name: words.critic }).click();
      await expect(before).toContainText('%');
      expect(await page.evaluate(() => window.playground.step)).toBe(1);
      expect(await pixels(forgedNow)).toBe(await pixels(forgedBefore));
      await body.getByRole('button', { name: words.forger }).click();
      await expect.poll(async () => (await pixels(forgedNow)) === (await pixels(forgedBefore))).toBe(false);
      expect(await page.evaluate(() => window.playground.step)).toBe(2);
      // Its own numbers: those that the critic gives the real digits that it is shown.
      const mean = await page.evaluate(async () => {
        const { images } = await window.playground.testImages(0, 64);
        const scores = await window.playground.judge(images);
        return scores.reduce((sum, score) => sum + 1 / (1 + Math.exp(-score)), 0) / scores.length;
      });
      await expect(now.locator('td').first()).toHaveText(`${Math.round(100 * mean)} %`);
    });

    test('better: three kinds of digits, and other ones on request', async ({ page, open }) => {
      await open(SMALL_VAE);
      await read(page);
      const body = await figure(page, 'side-by-side');
      await expect.poll(async () => numbers((await body.locator('.side-grey').allTextContents()).join(' ')).length).toBe(3);
      await expect(body.locator('.side-budget').nth(1)).toContainText(/\d/);
      const canvases = await body.locator('canvas').all();
      const first = await Promise.all(canvases.map(pixels));
      expect(new Set(first).size).toBe(3);
      await body.getByRole('button', { name: words.handful }).click();
      for (const [index, canvas] of canvases.entries()) await expect.poll(() => pixels(canvas)).not.toBe(first[index]);
    });

    test('browser: the weights and multiplications of the model on the bench, and its time', async ({ page, open }) => {
      await open(SMALL_VAE);
      await read(page);
      const body = await figure(page, 'machine');
      const facts = body.locator('.facts dd');
      const count = await page.evaluate(() => window.playground.model.parameterCount);
      await expect(facts.nth(2)).toHaveText(count.toLocaleString('en'));
      // 784 × 50, twice 50 × 2, 2 × 50 and 50 × 784.
      await expect(facts.nth(3)).toHaveText((2 * 784 * 50 + 3 * 100).toLocaleString('en'));
      await page.evaluate(() => window.playground.train(30));
      await expect(facts.nth(5)).toContainText(/\d/);
      await expect(body.locator('.work-tables table')).toHaveCount(4);
      await body.getByRole('button', { name: words.train, exact: true }).click();
      await expect.poll(() => page.evaluate(() => window.playground.step)).toBeGreaterThan(31);
      await body.getByRole('button', { name: words.up }).click();
      expect(await page.evaluate(() => document.activeElement.id)).toBe('play');
    });

    test('formulas are set as MathML when unfolded', async ({ page, open }) => {
      await open(SMALL_VAE);
      await read(page);
      expect(await page.locator('math').count()).toBe(0);
      const folded = page.locator('#chapter-code details').nth(1);
      await folded.locator('summary').first().focus();
      await page.keyboard.press('Enter');
      await expect(folded.locator('math').first()).toBeVisible();
      await page.evaluate(() => { for (const details of document.querySelectorAll('#tutorial details')) details.open = true; });
      await expect(page.locator('#tutorial [data-formula]:empty')).toHaveCount(0);
      expect(await page.locator('#tutorial math').count()).toBe(await page.locator('#tutorial [data-formula]').count());
    });
  });
}

test('the contents lead to chapters, and leave the address alone', async ({ page, open }) => {
  await open(SMALL_VAE);
  const before = page.url();
  await page.locator('#tutorial').scrollIntoViewIfNeeded();
  const link = page.locator('.contents a').nth(2);
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#chapter-game-title')).toBeFocused();
  await expect(page.locator('#chapter-game-title')).toBeInViewport();
  await expect(link).toHaveAttribute('aria-current', 'true');
  expect(page.url()).toBe(before);
});

test('an address can lead to a chapter', async ({ page }) => {
  await page.goto(`?chapter=better${SMALL_VAE}`);
  await expect(page.locator('#chapter-better-title')).toBeInViewport();
  await expect(page.locator('#chapter-better-title')).toBeFocused();
});

test('another language keeps the reader’s place, and the figures what they show', async ({ page, open }) => {
  await open(SMALL_VAE);
  await read(page);
  const body = await figure(page, 'class-means');
  await body.getByRole('button', { name: WORDS.en.two }).click();
  await page.locator('#chapter-data details summary').click();
  await page.locator('#chapter-data h4').nth(1).evaluate((heading) => heading.scrollIntoView());
  const top = () => page.locator('#chapter-data h4').nth(1).evaluate((heading) => Math.round(heading.getBoundingClientRect().top));
  const before = await top();
  await page.evaluate(async () => { const { setLanguage } = await import('./i18n.js'); await setLanguage('zh'); });
  await expect(page.locator('#chapter-data h3')).toHaveText(WORDS.zh.heading);
  expect(Math.abs((await top()) - before)).toBeLessThan(4);
  await expect(page.locator('#chapter-data details')).toHaveAttribute('open', '');
  await expect(body.locator('.class-button[aria-pressed="true"]')).toHaveCount(2);
  await expect(body.getByRole('button', { name: WORDS.zh.two })).toBeVisible();
});

test.describe('text that does not arrive', () => {
  test.use({ expectedErrors: [/Failed to load resource/] });

  test('is said, and can be asked for again', async ({ page, open }) => {
    await page.route('**/tutorial/en/*.html', (route) => route.abort());
    await open(SMALL_VAE);
    await page.locator('#tutorial').scrollIntoViewIfNeeded();
    await expect(page.locator('.tutorial-failed')).toBeVisible();
    await page.unroute('**/tutorial/en/*.html');
    await page.locator('.tutorial-failed button').click();
    await expect(page.locator('#chapter-data h3')).toBeVisible();
    await expect(page.locator('.tutorial-failed')).toBeHidden();
  });
});

for (const colorScheme of ['light', 'dark']) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('axe finds nothing in the tutorial, with everything open', async ({ page, open }) => {
      await open(SMALL_GAN);
      await read(page);
      for (const name of ['class-means', 'more-data', 'resample', 'elbo', 'critic', 'side-by-side', 'machine']) await expect((await figure(page, name)).locator(':scope > *').first()).toBeVisible();
      await page.locator('.figure-class-means .class-button').first().click();
      await page.evaluate(() => { for (const details of document.querySelectorAll('#tutorial details')) details.open = true; });
      await expect(page.locator('#tutorial [data-formula]:empty')).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).include('#tutorial').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
    });
  });
}

for (const width of [360, 768]) {
  test(`${width} px are enough for the tutorial`, async ({ page, open }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(SMALL_GAN);
    await read(page);
    for (const id of CHAPTERS) await page.locator(`#chapter-${id}`).scrollIntoViewIfNeeded();
    await figure(page, 'machine');
    await page.evaluate(() => { for (const details of document.querySelectorAll('#tutorial details')) details.open = true; });
    await expect(page.locator('#tutorial [data-formula]:empty')).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
