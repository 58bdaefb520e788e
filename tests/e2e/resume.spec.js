// A reload does not lose the run; and a browser that keeps nothing is a page that works.

import { expect, keepSoon, test } from './fixtures.js';

const SMALL = '#preset=vae&seed=5&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32';

/** Trains until the run is worth keeping, and waits until it is kept. `first`: steps by which its number differs from another's. */
async function keepARun(page, first = 100) {
  const step = await page.evaluate(async (steps) => {
    const pg = window.playground;
    let ms = 0;
    pg.on('step', ({ chunk }) => { ms += chunk.ms; });
    await pg.train(steps);
    while (ms < 150) await pg.train(100);
    return pg.step;
  }, first);
  await expect.poll(() => kept(page)).toBe(step);
  return step;
}

test.beforeEach(({ page }) => keepSoon(page));

/** The steps of all kept runs, the newest run first. */
const all = (page) => page.evaluate(async () => {
  const runs = await (await import('./shell/resume/store.js')).list();
  return runs.sort((a, b) => b.at - a.at).map(({ step }) => step);
});
/** The newest one's. */
const kept = async (page) => (await all(page))[0] ?? 0;

test('the run of the last visit is offered, goes on where it was, and can be forgotten', async ({ page, open, shown }) => {
  await open(SMALL);
  const step = await keepARun(page);
  await page.reload();
  await page.evaluate(() => window.playgroundReady);
  const offer = shown.notice('kept');
  await expect(offer).toContainText(`VAE, step ${step.toLocaleString('en')})`);
  expect(await page.evaluate(() => window.playground.step)).toBe(0);
  // What another engine makes of the same bytes.
  const next = await page.evaluate(async () => {
    const store = await import('./shell/resume/store.js');
    const { createPlayground } = await import('./playground.js');
    const [{ id }] = await store.list();
    const pg = await createPlayground({ device: 'cpu' });
    await pg.restore(await store.read(id));
    const { losses } = await pg.train(1);
    pg.close();
    return losses;
  });
  await page.evaluate(() => { window.first = new Promise((resolve) => { window.playground.on('step', ({ history }) => resolve(history[0])); }); });
  await offer.getByRole('button', { name: 'Continue' }).click();
  expect(await page.evaluate(() => window.first)).toEqual({ step: step + 1, losses: next });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();

  // Another address is another run, and says nothing of this one.
  await page.goto('about:blank');
  await open(SMALL.replace('seed=5', 'seed=6'));
  await expect(shown.status).toContainText('Ready');
  await expect(offer).toHaveCount(0);
  // A bare one asks. It trains by itself: forgotten while it does, this run would be kept instead.
  await page.goto('about:blank');
  await page.goto('./');
  await expect(offer).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(shown.status).toContainText('Paused at step');
  await keepARun(page, 1);
  const before = (await all(page)).length;
  await offer.getByRole('button', { name: 'Forget it' }).click();
  await expect.poll(async () => (await all(page)).length).toBe(before - 1);
});

test('a second tab keeps its own run, and is not offered the one that the first trains; a run that is damaged is said once, and can be downloaded', async ({ page, open, context, shown }) => {
  await open(SMALL);
  const step = await keepARun(page);
  const second = await context.newPage();
  await second.goto(new URL(SMALL.replace('seed=5', 'seed=6'), page.url()).href);
  await second.evaluate(() => window.playgroundReady);
  const other = await keepARun(second, 107);
  expect(await all(second)).toEqual([other, step]);
  const third = await context.newPage();
  await third.goto(page.url());
  await third.evaluate(() => window.playgroundReady);
  await expect(third.locator('#status')).toContainText('Ready');
  await expect(third.locator('[data-notice="kept"]')).toHaveCount(0);
  await third.close();
  await second.close();
  await page.reload();
  await expect(shown.notice('kept')).toContainText(`step ${step.toLocaleString('en')})`);

  await test.step('damaged', async () => {
    await page.evaluate(async () => {
      const store = await import('./shell/resume/store.js');
      const run = (await store.list()).find(({ state }) => state.settings.seed === 5);
      await store.write(run, Uint8Array.of(1, 2, 3));
    });
    await page.reload();
    await shown.notice('kept').getByRole('button', { name: 'Continue' }).click();
    await expect(shown.notice('kept')).toContainText('cannot be read');
    const [download] = await Promise.all([page.waitForEvent('download'), shown.notice('kept').getByRole('button', { name: 'Download it' }).click()]);
    expect(download.suggestedFilename()).toMatch(/^vae-seed-5-step-\d+-run\.safetensors$/);
    await page.reload();
    await page.evaluate(() => window.playgroundReady);
    await expect(shown.status).toContainText('Ready');
    await expect(shown.notice('kept')).toHaveCount(0);
  });
});

test('the one run that the page kept before is still there', async ({ page, open, shown }) => {
  await open(SMALL);
  await page.evaluate(async () => {
    await window.playground.train(3);
    const bytes = await window.playground.save();
    const { preset, ...settings } = window.playground.model.settings;
    // As its first version wrote it. Where the page looks into its storage meanwhile, that is of the present version again.
    const begun = () => new Promise((resolve, reject) => {
      indexedDB.deleteDatabase('generative-playground').onsuccess = () => {
        const request = indexedDB.open('generative-playground', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('runs');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      };
    });
    const database = await begun().catch(begun).catch(begun);
    const transaction = database.transaction('runs', 'readwrite');
    transaction.objectStore('runs').put({ bytes, state: { preset, device: 'cpu', settings }, step: 3, at: Date.now() }, 'last');
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    database.close();
  });
  await page.reload();
  await expect(shown.notice('kept')).toContainText('step 3');
  await shown.notice('kept').getByRole('button', { name: 'Continue' }).click();
  await expect.poll(shown.step).toBeGreaterThan(3);
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
    while (ms < 150) await window.playground.train(50);
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
    while (ms < 150) await window.playground.train(50);
  });
  await expect(shown.notice('kept')).toContainText('no room left');
});
