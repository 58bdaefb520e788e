// The page that tests share: it goes back to what it was, and where it does not, the next test gets another.

import { PAUSED, chinese, expect, test } from './fixtures.js';
import { SharedPage } from './shared-page.js';

test('whatever a test does by the page’s own ways is put back; what is left besides is seen, and costs the page', async ({ browser }) => {
  const one = new SharedPage(browser);
  const page = await one.get();
  await one.lead(`${PAUSED}&latent_dim=2&hidden_dim=50&batch_size=32&lr=fast&steps=12&run=1`);
  await expect(page.locator('#status')).toContainText('Paused at step 12');
  await page.getByText('More settings').click();
  await page.getByLabel('Hidden units').fill('60');
  await page.locator('#device summary').click();
  await page.locator('#layers-toggle').click();
  await page.locator('#step').click();
  await expect(page.locator('#steps')).toBeVisible();
  await page.locator('#tempo').selectOption('slow');
  await page.locator('#bound-metric').selectOption('kl_loss');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.locator('#keys-on').uncheck();
  await chinese(page);
  await page.setViewportSize({ width: 360, height: 700 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.evaluate(() => { window.heard = 0; window.playground.on('loaded', () => { window.heard += 1; }); });
  await one.lead(`${PAUSED}&batch_size=32&view=samples&theme=dark`);
  expect(await page.evaluate(() => window.heard)).toBe(2);
  expect(await one.putBack(true)).toBe('');
  expect(await one.get()).toBe(page);
  // Who listened does not any more.
  expect(await page.evaluate(() => window.heard)).toBe(2);

  // What is left stays, however long one waits.
  one.settledMs = 0;
  await page.evaluate(() => { document.querySelector('main').append('Left'); });
  expect(await one.putBack(true)).toContain('Left');
  const second = await one.get();
  expect(second).not.toBe(page);
  await second.evaluate(async () => { await (await import('./playground.js')).createPlayground({ device: 'cpu' }); });
  expect(await one.putBack(true)).toBe('3 engines instead of 2');
  await one.close();
});
