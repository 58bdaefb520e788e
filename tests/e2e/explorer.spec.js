// Every image of the data on one plane: looked at, brushed, dropped and relabelled, and trained on.

import { atRest, axeFinds, expect, pictureOf, shared } from './fixtures.js';

const SMALL = '#preset=cvae&seed=0&device=cpu&latent_dim=2&hidden_dim=20&batch_size=50&room=data';

const stage = (page) => page.locator('.explorer-stage');
const button = (page, name) => page.locator('#explorer').getByRole('button', { name, exact: true });
const counted = (page) => page.locator('.explorer-counted');
const look = (page) => page.locator('.explorer-look p');
const threads = (page) => page.workers().filter((worker) => worker.url().includes('/explorer/')).length;

/** Opens it, and waits until all images are there. */
async function unfold(page) {
  await page.locator('#explorer button[aria-controls]').click();
  await expect(page.locator('.explorer-head .recipe-state')).toContainText(/70,000.*70,000/);
  await expect(page.locator('#explorer-opened[aria-busy]')).toHaveCount(0);
  // What fills the cards above moves it.
  await expect(page.locator('.data-stages li')).not.toHaveCount(0);
  await atRest(page);
  await stage(page).evaluate((element) => element.scrollIntoView({ block: 'center' }));
}

/** Until no image is on its way, nor the view. */
async function still(page) {
  await expect(stage(page)).not.toHaveAttribute('aria-busy', 'true');
}

shared('images are looked at, brushed, dropped, relabelled and put back, and what is left is trained on', async ({ page, open }) => {
  await open(SMALL);
  await unfold(page);
  await still(page);
  const picture = () => pictureOf(stage(page).locator('canvas'));
  const far = await picture();
  const { x, y, width, height } = await stage(page).boundingBox();
  // The block of a label lies left of the middle; near enough, its images are tiles that can be told apart.
  const at = [x + width * 0.42, y + height * 0.35];
  await page.mouse.move(...at);
  for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, -400);
  await still(page);
  await page.mouse.click(...at);
  await expect(look(page)).toContainText(/^(Training|Test) image [\d,]+, label \d\. Score \d/);
  await expect.poll(async () => (await page.locator('.explorer-mark').boundingBox()).width).toBeGreaterThan(60);
  await still(page);
  await expect.poll(picture).not.toBe(far);

  // A rectangle around three tiles by three.
  await page.keyboard.down('Shift');
  await page.mouse.move(at[0] - 126, at[1] - 126);
  await page.mouse.down();
  await page.mouse.move(at[0] + 126, at[1] + 126, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(counted(page)).toContainText(/^9 images\./);
  const tests = Number(/stay as they are: (\d+)/.exec(await counted(page).textContent())?.[1] ?? 0);
  await button(page, 'Leave out').click();
  const dropped = page.getByLabel('Dropped images');
  await expect(dropped).toHaveValue(/^\d/);
  await expect(page.locator('.explorer-selection .fine')).toContainText(`leaves out ${9 - tests} and relabels 0`);
  await page.locator('#explorer-relabel').selectOption('3');
  await expect(page.getByLabel('Corrected labels')).toHaveValue(/:3/);
  await button(page, 'Undo').click();
  await expect(page.getByLabel('Corrected labels')).toHaveValue('');
  await button(page, 'Keep as a recipe').click();
  await expect(page.locator('.kept-recipe')).toHaveCount(1);

  await page.getByRole('button', { name: 'Train on these data' }).click();
  await expect.poll(() => page.evaluate(() => window.playground.model?.trainSize)).toBe(60_000 - 9 + tests);
  await expect.poll(() => page.evaluate(() => window.playground.step)).toBeGreaterThan(2);
  await page.locator('#play').click();
  expect(page.url()).toContain('data.drop=');
  // The explorer is still open, and says so of the image.
  await expect(stage(page)).toBeVisible();
  await page.locator('.kept-recipe button').last().click();
  await expect(page.locator('.kept-recipe')).toHaveCount(0);
});

