// Every figure of the tutorial, with what it shows held against the real thing.

import { PAUSED, SMALL_GAN, axeFinds, chinese, difference, expect, pictureOf, pixelsOf, resize, shared, test, unnamedImages } from './fixtures.js';

const SMALL_VAE = `${PAUSED}&latent_dim=2&hidden_dim=50&batch_size=32`;
const CHAPTERS = ['data', 'code', 'game', 'better', 'pixels', 'noise', 'scenes', 'browser'];
/** What stands on the figures' buttons. That it is there in Chinese too, tests/unit/languages.test.js knows. */
const words = { again: 'Throw again', other: 'Another digit', critic: 'Step the critic', forger: 'Step the forger', handful: 'Another handful', up: 'To the training room', train: 'Train' };
/** Of the figure that is read in both languages. */
const WORDS = {
  en: { two: 'Only 0 and 1', unseen: 'never shown', heading: 'Data is king' },
  zh: { two: '只看 0 和 1', unseen: '从没看过', heading: '数据为王' },
};

/** A chapter, with its text. */
const chapter = (hash, id) => `${hash}&room=learn&chapter=${id}`;
async function read(page, id) {
  await expect(page.locator(`#chapter-${id} h2`)).toBeVisible();
}

/** A figure in sight. */
async function figure(page, name) {
  const body = page.locator(`.figure-${name}`);
  await body.scrollIntoViewIfNeeded();
  return body;
}

const numbers = (text) => (text.match(/−?\d+(\.\d+)?/g) ?? []).map((number) => Number(number.replace('−', '-')));

for (const language of ['en', 'zh']) {
  const { two, unseen, heading } = WORDS[language];
  shared(`in ${language}, data: what is taken away surprises more, and the ghost is that of what is left`, async ({ page, open }) => {
    if (language === 'zh') await chinese(page);
    await open(chapter(SMALL_VAE, 'data'));
    await read(page, 'data');
    await expect(page.locator('#chapter-data h2')).toHaveText(heading);
    const body = await figure(page, 'class-means');
    const nats = async () => numbers((await body.locator('.surprise-number').allTextContents()).join(' '));
    await expect.poll(async () => (await nats()).length).toBe(10);
    const before = await nats();
    const ghost = body.locator('.means-pictures canvas').first();
    const ghostBefore = await pictureOf(ghost);
    await body.getByRole('button', { name: two }).click();
    const after = await nats();
    // Of ones the model now knows more, of the others it has seen nothing.
    expect(after[1]).toBeLessThan(before[1]);
    for (const digit of [2, 3, 4, 5, 6, 7, 8, 9]) expect(after[digit]).toBeGreaterThan(before[digit]);
    await expect(body.locator('.unseen')).toHaveCount(8);
    await expect(body.locator('.unseen').first()).toContainText(unseen);
    expect(await pictureOf(ghost)).not.toBe(ghostBefore);
    await expect(body.locator('.class-button').nth(7)).toHaveAttribute('aria-pressed', 'false');
  });
}

shared('data: a digit is left out, the network is trained again, what it draws is counted, and the room of the data has the same', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'data'));
  await read(page, 'data');
  const body = await figure(page, 'spoil');
  const row = body.locator('.spoil-row').nth(1);
  await expect(body.getByRole('button', { name: 'Open these data' })).toBeHidden();
  await expect(body).toContainText(/gets \d+ % right/);
  await row.getByRole('button', { name: 'Without the 8' }).click();
  await expect(body.locator('.digit-labels span')).toHaveCount(10);
  await expect(row.locator('.fine')).toHaveText(/^\d+ % look like the digit asked for; asked for an 8, \d+ % do\.$/);
  const [all, eights] = numbers(await row.locator('.fine').textContent());
  // It draws the others, and the one that it was never shown least.
  expect(eights).toBeLessThan(all);
  expect(await body.locator('.digit-labels').textContent()).not.toContain('8');
  expect(await page.evaluate(() => [window.playground.step, window.playground.model.preset, window.playground.model.data.recipe])).toEqual([600, 'cvae', { digits: '0,1,2,3,4,5,6,7,9' }]);
  await body.getByRole('button', { name: 'Open these data' }).click();
  await expect(page.getByLabel('Digits', { exact: true })).toHaveValue('0,1,2,3,4,5,6,7,9');
  await expect(page.locator('#recipe .recipe-state')).toContainText('The run learns from these data');
});

