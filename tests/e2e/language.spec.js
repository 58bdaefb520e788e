// The page in both languages: all of it, at once, and as the visitor wishes the next time too.

import AxeBuilder from '@axe-core/playwright';
import { PAUSED, SMALL_GAN, atRest, axe, chinese, english, expect, outside, resize, shared, test, violations } from './fixtures.js';

const SMALL = '#preset=vae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32';
/** Names and terms that no language changes. */
const NAMES = ['Generative Playground', 'Leaky ReLU', 'Wasserstein GAN', 'window.playground'];

const inChinese = (page) => page.addInitScript(() => { localStorage.setItem('playground.language', 'zh'); });

/** Every word that a visitor reads or hears, with the element that says it; without what was only said once, aloud, and
 * without the chapters, which are fetched when one comes near and have tests of their own. */
const words = (page) => page.evaluate(() => [...document.querySelectorAll('title, meta[name="description"], body *')].flatMap((element) => {
  if (element.closest('script, style, noscript, svg *, [data-notice], #announcer, .chapters') || (element.closest('body') && !element.checkVisibility())) return [];
  const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
  const attributes = ['aria-label', 'aria-description', 'aria-roledescription', 'title', 'content'].map((name) => element.getAttribute(name));
  return [...own, ...attributes].filter((text) => text?.trim()).map((text) => `${element.localName}${element.id && `#${element.id}`}: ${text}`);
}));

/** The same once nothing is asked or drawn any more, and two looks agree: what is drawn late brings its words with it. */
async function settledWords(page) {
  let last = await words(page);
  await expect(async () => {
    const before = last;
    await atRest(page);
    last = await words(page);
    expect(last).toEqual(before);
  }).toPass({ intervals: [0] });
  return last;
}

/** Those that are still English sentences, or pieces of one. */
async function leftInEnglish(page) {
  return (await words(page)).filter((entry) => {
    const text = NAMES.reduce((rest, name) => rest.replaceAll(name, ''), entry.slice(entry.indexOf(': ') + 2));
    return /[A-Za-z][\w’'-]*(?:[ ,.;:]+[A-Za-z][\w’'-]*)/.test(text) && !/[\u4e00-\u9fff]/.test(text);
  });
}

async function openEverything(page, step) {
  await page.getByRole('button', { name: step, exact: true }).click();
  await expect(page.locator('#steps')).toBeVisible();
  await page.locator('#layers-toggle').click();
  await page.locator('#settings summary').click();
  await page.locator('#setting-lr').fill('fast');
}

test('a change while it trains reaches everything in sight, and the training goes on', async ({ page, shown }) => {
  // So many steps an epoch, and so long ones, that none ends meanwhile: its end is announced in the place of the training.
  await page.goto(`${SMALL.replace('batch_size=32', 'batch_size=1').replace('hidden_dim=50', 'hidden_dim=400')}&steps=100000&run=1`);
  await expect.poll(shown.step).toBeGreaterThan(10);
  await chinese(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page).toHaveTitle(/学写数字/);
  await expect(shown.status).toContainText('正在训练');
  await expect(page.locator('#announcer')).toContainText('正在训练');
  await expect(page.getByRole('button', { name: '暂停', exact: true })).toBeVisible();
  await expect.poll(() => leftInEnglish(page)).toEqual([]);
  const then = await shown.step();
  await expect.poll(shown.step).toBeGreaterThan(then + 10);
  await page.getByRole('button', { name: '暂停', exact: true }).click();
  await expect(shown.status).toContainText('已暂停在第');
});

const VAE_GAN = '#preset=vae-gan&seed=0&device=cpu&width=0.1&batch_size=32&hidden_dim=50';

for (const [name, hash] of [['an autoencoder', SMALL], ['a VAE-GAN', VAE_GAN]]) {
  shared(`the training room of ${name} with everything open speaks Chinese, and then English as before`, async ({ page, open, shown }) => {
    await open(hash);
    await openEverything(page, 'Step');
    await expect.poll(() => page.evaluate(() => window.playground.step)).toBe(1);
    await expect(page.locator('#loss-test')).not.toHaveText('–');
    // Whatever is asked of a model that stands still has come back once the critic and the drawing have been shown.
    if (name !== 'an autoencoder') await expect(page.locator('#belief-note')).not.toBeEmpty();
    await expect(page.locator('#chart')).toHaveAttribute('aria-label', /1 training steps/);
    await expect(page.locator('#data-status')).toHaveText('60,000 digits to learn from');
    const before = await settledWords(page);

    await chinese(page);
    await expect.poll(() => leftInEnglish(page)).toEqual([]);
    await expect(page.locator('#setting-lr')).toHaveValue('fast');
    await expect(page.locator('#setting-lr-problem')).toContainText('必须是');
    await expect(page.locator('#data-status')).toHaveText('共 60,000 个数字可供学习');
    await expect(page.locator('#steps-title')).toHaveText('细看第 1 步');
    const { latentDim } = await page.evaluate(() => window.playground.model);
    const places = await page.locator('[data-latent-dim]').allTextContents();
    expect(places.length).toBeGreaterThan(2);
    expect(places).toEqual(places.map(() => String(latentDim)));

    await english(page);
    await expect.poll(() => words(page)).toEqual(before);
    expect(await shown.step()).toBe(1);
  });
}

