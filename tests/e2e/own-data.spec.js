// One's own images in place of MNIST's: drawn, handed in, kept, trained on; and files that are refused.

import { readFile } from 'node:fs/promises';
import { imagesFile, labelsFile, readIdx } from '../../www/image-files/idx.js';
import { zipSync } from '../../www/vendor/fflate.js';
import { atRest, axe, expect, keepSoon, shared, test, violations } from './fixtures.js';

const SMALL = '#preset=vae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32';
const ROOM = `${SMALL}&room=data`;

/** Stripes from corner to corner, bright on black: no digit looks like them. */
const stripes = Uint8Array.from({ length: 784 }, (_, at) => ((Math.floor(at / 28) + (at % 28)) % 9 < 4 ? 230 : 0));
const twenty = Uint8Array.from({ length: 20 * 784 }, (_, at) => stripes[at % 784]);

const card = (page) => page.locator('#own-data');
const hand = (page, ...files) => page.setInputFiles('#own-files', files.map(([name, bytes]) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })));
const button = (page, name) => card(page).getByRole('button', { name, exact: true });
const take = (page) => page.locator('.own-preview').getByRole('button', { name: 'Add to the set' });
const counted = (page) => card(page).locator('.own-count');

/** Opens the page at the card, unfolded. */
const unfold = async (page, open, hash = ROOM) => {
  await open(hash);
  await button(page, 'Draw or choose images').click();
};

/** How alike samples of the model and a picture are, as a correlation. */
const likeness = (page, picture) => page.evaluate(async (pixels) => {
  const images = await window.playground.sample(16, { seed: 1 });
  const centred = (values) => { const mean = values.reduce((a, b) => a + b) / values.length; return values.map((value) => value - mean); };
  const dot = (a, b) => a.reduce((sum, value, at) => sum + value * b[at], 0);
  const wanted = centred(pixels);
  return Math.min(...Array.from({ length: 16 }, (_, at) => {
    const own = centred([...images.slice(784 * at, 784 * at + 784)]);
    return dot(own, wanted) / Math.sqrt(dot(own, own) * dot(wanted, wanted));
  }));
}, [...picture]);

/** A stroke on the pad. @param {[number, number][]} points shares of its side */
async function stroke(page, points) {
  const pad = page.locator('#own-pad');
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width } = await pad.boundingBox();
  const [first, ...others] = points.map(([right, down]) => [x + width * right, y + width * down]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of others) await page.mouse.move(...point, { steps: 5 });
  await page.mouse.up();
  await expect(button(page, 'Add to the set').first()).toBeEnabled();
}

/** A picture of a file, drawn by the page. */
const png = (page, width, height, draw) => page.evaluate(async ([w, h, body]) => {
  const canvas = new OffscreenCanvas(w, h);
  new Function('context', body)(canvas.getContext('2d'));
  return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
}, [width, height, draw]);