shared('data: a run on the bench after which a few digits have been seen', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'data'));
  await read(page, 'data');
  const body = await figure(page, 'more-data');
  const row = body.locator('.more-row').first();
  const empty = await pictureOf(row.locator('canvas'));
  await row.getByRole('button').click();
  await expect(row.locator('b')).toHaveText(/^\d+\.\d$/);
  expect(await pictureOf(row.locator('canvas'))).not.toBe(empty);
  expect(await page.evaluate(() => [window.playground.step, window.playground.model.batchSize, window.playground.model.latentDim])).toEqual([20, 32, 20]);
  expect(page.url()).toContain('batch_size=32');
  const { loss } = await page.evaluate(() => window.playground.evaluate(500));
  expect(Number(await row.locator('b').textContent())).toBeCloseTo(loss, 1);
});

shared('code: every throw is the mean and so many spreads, and is drawn', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'code'));
  await read(page, 'code');
  const body = await figure(page, 'resample');
  const cells = async () => {
    const rows = await body.locator('.throw-table tr').all();
    return Promise.all(rows.map(async (row) => numbers((await row.locator('td').allTextContents()).join(' '))));
  };
  await expect.poll(async () => (await cells()).flat().length).toBe(8);
  const [mu, sigma, epsilon, z] = await cells();
  for (const axis of [0, 1]) expect(z[axis]).toBeCloseTo(mu[axis] + sigma[axis] * epsilon[axis], 1);
  const made = body.locator('.throw-end canvas').last();
  const first = await pictureOf(made);
  await body.getByRole('button', { name: words.again }).click();
  await expect.poll(async () => (await cells())[2][0]).not.toBe(epsilon[0]);
  expect((await cells())[0]).toEqual(mu);
  expect(await pictureOf(made)).not.toBe(first);
  // Without a spread all throws are the mean.
  await body.locator('input[type=range]').fill('0');
  await expect.poll(async () => (await cells())[3]).toEqual(mu);
  await body.getByRole('button', { name: words.other }).click();
  await expect.poll(async () => (await cells())[0]).not.toEqual(mu);
  const [rebuilding, code, whole] = numbers(await body.locator('.throw-costs').textContent());
  expect(rebuilding + code).toBeCloseTo(whole, 0);
});

shared('code: the losses are those of the bench', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'code'));
  await read(page, 'code');
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

shared('game: a step of the critic changes scores alone, a step of the forger its pictures', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'game'));
  await read(page, 'game');
  const body = await figure(page, 'critic');
  await expect(body.getByRole('button', { name: words.critic })).toBeDisabled();
  await body.locator('.primary').click();
  await expect.poll(() => page.evaluate(() => window.playground.model?.preset)).toBe('gan');
  // As on the bench, but small.
  await page.evaluate((hash) => { location.hash = hash; }, chapter(SMALL_GAN, 'game'));
  await expect.poll(() => page.evaluate(() => window.playground.model?.settings.width)).toBe(0.1);
  const [before, now] = [body.locator('tbody tr').first(), body.locator('tbody tr').last()];
  const [forgedBefore, forgedNow] = [body.locator('.forged-row canvas').first(), body.locator('.forged-row canvas').last()];
  await expect(now).toContainText('%');
  await body.getByRole('button', { name: words.critic }).click();
  await expect(before).toContainText('%');
  expect(await page.evaluate(() => window.playground.step)).toBe(1);
  expect(await pictureOf(forgedNow)).toBe(await pictureOf(forgedBefore));
  await body.getByRole('button', { name: words.forger }).click();
  await expect.poll(async () => (await pictureOf(forgedNow)) === (await pictureOf(forgedBefore))).toBe(false);
  expect(await page.evaluate(() => window.playground.step)).toBe(2);
  // Its own numbers: those that the critic gives the real digits that it is shown.
  const mean = await page.evaluate(async () => {
    const { images } = await window.playground.testImages(0, 64);
    const scores = await window.playground.judge(images);
    return scores.reduce((sum, score) => sum + 1 / (1 + Math.exp(-score)), 0) / scores.length;
  });
  await expect(now.locator('td').first()).toHaveText(`${Math.round(100 * mean)} %`);
});