for (const [name, hash, rooms] of [['an autoencoder', SMALL, ['inside', 'data', 'scenes', 'compare', 'learn', 'take']], ['a GAN', SMALL_GAN, ['inside']]]) {
  shared(`the other rooms of ${name} speak Chinese, and then English as before`, async ({ page, open, go }) => {
    await open(hash);
    await page.evaluate(() => window.playground.train(1));
    for (const room of rooms) {
      await go(room);
      // What is drawn only in sight must not come to light by the switch.
      for (const card of await page.locator(`#room-${room} .card:visible`).all()) await card.scrollIntoViewIfNeeded();
      // The engine's answers bring words too.
      if (room === 'inside') await expect(page.locator('.walk-length')).not.toBeEmpty();
      // A scene's answer has a picture more than its question, and each of the methods without a model.
      if (room === 'scenes') await expect.poll(() => page.locator('.scene-figures').evaluateAll((all) => all.map((one) => one.children.length > 3))).not.toContain(false);
      const before = await settledWords(page);
      await chinese(page);
      await expect.poll(() => leftInEnglish(page)).toEqual([]);
      await english(page);
      await expect.poll(() => words(page)).toEqual(before);
    }
  });
}

shared('whoever speaks what stands on a button, a tile or a link says its name, in both languages', async ({ page, open }) => {
  // As many as are right are counted.
  const named = () => new AxeBuilder({ page }).setLegacyMode().withRules(['label-content-name-mismatch']).analyze();
  await open(SMALL_GAN);
  await openEverything(page, 'Step');
  for (const choose of [english, chinese]) {
    await choose(page);
    const { violations, passes } = await named();
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
    expect(passes[0].nodes.length).toBeGreaterThan(10);
  }
});

test('the choice lasts, and the address’s wish comes first', async ({ page, open, shown }) => {
  await open(SMALL);
  await chinese(page);
  await page.reload();
  await expect(page.locator('h1')).toHaveText('看你自己的电脑学写数字。');
  await expect(shown.status).toContainText('准备好了');
  // Another language in the address of the same run is no new run.
  await page.getByRole('button', { name: '一步', exact: true }).click();
  await expect.poll(shown.step).toBe(1);
  await page.evaluate(() => { location.hash += '&lang=en'; });
  await expect(shown.status).toContainText('Paused at step 1');
  expect(await shown.step()).toBe(1);
  await page.reload();
  await expect(shown.status).toContainText('Ready');
  // Where the address names a language, it names the one that was chosen last.
  await chinese(page);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('lang=zh');
  await page.reload();
  await expect(shown.status).toContainText('准备好了');
  await page.evaluate(() => { location.hash = '#preset=vae&device=cpu&lang=fr'; });
  await expect(shown.notice('address')).toContainText('没有名为“fr”的语言');
});

