// Every room with its cards, of two trained models, the tutorial's chapters, and the first screen: at two widths, in both themes and languages.

import { expect, test } from '@playwright/test';
import { CHAPTERS } from '../../www/rooms/learn/chapters.js';
import { ROOM_NAMES } from '../../www/rooms/registry.js';

/** Where the pictures go; README's own lie in docs/. */
const FOLDER = process.env.PLAYGROUND_SHOTS ?? 'target/screenshots';
const LOOKS = [
  { name: '1280-light-en', width: 1280, colorScheme: 'light', lang: 'en' },
  { name: '1280-dark-zh', width: 1280, colorScheme: 'dark', lang: 'zh' },
  { name: '390-dark-en', width: 390, colorScheme: 'dark', lang: 'en' },
  { name: '390-light-zh', width: 390, colorScheme: 'light', lang: 'zh' },
];
const MODELS = {
  vae: { hash: 'preset=vae&seed=0&device=cpu&latent_dim=2', steps: 1500 },
  gan: { hash: 'preset=gan&seed=0&device=cpu&width=0.25', steps: 1000 },
};
/** README's picture: the page as it is after an epoch or two. */
const README = { file: 'docs/screenshot.png', hash: 'preset=vae&seed=0&device=cpu', steps: 940 };

/** Trained, still, and with every figure drawn. */
async function open(page, { hash, steps }, lang) {
  await page.goto(`#${hash}&lang=${lang}`);
  await page.evaluate(async () => { await window.playgroundReady; });
  await page.evaluate(async (n) => { await window.playground.train(n); }, steps);
}

async function still(page, locator) {
  await locator.scrollIntoViewIfNeeded();
  await expect.poll(() => page.evaluate(() => window.playground.training)).toBe(false);
  // Views in sight are drawn within their pace.
  await page.waitForTimeout(1200);
}

for (const { name, width, colorScheme, lang } of LOOKS) {
  test.describe(name, () => {
    test.use({ viewport: { width, height: 900 }, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    for (const [model, run] of Object.entries(MODELS)) {
      test(`the cards of ${model}`, async ({ page }) => {
        await open(page, run, lang);
        await page.screenshot({ path: `${FOLDER}/${name}/${model}-first-screen.png` });
        await page.locator('#step').click();
        for (const room of ROOM_NAMES.filter((one) => one !== 'learn')) {
          await page.locator(`#rooms [data-room="${room}"]`).click();
          await expect(page.locator(`#room-${room}[aria-busy]`)).toHaveCount(0);
          for (const card of await page.locator(`#room-${room} .card:visible`).all()) {
            await still(page, card);
            const id = await card.evaluate((element) => element.id || element.classList[1]);
            await card.screenshot({ path: `${FOLDER}/${name}/${model}-${room}-${id}.png` });
          }
          await page.screenshot({ path: `${FOLDER}/${name}/${model}-${room}.png`, fullPage: true });
        }
      });
    }

    test('the chapters', async ({ page }) => {
      await open(page, { ...MODELS.vae, hash: `${MODELS.vae.hash}&room=learn`, steps: 200 }, lang);
      for (const { id } of CHAPTERS) {
        const chapter = page.locator(`#chapter-${id}`);
        await expect(chapter.locator('h2')).toBeVisible();
        for (const figure of await chapter.locator('figure').all()) await still(page, figure);
        await page.screenshot({ path: `${FOLDER}/${name}/learn-${id}.png`, fullPage: true });
        await page.locator('.turn .next').click();
      }
    });
  });
}

test.describe('README', () => {
  test.use({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', contextOptions: { reducedMotion: 'reduce' } });

  test('its picture', async ({ page }) => {
    await open(page, README, 'en');
    await still(page, page.locator('#play'));
    await page.screenshot({ path: README.file });
  });
});