shared('better: three kinds of digits, and other ones on request', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'better'));
  await read(page, 'better');
  const body = await figure(page, 'side-by-side');
  await expect.poll(async () => numbers((await body.locator('.side-grey').allTextContents()).join(' ')).length).toBe(3);
  await expect(body.locator('.side-budget').nth(1)).toContainText(/\d/);
  const canvases = await body.locator('canvas').all();
  const first = await Promise.all(canvases.map(pictureOf));
  expect(new Set(first).size).toBe(3);
  await body.getByRole('button', { name: words.handful }).click();
  for (const [index, canvas] of canvases.entries()) await expect.poll(() => pictureOf(canvas)).not.toBe(first[index]);
});

shared('pixels: who is told more is surprised less, and a transformer is not asked of a VAE', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'pixels'));
  await read(page, 'pixels');
  const body = await figure(page, 'by-counting');
  const nats = async () => numbers((await body.locator('.counting-row b').allTextContents()).join(' '));
  await expect.poll(async () => (await nats()).length).toBe(4);
  const found = await nats();
  expect(found).toEqual(found.toSorted((a, b) => b - a));
  await expect(body.locator('.counting-row b').last()).toHaveText('–');
  const writing = await figure(page, 'block-by-block');
  await expect(writing).toContainText('Put a transformer on it');
  await expect(writing.getByRole('button', { name: 'Write another digit' })).toBeDisabled();
});

shared('noise: the best flow ends at a digit that it knows, and no steps are asked of a VAE', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'noise'));
  await read(page, 'noise');
  const body = await figure(page, 'ideal-flow');
  const knows = body.getByRole('button', { name: 'Knows 10 digits' });
  await knows.click();
  await expect(knows).toHaveAttribute('aria-pressed', 'true');
  // Then its film plays, until the slider is moved.
  await expect(body).not.toHaveAttribute('aria-busy', 'true');
  const ink = async (at) => (await pixelsOf(body.locator('canvas').nth(at))).filter((_, index) => index % 4 === 3);
  await body.locator('input').fill('40');
  expect(difference(await ink(0), await ink(2))).toBeLessThan(0.5);
  await body.locator('input').fill('0');
  expect(difference(await ink(0), await ink(2))).toBeGreaterThan(10);
  // Noise says nothing: the same is expected of all.
  const [first, second] = [await ink(1), await ink(1)].map((all, column) => all.filter((_, pixel) => Math.floor(((pixel % 182) - 2) / 30) === column));
  expect(difference(first, second)).toBeLessThan(0.5);
  await expect(await figure(page, 'few-steps')).toContainText('Put a latent flow on it');
});

shared('scenes: a model is asked what is missing beside plain methods, and a link leads to the room', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'scenes'));
  await read(page, 'scenes');
  const body = await figure(page, 'four-questions');
  await expect(body.locator('figcaption', { hasText: 'Descent on the latent, error' })).toBeVisible();
  await body.getByRole('button', { name: 'Remove noise' }).click();
  await expect(body.locator('figcaption', { hasText: 'Blur' })).toBeVisible();
  await page.locator('#chapter-scenes').getByRole('link', { name: 'Scenes' }).first().click();
  await expect(page.locator('#room-scenes')).toBeVisible();
  expect(page.url()).toContain('latent_dim=2');
});

shared('browser: the weights and multiplications of the model on the bench, and its time', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'browser'));
  await read(page, 'browser');
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
  await expect(page.locator('#room-train-title')).toBeFocused();
});

shared('formulas are set as MathML when unfolded', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'code'));
  await read(page, 'code');
  expect(await page.locator('math').count()).toBe(0);
  const folded = page.locator('#chapter-code details').nth(1);
  await folded.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  await expect(folded.locator('math').first()).toBeVisible();
  await page.evaluate(() => { for (const details of document.querySelectorAll('#room-learn details')) details.open = true; });
  await expect(page.locator('#room-learn [data-formula]:empty')).toHaveCount(0);
  await expect(page.locator('#room-learn math')).toHaveCount(await page.locator('#room-learn [data-formula]').count());
});

