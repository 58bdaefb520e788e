// What the address says about the page: its parts, its colours, and hostile things.

import { PAUSED, expect, test } from './fixtures.js';

const visible = async (page, wanted) => {
  for (const [part, there] of Object.entries(wanted)) {
    if (there) await expect(page.locator(part), part).toBeVisible();
    else await expect(page.locator(part), part).toBeHidden();
  }
};

test('the card gives a link and a frame, and both bring this run back', async ({ page, open }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(`${PAUSED}&latent_dim=5&batch_size=32&room=take`);
  const card = page.locator('#share');
  await expect(page.locator('#share-link')).toHaveValue(/#preset=vae&seed=0&batch_size=32&latent_dim=5&device=cpu$/);
  await card.getByLabel('Begin to train').check();
  await card.getByLabel('Loss', { exact: true }).uncheck();
  await card.getByLabel('Try your own handwriting').check();
  await card.getByLabel('Colours').selectOption('dark');
  await card.getByRole('button', { name: 'Copy the code' }).click();
  await expect(card).toContainText('Copied.');
  const code = await page.evaluate(() => navigator.clipboard.readText());
  expect(code).toBe(await page.locator('#share-code').inputValue());
  const address = code.match(/src="([^"]+)"/)[1].replaceAll('&amp;', '&');
  expect(await page.locator('#share-preview').evaluate(({ href }) => href)).toBe(address);
  await page.goto(`${address.replace('run=1', 'steps=2&run=1')}`);
  await page.reload();
  await expect(page.locator('#status')).toContainText('Paused at step 2');
  expect(await page.evaluate(() => window.playground.model)).toMatchObject({ latentDim: 5, batchSize: 32 });
  await visible(page, { '.samples': true, '.draw': true, '.losses': false, '.models': false, '.masthead': false, '#play': true });
  expect(await page.locator('html').evaluate((root) => getComputedStyle(root).colorScheme)).toBe('dark');
});

test('a script’s setting that has no field is shown, in the link, kept by Restart, and can be reset', async ({ page, open, go, shown }) => {
  await open();
  await expect(page.locator('#other-settings')).toBeHidden();
  await page.evaluate(() => window.playground.load('vae', { weight_decay: 0.01, hidden_dim: 50 }));
  await expect(page.locator('#other-settings')).toContainText('weight_decay = 0.01');
  await expect(page.locator('#other-settings li')).toHaveCount(1);
  await go('take');
  await expect(page.locator('#share-link')).toHaveValue(/#preset=vae&seed=0&weight_decay=0.01&hidden_dim=50&device=cpu$/);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(shown.step).toBe(1);
  await page.getByRole('button', { name: 'Restart', exact: true }).click();
  await expect.poll(shown.step).toBe(0);
  expect(await page.evaluate(() => window.playground.model.settings)).toMatchObject({ weight_decay: 0.01, hidden_dim: 50 });
  await page.reload();
  await page.evaluate(() => window.playgroundReady);
  expect(await page.evaluate(() => window.playground.model.settings)).toMatchObject({ weight_decay: 0.01, hidden_dim: 50 });
  await go('train');
  await page.locator('#other-settings').getByRole('button', { name: 'Reset' }).click();
  await expect(page.locator('#other-settings')).toBeHidden();
  await page.getByRole('button', { name: 'Restart with these' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model.settings.weight_decay)).toBe(0);
  expect(new URL(page.url()).hash).toBe('#preset=vae&seed=0&hidden_dim=50&device=cpu');
});

test('settings in the address that do not go together leave the preset as it is, and say why', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=3&architecture=dcgan&device=cpu&steps=2&run=1');
  await expect(shown.notice('bad-setting')).toContainText('architecture');
  expect(await page.evaluate(() => window.playground.model.settings)).toMatchObject({ seed: 3, architecture: 'mlp' });
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
  expect(await shown.step()).toBe(0);
  expect(new URL(page.url()).hash).toBe('#preset=vae&seed=3&device=cpu');
});

test('a copy that is not allowed marks the text instead', async ({ page, open }) => {
  await page.addInitScript(() => { Object.defineProperty(navigator, 'clipboard', { get: () => undefined }); });
  await open(`${PAUSED}&room=take`);
  await page.locator('#share').getByRole('button', { name: 'Copy the link' }).click();
  await expect(page.locator('#share')).toContainText('press Ctrl');
  const marked = await page.evaluate(() => { const { id, value, selectionStart, selectionEnd } = document.activeElement; return { id, text: value.slice(selectionStart, selectionEnd) }; });
  expect(marked).toEqual({ id: 'share-link', text: await page.locator('#share-link').inputValue() });
});

test('parts come and go with the address, in the query or the hash, and unknown ones are named', async ({ page, shown }) => {
  await page.goto('./?view=samples,nonsense&theme=dark#preset=vae&device=cpu');
  await page.evaluate(() => window.playgroundReady);
  await visible(page, { '.samples': true, '.rebuilt': false, '.models': false, '#compare': false, '#play': true });
  await expect(shown.notice('parts')).toContainText('no part named nonsense');
  await expect(shown.notice('parts')).toContainText('samples, losses');
  await expect.poll(shown.step).toBe(0);
  await page.evaluate(() => { location.hash = '#preset=vae&device=cpu&hide=transport&view=rebuilt,compare&theme=light'; });
  await visible(page, { '.samples': false, '.rebuilt': true, '#compare': true, '#play': false, '#whole-page': true });
  expect(await page.locator('html').evaluate((root) => getComputedStyle(root).colorScheme)).toBe('light');
});

test('names in a hostile address are words in a message and nothing else', async ({ page, shown }) => {
  const evil = '<img src=x onerror="window.injected=1">';
  await page.addInitScript(() => { window.injected = 0; });
  const hash = ['preset', 'view', 'hide', 'theme', 'seed', evil].map((key) => `${encodeURIComponent(key)}=${encodeURIComponent(evil)}`).join('&');
  await page.goto(`#${hash}&device=cpu&%00%ff=%F0&__proto__=1`);
  await page.evaluate(() => window.playgroundReady);
  await expect(shown.notice('address')).toContainText('<img src=x');
  await expect(page.locator('.notices img')).toHaveCount(0);
  expect(await page.evaluate(() => window.injected)).toBe(0);
  expect(await page.evaluate(() => window.playground.model.preset)).toBe('vae');
});
