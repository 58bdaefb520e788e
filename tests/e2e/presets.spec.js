// Every model on its page: it loads from its address, learns, and shows what it has and nothing else.

import { PRESETS } from '../../www/run/presets.js';
import { expect, shared } from './fixtures.js';

/** Small where the full size takes seconds a step. */
const SIZES = {
  'conv-vae': 'hidden_dim=16&batch_size=2', 'gan-conv-critic': 'width=0.05&batch_size=8', dcgan: 'width=0.05&batch_size=16',
  'vae-gan': 'width=0.1&batch_size=32', 'latent-flow': 'hidden_dim=32&batch_size=32&sample_steps=5', flow: 'width=0.25&batch_size=16&sample_steps=3', iwae: 'hidden_dim=50',
  transformer: 'hidden_dim=8&blocks=1&batch_size=8',
  'fsq-made': 'hidden_dim=32&batch_size=32&latent_dim=5',
};
const AUTOENCODERS = ['vae', 'conv-vae', 'beta-vae', 'cvae', 'iwae', 'autoencoder', 'vae-gan', 'latent-flow', 'fsq-made'];
const PLAIN = ['autoencoder', 'fsq-made'];
const GANS = ['gan', 'gan-relu', 'gan-conv-critic', 'dcgan', 'lsgan', 'wgan', 'wgan-gp', 'hinge-gan', 'cgan', 'fast-gan'];
const STEPWISE = ['flow', 'transformer'];

for (const preset of [...AUTOENCODERS, ...GANS, ...STEPWISE]) {
  shared(`${preset} learns from its address and shows what it has`, async ({ page, open, shown }) => {
    const size = SIZES[preset] ?? (GANS.includes(preset) ? 'width=0.1&batch_size=32' : 'batch_size=32');
    await open(`#preset=${preset}&seed=0&device=cpu&${size}&steps=10&run=1`);
    await expect(shown.status).toContainText('Paused at step 10');
    const { losses, model } = await page.evaluate(async () => ({ losses: (await window.playground.train(1)).losses, model: window.playground.model }));
    expect(model.preset).toBe(preset);
    expect(Object.values(losses).every(Number.isFinite)).toBe(true);
    expect(Object.keys(losses).sort()).toEqual([...model.losses].sort());

    const [encoder, critic] = [AUTOENCODERS.includes(preset), GANS.includes(preset) || preset === 'vae-gan'];
    const conditional = ['cvae', 'cgan'].includes(preset);
    const cards = {
      '#chart': encoder || !critic, '#game-chart': critic, '.card.rebuilt': encoder, '.card.critic': critic, '#split': encoder && !PLAIN.includes(preset), '#bound-metric': encoder && preset !== 'autoencoder', '#code': encoder, '#redrawn': encoder,
      '#verdict': critic, '#step-d': critic, '#step-g': critic, '#wanted-digit': conditional, '#drawn-digit': conditional, '#styles': preset === 'cvae',
      '#setting-hidden_dim': encoder || preset === 'transformer', '#setting-width': critic || preset === 'flow', '#setting-num_critic': critic && !encoder, '.card.samples': true, '.card.draw': encoder || critic,
    };
    await page.getByText('More settings').click();
    await expect.poll(() => page.evaluate((all) => Object.fromEntries(all.map((card) => {
      const element = document.querySelector(card);
      return [card, Boolean(element?.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().height > 0)];
    })), Object.keys(cards))).toEqual(cards);
    await expect(page.locator(`#gallery [data-preset="${preset}"]`)).toHaveAttribute('aria-checked', 'true');
    await expect(page.locator('#gallery [aria-checked="true"]')).toHaveCount(1);
    await expect.poll(async () => (await shown.pixels('samples')).some((value, index) => index % 4 === 3 && value > 30)).toBe(true);
    for (const readout of [...(encoder || !critic ? ['loss-train', 'loss-test'] : []), ...(critic ? ['loss-d', 'loss-g'] : [])]) {
      await expect(page.locator(`#${readout}`)).toHaveText(/\d/);
    }
  });
}

shared('the gallery is one stop for Tab, looks around by arrow keys, and loads by Enter', async ({ page, open, shown }) => {
  // The tests above know every model.
  expect([...AUTOENCODERS, ...GANS, ...STEPWISE].sort()).toEqual(PRESETS.map(({ id }) => id).sort());
  await open('#preset=vae&seed=5&device=cpu');
  const focused = () => page.evaluate(() => document.activeElement.dataset.preset);
  while (!(await focused())) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  // The last group: flow, latent-flow, fsq-made, transformer.
  expect(await focused()).toBe('transformer');
  for (let at = 0; at <= 4; at++) await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe('cgan');
  await expect(page.locator('#model-title')).toHaveText('Conditional GAN');
  await expect(page.locator('#model-about')).toHaveText(/\.$/);
  expect(await page.evaluate(() => window.playground.model.preset)).toBe('vae');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => window.playground.model.preset)).toBe('cgan');
  expect(new URL(page.url()).hash).toBe('#preset=cgan&seed=5&device=cpu');
  await expect(shown.status).toContainText('Ready');
  await page.keyboard.press('Tab');
  expect(await focused()).toBeUndefined();
});

shared('another model goes on training where the last one trained', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0&device=cpu');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(shown.step).toBeGreaterThan(3);
  await page.getByRole('radio', { name: 'beta-VAE' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model.settings.beta)).toBe(4);
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await expect.poll(shown.step).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
});

shared('the layers unfold with their shapes and weights', async ({ page, open }) => {
  await open();
  await expect(page.locator('#layers')).toBeHidden();
  await page.getByRole('button', { name: '652,824 weights' }).click();
  await expect(page.locator('#layers .network')).toHaveCount(4);
  await expect(page.locator('#layers')).toContainText('314,384');
  await page.getByRole('button', { name: '652,824 weights' }).click();
  await expect(page.locator('#layers')).toBeHidden();
});

shared('a model that is to be told the digit has guidance too, and is one after a restart', async ({ page, open }) => {
  await open('#preset=latent-flow&seed=0&device=cpu&hidden_dim=32&batch_size=32&sample_steps=5');
  await page.locator('#settings summary').click();
  await expect(page.locator('#setting-guidance')).toHaveCount(0);
  const told = page.locator('#setting-conditional');
  await told.focus();
  await told.selectOption('yes');
  await expect(told).toBeFocused();
  await page.locator('#setting-guidance').fill('2');
  await page.locator('#settings button[type=submit]').click();
  await expect(page).toHaveURL(/conditional=true&.*guidance=2/);
  await expect.poll(() => page.evaluate(() => window.playground.model.conditional)).toBe(true);
  await told.selectOption('no');
  await expect(page.locator('#setting-guidance')).toHaveCount(0);
});

shared('settings that the engine refuses leave the model that was there, and say why', async ({ page, open, shown }) => {
  await open('#preset=wgan&seed=0&device=cpu&width=0.1');
  await page.getByText('More settings').click();
  await page.getByLabel('Weight clipping').fill('0');
  await page.getByRole('button', { name: 'Restart with these' }).click();
  await expect(shown.notice('bad-setting')).toContainText('weight_clip');
  expect(await page.evaluate(() => window.playground.model.settings.weight_clip)).toBe(0.01);
  expect(new URL(page.url()).hash).not.toContain('weight_clip');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(shown.step).toBe(1);
});
