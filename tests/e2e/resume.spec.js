// A reload does not lose the run; and a browser that keeps nothing is a page that works.

import { expect, test } from './fixtures.js';

const SMALL = '#preset=vae&seed=5&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32';

/** Trains until the run is worth keeping, and waits until it is kept. */
async function keepARun(page) {
  const step = await page.evaluate(async () => {
    const pg = window.playground;
    let ms = 0;
    pg.on('step', ({ chunk }) => { ms += chunk.ms; });
    while (ms < 3100) await pg.train(100);
    return pg.step;
  });
  await expect.poll(() => kept(page)).toBe(step);
  return step;
}

const kept = (page) => page.evaluate(async () => (await (await import('./shell/resume/store.js')).read())?.step ?? 0);

test('the run of the last visit is offered, goes on where it was, and can be forgotten', async ({ page, open, shown }) => {
  await open(SMALL);
  const step = await keepARun(page);
  const next = await page.evaluate(async () => { const { losses } = await window.playground.train(1); return losses; });
  await page.reload();
  await page.evaluate(() => window.playgroundReady);
  const offer = shown.notice('kept');
  await expect(offer).toContainText('VAE, step');
  expect(await page.evaluate(() => window.playground.step)).toBe(0);
  // Nothing trains before the click, so this is what is on offer; after it the end of an epoch keeps the run anew.
  const at = await kept(page);
  expect([step, step + 1]).toContain(at);
  await expect(offer).toContainText(`step ${at.toLocaleString('en')})`);
  await page.evaluate(() => { window.first = new Promise((resolve) => { window.playground.on('step', ({ history }) => resolve(history[0])); }); });
  await offer.getByRole('button', { name: 'Continue' }).click();
  const first = await page.evaluate(() => window.first);
  expect(first.step).toBe(at + 1);
  if (at === step) expect(first.losses).toEqual(next);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();

  // Another address is another run, and says nothing of this one.
  await page.goto('about:blank');
  await open(SMALL.replace('seed=5', 'seed=6'));
  await expect(shown.status).toContainText('Ready');
  await expect(offer).toHaveCount(0);
  // A bare one asks. It trains by itself: forgotten while it does, the end of an epoch would keep this run instead.
  await page.goto('about:blank');
  await page.goto('./');
  await expect(offer).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shown.status).toContainText('Paused at step');
  await offer.getByRole('button', { name: 'Forget it' }).click();
  await expect.poll(() => kept(page)).toBe(0);
});

test('in Chinese', async ({ page, open, shown }) => {
  await page.addInitScript(() => localStorage.setItem('playground.language', 'zh'));
  await open(SMALL);
  await keepARun(page);
  await page.reload();
  await expect(shown.notice('kept')).toContainText('要继续');
  await expect(shown.notice('kept').getByRole('button', { name: '继续' })).toBeVisible();
});

test('storage that is denied leaves a page that works and says so once', async ({ page, open, shown }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, { configurable: true, get() { throw new DOMException('denied', 'SecurityError'); } });
    }
  });
  await open(`${SMALL}&steps=5&run=1`);
  await expect(shown.status).toContainText('Paused at step 5');
  await page.evaluate(async () => {
    let ms = 0;
    window.playground.on('step', ({ chunk }) => { ms += chunk.ms; });
    while (ms < 3100) await window.playground.train(50);
  });
  await expect(shown.notice('kept')).toContainText('does not let the page keep the run');
  await shown.notice('kept').getByRole('button', { name: 'Close', exact: true }).click();
  await page.evaluate(() => window.playground.train(50));
  await expect(shown.notice('kept')).toHaveCount(0);
});

test('a full disk is said in words', async ({ page, open, shown }) => {
  await page.addInitScript(() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
  await open(SMALL);
  await page.evaluate(async () => {
    let ms = 0;
    window.playground.on('step', ({ chunk }) => { ms += chunk.ms; });
    while (ms < 3100) await window.playground.train(50);
  });
  await expect(shown.notice('kept')).toContainText('no room left');
});