test('drawings join the set one by one, are removed by a press, and are there at the next visit', async ({ page, open }) => {
  await unfold(page, open);
  await expect(counted(page)).toContainText('0 images. Two are needed');
  // What fills the cards above moves the pad.
  await expect(page.locator('.data-stages li')).not.toHaveCount(0);
  await atRest(page);
  for (const lean of [0.3, 0.4, 0.5]) {
    await stroke(page, [[lean, 0.2], [0.7, 0.5], [lean, 0.8]]);
    if (lean === 0.3) await button(page, 'Add to the set').first().click();
    else await page.keyboard.press('Enter');
    await expect(button(page, 'Add to the set').first()).toBeDisabled();
  }
  await expect(counted(page)).toContainText('3 images. 20 drawings are enough');
  const tiles = card(page).locator('.own-places button');
  await expect(tiles).toHaveCount(3);
  // By keys: to the last, and away with it.
  await tiles.first().focus();
  await page.keyboard.press('End');
  await expect(tiles.nth(2)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(tiles).toHaveCount(2);
  await expect(tiles.nth(1)).toBeFocused();
  await tiles.first().click();
  await expect(tiles).toHaveCount(1);
  await card(page).getByLabel('Name of the set').fill('Runes');
  await expect(card(page)).toContainText('kept in this browser for your next visit');
  await expect.poll(() => page.evaluate(async () => (await (await import('./image-files/store.js')).read())?.name)).toBe('Runes');

  await page.reload();
  await expect(counted(page)).toContainText('1 image.');
  await expect(card(page).getByLabel('Name of the set')).toHaveValue('Runes');
  await button(page, 'Remove all').click();
  await expect(counted(page)).toContainText('0 images');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(counted(page)).toContainText('1 image.');
});

test('a model that is trained on one pattern draws it; the way back leads to MNIST', async ({ page, open, go }) => {
  await unfold(page, open, '#preset=vae&seed=0&device=cpu&room=data');
  await hand(page, ['stripes-images-idx3-ubyte', imagesFile(twenty)]);
  await expect(page.locator('.own-summary')).toHaveText('20 images without labels.');
  await take(page).click();
  await expect(counted(page)).toContainText('20 images.');
  await card(page).getByLabel(/Augment/).uncheck();
  expect(await likeness(page, stripes)).toBeLessThan(0.5);
  await button(page, 'Train on these').click();
  await expect.poll(() => page.evaluate(() => window.playground.step)).toBeGreaterThan(2);
  await page.locator('#play').click();
  // As many steps on every machine.
  const step = await page.evaluate(async () => {
    const { playground: pg } = window;
    if (pg.step < 150) await pg.train(150 - pg.step);
    return pg.step;
  });
  expect(step).toBeGreaterThanOrEqual(150);
  expect(await page.evaluate(() => { const { name, train, test, classes } = window.playground.model.data; return { name, train, test, classes }; })).toEqual({ name: 'stripes', train: 18, test: 2, classes: 1 });
  expect(await likeness(page, stripes)).toBeGreaterThan(0.9);
  await expect(card(page)).toContainText('The run learns from “stripes”, 20 images. A link to the run cannot carry them.');
  await expect(page.locator('.data-stages li b').first()).toHaveText('18');

  // Beside the samples, and where links are shared.
  await go('train');
  await expect(page.locator('#trained-on')).toHaveText('Trained on: stripes, 20 images');
  // Stripes are no digits.
  await expect(page.locator('#samples')).toHaveAttribute('aria-label', '64 images made by the model');
  await expect(page.getByRole('button', { name: 'Use a test image' })).toBeAttached();
  await go('take');
  await expect(page.locator('#share')).toContainText('A link cannot carry them');

  // A model that is told the label cannot learn from images without one: the run stays.
  expect(await page.evaluate(() => window.playground.load('cvae').catch(({ code }) => code))).toBe('bad-setting');

  await go('data');
  await button(page, 'Back to MNIST').click();
  await expect.poll(() => page.evaluate(() => window.playground.model?.data.name)).toBe('mnist');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(button(page, 'Back to MNIST')).toBeHidden();
  await go('train');
  await expect(page.locator('#trained-on')).toBeHidden();
  await expect(page.locator('#samples')).toHaveAttribute('aria-label', '64 digits made by the model');
});

test('a kept run on own images goes on with them after a reload', async ({ page, open, shown }) => {
  await keepSoon(page);
  await unfold(page, open);
  await hand(page, ['stripes-images-idx3-ubyte', imagesFile(twenty)]);
  await take(page).click();
  await button(page, 'Train on these').click();
  // It is kept when training stands still, once there is enough of it.
  await page.evaluate(() => new Promise((resolve) => {
    let ms = 0;
    window.playground.on('step', ({ chunk }) => { ms += chunk.ms; if (ms > 200) resolve(); });
  }));
  await page.locator('#play').click();
  await expect.poll(() => page.evaluate(async () => (await (await import('./shell/resume/store.js')).list()).map(({ own }) => own?.name))).toEqual(['stripes']);
  await page.reload();
  await page.evaluate(() => window.playgroundReady);
  expect(await page.evaluate(() => window.playground.model.data.name)).toBe('mnist');
  await shown.notice('kept').getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model?.data.name)).toBe('stripes');
  expect(await page.evaluate(() => window.playground.step)).toBeGreaterThan(0);
});