test('a reader in Taiwan has the page and the tutorial in traditional characters, from the first moment and for the next time', async ({ page, open, shown }) => {
  await open(`${SMALL}&lang=zh-TW`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hant');
  await expect(page.locator('h1')).toHaveText('看你自己的電腦學寫數字。');
  await expect(shown.status).toContainText('準備好了');
  await expect(page.getByLabel('潛在變數維度')).toHaveValue('2');
  await expect(page.getByRole('button', { name: '繁體中文' })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => leftInEnglish(page)).toEqual([]);
  await page.locator('#to-tutorial').click();
  await expect(page.locator('.chapter h2').first()).toHaveText('資料為王');
  // Simplified and back: the address and the choice name what was chosen last.
  await chinese(page);
  await expect(page.locator('#play')).toHaveText('训练');
  await page.getByRole('button', { name: '繁體中文' }).click();
  await expect(page.locator('#play')).toHaveText('訓練');
  expect(new URL(page.url()).hash).toContain('lang=zh-Hant');
  await page.goto(`./${PAUSED}&seed=1`);
  await page.reload();
  await expect(page.locator('#play')).toHaveText('訓練');
});

test('where the browser’s language is no tag, the page is English and has its charts', async ({ page, open, shown }) => {
  await page.addInitScript(() => {
    for (const [name, value] of [['language', 'C'], ['languages', ['C', 'en-US@posix']]]) Object.defineProperty(navigator, name, { value, configurable: true });
  });
  await open(SMALL);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(shown.step).toBe(1);
  await expect(page.locator('#chart canvas')).toBeVisible();
});

shared('open notices, their buttons, and what settings would cost follow the language', async ({ page, open, shown }) => {
  await open(`${SMALL}&lr=fast&view=settings,nonsense`);
  await page.getByText('More settings').click();
  await page.getByLabel('Hidden units').fill('60');
  const estimate = page.locator('.estimate');
  await expect(estimate).toContainText(/1 setting differs.*would have/);
  const words = { address: [/must be a number/, /必须是/], parts: [/no part named nonsense/, /没有名为 nonsense 的部分/] };
  // A lesson has no switch of its own.
  const choose = (tag) => page.evaluate(async (wanted) => (await import(new URL('words/i18n.js', document.baseURI))).setLanguage(wanted), tag);
  for (const language of [0, 1, 0]) {
    await choose(['en', 'zh'][language]);
    for (const [key, texts] of Object.entries(words)) {
      await expect(shown.notice(key)).toContainText(texts[language]);
      await expect(shown.notice(key).getByRole('button', { name: ['Close', '关闭'][language] })).toBeVisible();
    }
    await expect(estimate).toContainText([/1 setting differs.*would have/, /有 1 项设置与当前训练不同.*模型会有/][language]);
  }
});

test.describe('in a browser that speaks Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('nothing jumps on a first visit, and no English is seen first', async ({ page, shown }) => {
    await page.addInitScript(() => {
      // However slow the machine: the page shows itself without its words after two seconds, and that would be a jump of another kind.
      document.addEventListener('DOMContentLoaded', () => { document.head.append(Object.assign(document.createElement('style'), { textContent: '.wordless body { animation-duration: 60s }' })); });
      window.jumped = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.jumped += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`./${SMALL}&steps=100000&run=1`);
    await expect.poll(shown.step).toBeGreaterThan(50);
    await expect(page.locator('h1')).toHaveText('看你自己的电脑学写数字。');
    expect(await page.evaluate(() => window.jumped)).toBeLessThan(0.02);
  });

  test('where nothing may be stored, the language can be changed all the same', async ({ page, open }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
    });
    await open(PAUSED);
    await expect(page.locator('#play')).toHaveText('训练');
    await english(page);
    await expect(page.locator('#play')).toHaveText('Train');
    await chinese(page);
    await expect(page.locator('#play')).toHaveText('训练');
  });
});

test.describe('the engine does not arrive', () => {
  test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

  test('the notice is Chinese, says what to do, and has the engine’s own words with it', async ({ page, shown }) => {
    let broken = true;
    await page.route('**/playground_cpu_bg.wasm', (route) => (broken ? route.abort() : route.continue()));
    await inChinese(page);
    await page.goto(PAUSED);
    await expect(shown.notice('engine')).toContainText(/请检查网络.*could not be loaded/);
    broken = false;
    await shown.notice('engine').getByRole('button', { name: '重试' }).click();
    await expect(shown.status).toContainText('准备好了');
  });
});

test('the words do not arrive: the page stays in English and works', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ baseURL, locale: 'zh-CN' });
  await page.route('**/words/zh.js', (route) => route.abort());
  await page.goto(PAUSED);
  await page.evaluate(async () => { await window.playgroundReady; });
  await expect(page.locator('#play')).toHaveText('Train');
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.close();
});

shared('axe finds nothing in Chinese', async ({ page, open }) => {
  await open(VAE_GAN);
  await chinese(page);
  await openEverything(page, '一步');
  await atRest(page);
  expect(await violations(axe(page))).toEqual([]);
});

// Simplified and traditional words are equally long.
for (const [preset, widths] of [['vae-gan', [1024, 360]], ['cvae', [360]]]) {
  shared(`${widths.join(' and ')} px are enough for ${preset} in Chinese, which was chosen in one room and is spoken in every`, async ({ page, open, go }) => {
    await resize(page, { width: widths.at(-1), height: 844 });
    await open(`${PAUSED}&preset=${preset}&width=0.1&hidden_dim=50&batch_size=32`);
    await chinese(page);
    await openEverything(page, '一步');
    await page.locator('#device summary').click();
    const fits = async (room) => {
      for (const width of widths) {
        await resize(page, { width, height: 844 });
        expect([room, width, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)]).toEqual([room, width, true]);
        expect([room, width, await outside(page, '.masthead *, main *', width)]).toEqual([room, width, []]);
      }
    };
    await fits('train');
    for (const room of ['inside', 'data', 'scenes', 'compare', 'learn', 'take']) {
      await go(room);
      await settledWords(page);
      expect(await leftInEnglish(page), room).toEqual([]);
      await fits(room);
    }
  });
}