shared('contents, next and back lead from chapter to chapter, and so does the browser’s way back; the run stays', async ({ page, open, go }) => {
  await open(`${SMALL_VAE}&steps=3&run=1`);
  await expect(page.locator('#status')).toContainText('Paused at step 3');
  await go('learn');
  await expect(page.locator('#chapter-data h2')).toBeVisible();
  const link = page.locator('.contents a').nth(2);
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#chapter-game-title')).toBeFocused();
  await expect(page.locator('#chapter-game-title')).toBeInViewport();
  await expect(link).toHaveAttribute('aria-current', 'page');
  expect(new URL(page.url()).hash).toContain('room=learn&chapter=game');
  await page.locator('.turn .next').click();
  await expect(page.locator('#chapter-better-title')).toBeFocused();
  await page.locator('.turn .back').click();
  await expect(page.locator('#chapter-game-title')).toBeFocused();
  await page.goBack();
  await expect(page.locator('#chapter-better-title')).toBeVisible();
  for (let i = 0; i < 3; i++) await page.goBack();
  await expect(page.locator('#room-train')).toBeVisible();
  await expect(page.locator('#room-learn')).toHaveCount(0);
  expect(await page.evaluate(() => window.playground.step)).toBe(3);
});

test('an address can lead to a chapter', async ({ page }) => {
  await page.goto(`?chapter=better${SMALL_VAE}`);
  await expect(page.locator('#chapter-better-title')).toBeInViewport();
  await expect(page.locator('.contents [aria-current]')).toHaveText('Which is better?');
  await expect(page.locator('#rooms [aria-current]')).toHaveText('Learn');
});

shared('another language keeps the reader’s place, and the figures what they show', async ({ page, open }) => {
  await open(chapter(SMALL_VAE, 'data'));
  await read(page, 'data');
  const body = await figure(page, 'class-means');
  await body.getByRole('button', { name: WORDS.en.two }).click();
  await page.locator('#chapter-data details summary').click();
  await page.locator('#chapter-data h3').nth(1).evaluate((heading) => heading.scrollIntoView());
  // Both languages have the same blocks: the one at the top of the window stays there, however long its text is.
  const top = () => page.locator('#chapter-data').evaluate((section) => [...section.children].findIndex((block) => block.getBoundingClientRect().bottom > 0));
  // What stands above may grow yet, and the browser scrolls after it in the next frame.
  await expect(page.locator('.figure-spoil')).not.toBeEmpty();
  await expect.poll(top).toBeGreaterThan(5);
  const before = await top();
  await page.evaluate(async () => { const { setLanguage } = await import('./words/i18n.js'); await setLanguage('zh'); });
  await expect(page.locator('#chapter-data h2')).toHaveText(WORDS.zh.heading);
  await expect.poll(top).toBe(before);
  await expect(page.locator('#chapter-data details')).toHaveAttribute('open', '');
  await expect(body.locator('.class-button[aria-pressed="true"]')).toHaveCount(2);
  await expect(body.getByRole('button', { name: WORDS.zh.two })).toBeVisible();
});

test.describe('text that does not arrive', () => {
  test.use({ expectedErrors: [/Failed to load resource/] });

  test('is said, and can be asked for again', async ({ page, open }) => {
    await page.route('**/learn/en/*.html', (route) => route.abort());
    await open(chapter(SMALL_VAE, 'data'));
    await expect(page.locator('.tutorial-failed')).toBeVisible();
    await page.unroute('**/learn/en/*.html');
    await page.locator('.tutorial-failed button').click();
    await expect(page.locator('#chapter-data h2')).toBeVisible();
    await expect(page.locator('.tutorial-failed')).toBeHidden();
  });
});

test('with everything open axe finds nothing in the tutorial in light and dark colours, and 360 and 768 px are enough for it', async ({ page, open }) => {
  const unnamed = await unnamedImages(page);
  await open(chapter(SMALL_GAN, 'data'));
  for (const id of CHAPTERS) {
    await read(page, id);
    for (const body of await page.locator('.figure-body').all()) {
      await body.scrollIntoViewIfNeeded();
      await expect(body.locator(':scope > *').first()).toBeVisible();
    }
    if (id === 'data') await page.locator('.figure-class-means .class-button').first().click();
    await page.evaluate(() => { for (const details of document.querySelectorAll('#room-learn details')) details.open = true; });
    await expect(page.locator('#room-learn [data-formula]:empty')).toHaveCount(0);
    expect(await axeFinds(page, '#room-learn'), id).toEqual([]);
    for (const width of [768, 360]) {
      await resize(page, { width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${id} ${width}`).toBeLessThanOrEqual(width);
    }
    await resize(page, { width: 1280, height: 800 });
    await page.locator('.turn .next').click();
  }
  await expect(page.locator('#room-train')).toBeVisible();
  expect(await unnamed()).toEqual([]);
});