test('an archive with folders gives labels, which a model is told, and the export reads back', async ({ page, open }) => {
  await unfold(page, open, ROOM.replace('preset=vae', 'preset=cvae'));
  const bar = (level) => png(page, 40, 40, `context.fillStyle='#fff';context.fillRect(0,0,40,40);context.fillStyle='#111';context.fillRect(${level === 0 ? '18,4,5,32' : '4,18,32,5'})`);
  const [down, across] = [await bar(0), await bar(1)].map((bytes) => Uint8Array.from(bytes));
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`set/${at % 2}/${at}.png`, at % 2 ? across : down]));
  await hand(page, ['bars.zip', zipSync({ ...files, 'set/0/cut.png': down.slice(0, 60) })]);
  await expect(page.locator('.own-summary')).toContainText('12 images with 2 labels');
  await expect(page.locator('.own-summary')).toContainText('set/0/cut.png');
  await take(page).click();
  await expect(card(page).locator('.own-places button').nth(1)).toHaveAccessibleName(/label 1: remove/);
  await button(page, 'Train on these').click();
  await expect.poll(() => page.evaluate(() => window.playground.step)).toBeGreaterThan(0);
  await page.locator('#play').click();
  expect(await page.evaluate(() => [window.playground.model.data.classes, window.playground.model.conditional])).toEqual([2, true]);
  // There are two labels to choose from, in the training room too.
  await page.locator('#rooms [data-room="train"]').click();
  await expect(page.locator('#wanted-digit label:visible')).toHaveText(['all', '0', '1']);
  await page.locator('#rooms [data-room="data"]').click();

  const downloads = [];
  page.on('download', (download) => downloads.push(download));
  await button(page, 'Export as IDX').click();
  await expect.poll(() => downloads.length).toBe(2);
  // Which of two arrives first is for the browser to say.
  const named = downloads.map((download) => [download.suggestedFilename(), download]).sort(([a], [b]) => (a < b ? -1 : 1));
  expect(named.map(([name]) => name)).toEqual(['bars-images-idx3-ubyte', 'bars-labels-idx1-ubyte']);
  const [images, labels] = await Promise.all(named.map(async ([, download]) => readIdx(new Uint8Array(await readFile(await download.path())))));
  expect(images.dimensions).toEqual([12, 28, 28]);
  expect([...labels.values]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1].map((_, at) => at % 2));
  expect([images.values[28 * 14 + 14], images.values[0]]).toEqual([images.values[28 * 14 + 14], 0]);
  expect(images.values[28 * 14 + 14]).toBeGreaterThan(200);
});

test('hostile and damaged files say what is wrong, and the page goes on', async ({ page, open }) => {
  await unfold(page, open);
  const picture = Uint8Array.from(await png(page, 100, 100, 'context.fillRect(20,20,30,60)'));
  const huge = picture.slice();
  new DataView(huge.buffer).setUint32(16, 20_000);
  new DataView(huge.buffer).setUint32(20, 20_000);
  const terabytes = Uint8Array.of(0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255);
  const full = new Uint8Array(40 << 20);
  full.set(picture);
  const bomb = zipSync({ 'a.png': full });
  const table = [
    [['cut.png', picture.slice(0, picture.length - 80)], /cut\.png is damaged/],
    [['huge.png', huge], /too large/],
    [['t.idx', terabytes], /at most 100,000/],
    [['bomb.zip', bomb], /too large/],
    [['cut.zip', zipSync({ 'a.png': picture }).slice(0, 60)], /damaged/],
    [['notes.txt', Buffer.from('words')], /no image that this page can read/],
    [['none.png', Buffer.alloc(0)], /empty/],
    [['x-labels-idx1-ubyte', labelsFile(Uint8Array.of(1, 2))], /fit no file of images/],
  ];
  for (const [file, says] of table) {
    await hand(page, file);
    await expect(card(page).locator('.own-files .problem').first()).toHaveText(says);
    await expect(page.locator('.own-preview')).toBeHidden();
  }
  // A good one after them is read as ever.
  await hand(page, ['good.png', picture]);
  await expect(page.locator('.own-summary')).toHaveText('1 image without labels.');
  await page.locator('.own-preview').getByRole('button', { name: 'Cancel' }).click();
  await expect(counted(page)).toContainText('0 images');
});