shared('by keys, on a phone, in Chinese; filtered, placed anew, and closed again it holds nothing', async ({ page, open }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(`${SMALL}&lang=zh`);
  await unfold(page);
  expect(threads(page)).toBe(1);
  await page.locator('#explorer-place').selectOption('score');
  await expect(page.locator('.explorer-names span').first()).toContainText('≤');
  await page.locator('#explorer').getByRole('button', { name: '4', exact: true }).click();
  await expect(page.locator('.explorer-head .recipe-state')).toContainText('6,824');
  await page.locator('#explorer-part').selectOption('test');
  // MNIST's test part has 982 of them.
  await expect(page.locator('.explorer-head .recipe-state')).toContainText('982');
  await page.locator('#explorer-place').selectOption('label');
  await expect(page.locator('.explorer-names span')).toHaveCount(10);
  await page.locator('#explorer').getByRole('button', { name: '4', exact: true }).click();

  await stage(page).focus();
  for (let press = 0; press < 9; press++) await page.keyboard.press('+');
  // From the gap between two blocks into one.
  for (let press = 0; press < 3; press++) await page.keyboard.press('Shift+ArrowUp');
  await still(page);
  await page.keyboard.press('Enter');
  await expect(look(page)).toContainText('测试图像');
  await page.locator('.explorer-selection button').first().click();
  await expect(counted(page)).not.toContainText('没有选中');
  await stage(page).focus();
  await page.keyboard.press('Escape');
  await expect(counted(page)).toContainText('没有选中');

  await page.locator('.explorer-worth > .recipe-actions button').click();
  await expect(page.locator('.explorer-list li')).not.toHaveCount(0);
  await page.locator('.explorer-list button').first().click();
  await expect(look(page)).toContainText('训练图像');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await axeFinds(page, '#explorer')).toEqual([]);

  await page.locator('#explorer button[aria-controls]').click();
  await expect(page.locator('#explorer canvas')).toHaveCount(0);
  await expect.poll(() => threads(page)).toBe(0);
});

shared.describe('two painters', () => {
  // The picture of the one is read to be compared.
  shared.use({ expectedErrors: [[/GPU stall due to ReadPixels/], { scope: 'test' }] });

  shared('with a graphics processor and without one the same is drawn', async ({ page, open }) => {
    await open(SMALL);
    const found = await page.evaluate(async () => {
      const at = (path) => import(new URL(`rooms/data/explorer/${path}`, document.baseURI));
      const [{ Pictures }, { Scene }, { createWebGl }, { createRaster }, { tileSize }] = await Promise.all(['thread/pictures.js', 'thread/scene.js', 'thread/webgl.js', 'thread/raster.js', 'stage/camera.js'].map(at));
      // Three images in a row: a bar each, further down from one to the next. More than a page of them lie out of sight.
      const count = 1400;
      const pictures = new Pictures(count, 0);
      const images = new Uint8Array(count * 784);
      const shown = [0, 1, 1399];
      shown.forEach((image, nth) => images.fill(255, image * 784 + 28 * [0, 7, 15][nth], image * 784 + 28 * [13, 20, 28][nth]));
      pictures.add('train', images, Uint8Array.from({ length: count }, (_, image) => image % 3));
      const scene = new Scene(pictures);
      scene.inks = { labels: [[200, 0, 0], [0, 200, 0], [0, 0, 200]], low: [0, 0, 0], high: [0, 0, 0], muted: [0, 0, 0] };
      scene.places.fill(1e6);
      shown.forEach((image, column) => scene.places.set([column, 0], 2 * image));
      scene.paint();
      const size = { width: 120, height: 60 };
      const pixels = async (create, scale) => {
        const canvas = new OffscreenCanvas(size.width, size.height);
        const painter = create(canvas, count, { software: true });
        await painter.upload(images, 0, count, async () => {});
        const view = { x: 1, y: 0, scale };
        const asTiles = scale > 10 ? 1 : 0;
        painter.draw({ scene, view, size, ratio: 1, tile: tileSize(view), tiles: asTiles, dots: 1 - asTiles, inSight: Uint32Array.from(shown) });
        const copy = new OffscreenCanvas(size.width, size.height).getContext('2d');
        copy.drawImage(canvas, 0, 0);
        return { kind: painter.kind, data: copy.getImageData(0, 0, size.width, size.height).data };
      };
      const all = [];
      for (const scale of [36, 4]) {
        const [a, b] = [await pixels(createWebGl, scale), await pixels(createRaster, scale)];
        let [apart, drawn] = [0, 0];
        for (let i = 3; i < a.data.length; i += 4) {
          apart += Math.abs(a.data[i] - b.data[i]);
          drawn += b.data[i];
        }
        // The middle of each tile, on the bar of the second alone.
        const middles = [0, 1, 2].map((column) => [...a.data.slice(4 * (30 * 120 + 60 + (column - 1) * scale), 4 * (30 * 120 + 60 + (column - 1) * scale) + 4)]);
        all.push({ kinds: [a.kind, b.kind], apart: apart / drawn, middles });
      }
      return all;
    });
    for (const { kinds } of found) expect(kinds).toEqual(['webgl2', '2d']);
    const [tiles, dots] = found;
    // Edges may lie a pixel apart.
    expect(tiles.apart).toBeLessThan(0.2);
    expect(tiles.middles.map(([, green, , alpha]) => green > 150 && alpha > 200)).toEqual([false, true, false]);
    // Dots: as strong as the middle of the image here, and as its mean there.
    expect(dots.apart).toBeLessThan(0.6);
  });
});
