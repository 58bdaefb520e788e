// The page with which visitors time their own machine, and share what they found.

import { axe, expect, recorded, test, violations } from './fixtures.js';

// The browser says so when it is asked for a GPU and has none.
test.use({ expectedErrors: [/No available adapters/] });

test('a short run on the processor gives figures, a link that shows them again, and text', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('benchmark/');
  await expect(page.getByLabel('GPU (WebGPU)')).toBeDisabled();
  for (const model of ['GAN', 'DCGAN']) await page.getByLabel(model, { exact: true }).uncheck();
  expect(await violations(axe(page))).toEqual([]);
  const said = await recorded(page, '#status');
  await page.getByRole('button', { name: 'Run the benchmark' }).click();
  await expect(page.locator('#status')).toContainText('Done');
  expect((await said()).flatMap((text) => text.match(/round \d+/) ?? [])).toEqual(['round 1', 'round 2', 'round 3']);
  const cells = page.locator('#table tbody td');
  await expect(cells).toHaveCount(5);
  for (const text of await cells.allTextContents()) expect(Number(text.replaceAll(',', ''))).toBeGreaterThan(0);
  expect(await violations(axe(page))).toEqual([]);

  await page.getByRole('button', { name: 'Copy a link' }).click();
  await expect(page.locator('#said')).toHaveText('Copied.');
  const [table, link] = [await page.locator('#table').textContent(), await page.evaluate(() => navigator.clipboard.readText())];
  await page.getByRole('button', { name: 'Copy as text' }).click();
  // “Copied.” stands there from before, so only the clipboard tells that this has been copied too.
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('VAE · CPU: ');
  await page.goto('about:blank');
  // As a mail program writes it, with the bracket around it.
  await page.goto(`${link.replace('#result=', '#result%3D')})`);
  await expect(page.locator('#status')).toContainText('someone shared');
  expect(await page.locator('#table').textContent()).toBe(table);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('it can be stopped, and nothing to measure cannot be run', async ({ page }) => {
  await page.goto('benchmark/');
  const run = page.getByRole('button', { name: 'Run the benchmark' });
  for (const model of ['VAE', 'GAN', 'DCGAN']) await page.getByLabel(model, { exact: true }).uncheck();
  await expect(run).toBeDisabled();
  await page.getByLabel('VAE', { exact: true }).check();
  // Stop holds from the next turn on: without digits, which are held back until it is pressed, the first one cannot end.
  let release;
  const stopped = new Promise((resolve) => { release = resolve; });
  await page.route('**/*.gz', async (route) => { await stopped; await route.continue(); });
  await run.click();
  await expect(page.locator('#status')).toContainText('getting ready');
  await page.getByRole('button', { name: 'Stop' }).click();
  release();
  await expect(page.locator('#status')).toHaveText('Stopped.');
  await expect(page.locator('#result')).toBeHidden();
  await expect(run).toBeEnabled();
});

test('it speaks Chinese, and says when a link holds nothing', async ({ page }) => {
  await page.goto('benchmark/#result=nonsense&lang=zh');
  await expect(page.locator('h1')).toHaveText('这台电脑有多快？');
  await expect(page.locator('#status')).toHaveText('网址中没有本页能读取的结果。');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('#status')).toHaveText('The address holds no result that this page can read.');
  await expect(page.getByLabel('Processor (CPU)')).toBeChecked();
});

test('the playground leads to it', async ({ page, open }) => {
  await open();
  await page.getByRole('link', { name: 'How fast is this machine?' }).click();
  await expect(page.locator('h1')).toHaveText('How fast is this machine?');
});
