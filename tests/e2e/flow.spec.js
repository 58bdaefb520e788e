// The way from noise to digit: what is shown at a time is what the engine answers.

import { atRest, expect, pictureOf, pixelsOf, shared } from './fixtures.js';

shared('states and what is expected of them meet in the end, in a plane with arrows, and steps are compared', async ({ page, open }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open('#preset=latent-flow&seed=0&device=cpu&latent_dim=2&hidden_dim=32&batch_size=16&steps=4&run=1&room=inside');
  const card = page.locator('.view-paths');
  await expect(page.locator('#status')).toContainText('Paused at step 4');
  await atRest(page);
  await expect(card.getByText('Step 30 of 30, time 1.00')).toBeVisible();
  await expect(card.getByRole('button', { name: 'Play' })).toBeHidden();
  const ink = async (row) => (await pixelsOf(card.locator('.paths-row canvas').nth(row))).filter((_, index) => index % 4 === 3);
  expect(await ink(0)).toEqual(await ink(1));
  await card.locator('input[type=range]').fill('0.5');
  await expect(card.getByText('Step 15 of 30, time 0.50')).toBeVisible();
  expect(await ink(0)).not.toEqual(await ink(1));
  await expect(card.locator('.flow-field')).toHaveAttribute('aria-label', /200 particles .* time 0.50/);
  // A path that is chosen is drawn, and one that no longer is, is not.
  const picture = () => pictureOf(card.locator('.flow-field'));
  const before = await picture();
  const ninth = card.locator('.flow-ends button').nth(8);
  await ninth.click();
  await expect(ninth).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(picture).not.toBe(before);

  await card.getByText('Steps against quality').click();
  const numbers = card.locator('.steps-columns .fine');
  await expect(numbers.first()).toHaveText(/^off by 0\.\d+$/);
  await card.getByRole('button', { name: 'Heun' }).click();
  await expect(numbers.last()).toHaveText('off by 0.000');
  await expect(card.getByText('100 steps, 199 passes')).toBeVisible();
});