test('the camera is asked for when its button is pressed, and what it sees on paper joins the set', async ({ page, open }) => {
  await page.addInitScript(() => {
    window.asked = 0;
    navigator.mediaDevices.getUserMedia = async () => {
      window.asked += 1;
      if (window.asked === 1) throw new DOMException('No.', 'NotAllowedError');
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
      const context = canvas.getContext('2d');
      let level = 0;
      window.paper = (isEmpty) => {
        level = (level + 1) % 2;
        context.fillStyle = `rgb(23${level}, 230, 220)`;
        context.fillRect(0, 0, 640, 480);
        context.lineWidth = 22;
        context.strokeStyle = '#223';
        if (!isEmpty) context.stroke(new Path2D('M 240 140 L 400 200 L 250 340'));
      };
      window.still = false;
      setInterval(() => window.paper(window.still), 50);
      window.stream = canvas.captureStream();
      return window.stream;
    };
  });
  await unfold(page, open);
  expect(await page.evaluate(() => window.asked)).toBe(0);
  const ask = button(page, 'Use the camera…');
  await ask.click();
  await expect(card(page)).toContainText('The camera was not allowed');
  await ask.click();
  const shot = button(page, 'Take a picture');
  await expect(shot).toBeFocused();
  await expect.poll(() => page.locator('.own-camera video').evaluate((video) => video.readyState)).toBeGreaterThan(2);
  await expect(async () => {
    await shot.click();
    await expect(counted(page)).toContainText(/^[1-9] images/, { timeout: 500 });
  }).toPass();
  await page.evaluate(() => { window.still = true; });
  await expect(async () => {
    await shot.click();
    await expect(card(page)).toContainText('No symbol was found', { timeout: 500 });
  }).toPass();
  expect(await page.evaluate(() => window.stream.active)).toBe(true);
  // In another room nobody watches.
  await page.locator('#rooms [data-room="train"]').click();
  await expect.poll(() => page.evaluate(() => window.stream.active)).toBe(false);
});

test('the card is accessible, in both languages and with a preview open', async ({ page, open }) => {
  await unfold(page, open);
  const sheet = await png(page, 300, 200, "context.fillStyle='#fff';context.fillRect(0,0,300,200);context.fillStyle='#222';for(let r=0;r<2;r++)for(let k=0;k<3;k++)context.fillRect(30+100*k,30+100*r,40,20+10*k)");
  await hand(page, ['sheet.png', sheet]);
  await expect(page.locator('#own-columns')).toHaveValue('3');
  await expect(page.locator('#own-rows')).toHaveValue('2');
  await expect(page.locator('.own-summary')).toHaveText('6 images without labels.');
  const look = async () => expect(await violations(axe(page).include('#own-data'))).toEqual([]);
  await look();
  await take(page).click();
  await look();
  await page.evaluate(async () => { await (await import('./words/i18n.js')).setLanguage('zh'); });
  await expect(card(page).locator('h2')).toHaveText('自己的数据');
  await look();
});

/** Runs on one's own images with so many threads each: the last loss, and the bits. */
const runs = (page, list) => page.evaluate(async ([workers, pixels]) => {
  const { createPlayground } = await import('./playground.js');
  const results = [];
  for (const count of workers) {
    const pg = await createPlayground({ device: 'cpu', workers: count, preload: false });
    // Images that differ, so that whose they are matters.
    const images = Uint8Array.from({ length: 20 * 784 }, (_, at) => (pixels[(at + 31 * Math.floor(at / 784)) % 784] * (1 + (Math.floor(at / 784) % 3))) / 3);
    await pg.setData({ name: 'stripes', images });
    await pg.load('vae', { hidden_dim: 100, 'data.augment': 'shift:2,rotate:10' });
    await pg.train(20);
    const { losses } = await pg.train(20);
    const hash = await crypto.subtle.digest('SHA-256', await pg.save());
    results.push({ step: pg.step, loss: losses.loss, bytes: [...new Uint8Array(hash)].join(), workers: pg.device.workers });
    pg.close();
  }
  return results;
}, [list, [...stripes]]);

shared('two threads learn from the same own images as one', async ({ page, open }) => {
  await open(SMALL);
  const [alone, first, second] = await runs(page, [1, 2, 2]);
  expect(first).toEqual(second);
  expect(first).toMatchObject({ step: 40, workers: 2 });
  // Another order of addition, so other bits: the batches have been shared.
  expect(first.bytes).not.toBe(alone.bytes);
  expect(Math.abs(first.loss / alone.loss - 1)).toBeLessThan(1e-4);
});

test.describe('after a crash', () => {
  test.use({ expectedErrors: [[/this panic was asked for/], { scope: 'test' }] });
  test('the new thread has the same images', async ({ page, open }) => {
    await open(SMALL);
    const found = await page.evaluate(async (pixels) => {
      const pg = window.playground;
      await pg.setData({ name: 'stripes', images: new Uint8Array(pixels) });
      await pg.load('vae', { hidden_dim: 50 });
      await pg.train(3);
      const { hash } = pg.model.data;
      const recovered = new Promise((resolve) => { pg.on('recovered', resolve); });
      pg.debug.panic().catch(() => {});
      await recovered;
      const { steps } = await pg.train(5);
      return [pg.model.data.hash === hash, pg.model.data.name, steps, (await pg.testImages(0, 2)).labels.length];
    }, [...twenty]);
    expect(found).toEqual([true, 'stripes', 5, 2]);
  });
});
