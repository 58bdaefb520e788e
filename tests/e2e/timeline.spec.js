// Nothing of a run is lost to sight: its samples can be scrubbed through, and runs before it stay in the charts.

import { atRest, expect, pictureOf, recorded, shared, test } from './fixtures.js';

const RUN = '#preset=vae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32&steps=40&run=1';

/** Trained, and its last samples drawn. */
async function trained(page, shown, steps) {
  await expect(shown.status).toContainText(`Paused at step ${steps}`);
  await expect(page.locator('#timeline-text')).toHaveText(`step ${steps}`);
}

shared('the slider goes back through the samples while training goes on', async ({ page, open, shown }) => {
  await open(RUN);
  await trained(page, shown, 40);
  const range = page.getByRole('slider', { name: 'Look back' });
  const newest = await shown.picture('samples');
  await expect(range).toHaveAttribute('aria-valuetext', 'now, step 40');
  await range.press('Home');
  await expect(range).not.toHaveAttribute('aria-valuetext', /now/);
  const early = await shown.text('timeline-text');
  await expect.poll(() => shown.picture('samples')).not.toEqual(newest);
  const first = await shown.picture('samples');
  await range.press('ArrowRight');
  await expect(page.locator('#timeline-text')).not.toHaveText(early);
  await expect.poll(() => shown.picture('samples')).not.toEqual(first);
  await range.press('Home');
  await expect.poll(() => shown.picture('samples')).toEqual(first);
  // New samples come in, and are not drawn over the old ones.
  const count = Number(await range.getAttribute('max'));
  await page.evaluate(() => window.playground.train(5));
  await expect.poll(async () => Number(await range.getAttribute('max'))).toBeGreaterThan(count);
  expect(await shown.picture('samples')).toEqual(first);
  await expect(range).toHaveAttribute('aria-valuetext', early);
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await expect(page.locator('#timeline-text')).toHaveText('step 45');
  await expect(range).toBeFocused();
  await expect.poll(() => shown.picture('samples')).not.toEqual(first);
  const now = await shown.picture('samples');
  await page.evaluate(() => window.playground.train(5));
  await expect(page.locator('#timeline-text')).toHaveText('step 50');
  await expect.poll(() => shown.picture('samples')).not.toEqual(now);
});

shared('the history plays again, and a new run begins another', async ({ page, open, shown }) => {
  await open(RUN);
  await trained(page, shown, 40);
  const newest = await shown.picture('samples');
  const steps = await recorded(page, '#timeline-text');
  await page.getByRole('button', { name: 'Play the history' }).click();
  await expect.poll(async () => {
    const texts = await steps();
    return texts.some((text) => parseInt(text.slice(5), 10) < 40) && texts.at(-1);
  }).toBe('step 40');
  await expect(page.getByRole('button', { name: 'Play the history' })).toBeVisible();
  await expect.poll(() => shown.picture('samples')).toEqual(newest);
  await page.getByRole('button', { name: 'Restart', exact: true }).click();
  await expect(page.locator('#timeline-text')).toHaveText('step 0');
  await expect(page.getByRole('slider', { name: 'Look back' })).toBeDisabled();
});

shared('where little motion is wanted, only the slider moves', async ({ page, open, shown }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(RUN);
  await trained(page, shown, 40);
  await expect(page.locator('#timeline-play')).toBeHidden();
  await expect(page.getByRole('slider', { name: 'Look back' })).toBeEnabled();
});

test.describe('after a crash', () => {
  test.use({ expectedErrors: [[/panic/i, /unreachable/], { scope: 'test' }] });

  test('the history ends where the run goes on', async ({ page, open, shown }) => {
    await open(RUN);
    await trained(page, shown, 40);
    await page.getByRole('slider', { name: 'Look back' }).press('ArrowLeft');
    await page.evaluate(() => window.playground.debug.panic().catch(() => {}));
    await expect(shown.notice('engine')).toContainText('at step 0 again');
    await expect(page.locator('#timeline-text')).toHaveText('step 0');
    await expect(page.getByRole('slider', { name: 'Look back' })).toBeDisabled();
  });
});

shared('earlier runs stay in the charts, named by what was different', async ({ page, open, shown }) => {
  await open(RUN);
  await trained(page, shown, 40);
  await page.evaluate((hash) => { location.hash = hash; }, RUN.replace('&steps', '&lr=0.003&steps'));
  const runs = page.getByRole('group', { name: 'Earlier runs' });
  await expect(runs.getByRole('checkbox')).toHaveCount(1);
  await trained(page, shown, 40);
  const first = runs.getByRole('checkbox', { name: 'lr 0.001 instead of 0.003 (40 steps)' });
  const chart = () => pictureOf(page.locator('#chart canvas'));
  await expect(first).toBeChecked();
  await atRest(page);
  const both = await chart();
  await first.uncheck();
  await expect.poll(chart).not.toBe(both);
  const alone = await chart();
  await first.check();
  await expect.poll(chart).not.toBe(alone);
  await page.getByRole('button', { name: 'Restart', exact: true }).click();
  await expect(runs.getByText('the same settings (40 steps)')).toBeVisible();
  // A game’s losses compare with no bound.
  await page.evaluate(() => { location.hash = '#preset=gan&seed=0&device=cpu&width=0.1&batch_size=32'; });
  await expect(runs).toBeHidden();
  await page.evaluate((hash) => { location.hash = hash; }, RUN.replace('preset=vae', 'preset=beta-vae'));
  await expect(runs.getByText('preset vae instead of beta-vae, lr 0.003')).toBeVisible();
  await runs.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(runs).toBeHidden();
});

shared('the parts of the bound have charts of their own, and so has the critic’s accuracy', async ({ page, open, shown }) => {
  await open(RUN);
  await trained(page, shown, 40);
  for (const [name, key] of [['reconstruction', 'recon_loss'], ['KL divergence', 'kl_loss'], ['loss', 'loss']]) {
    await page.locator('#bound-metric').selectOption({ label: name });
    const losses = await page.evaluate(() => window.playground.evaluate(500));
    await expect.poll(() => shown.text('loss-test')).toBe(losses[key].toFixed(1));
    await expect(page.locator('#chart')).toHaveAttribute('aria-label', new RegExp(`test ${losses[key].toFixed(1)}`));
  }
  await page.evaluate(() => { location.hash = '#preset=gan&seed=0&device=cpu&width=0.1&batch_size=32&steps=6&run=1'; });
  await expect(shown.status).toContainText('Paused at step 6');
  await page.locator('#game-metric').selectOption({ label: 'discriminator accuracy' });
  const { d_accuracy: accuracy } = await page.evaluate(() => window.playground.evaluate(250));
  await expect.poll(() => shown.text('loss-d')).toBe(`${Math.round(100 * accuracy)} %`);
  // A Wasserstein critic is never right or wrong.
  await page.evaluate(() => { location.hash = '#preset=wgan&seed=0&device=cpu&width=0.1&batch_size=32'; });
  await expect(page.locator('#game-metric')).toBeHidden();
});
