// A transformer goes on with what is drawn, and says how much each block surprises it.

import { atRest, expect, pictureOf, shared } from './fixtures.js';

shared('a drawing is continued, block by block, and each block has its surprise', async ({ page, open }) => {
  await open('#preset=transformer&seed=0&device=cpu&hidden_dim=8&blocks=1&batch_size=8&steps=6&run=1&room=inside');
  const card = page.locator('.view-continue-drawing');
  await expect(card.getByText('Blocks written: 196 of 196')).toBeVisible();
  const picture = () => pictureOf(card.locator('[data-part="ways"]'));

  // A stroke in the upper half stays in all continuations. The cards move as their first answers come.
  await atRest(page);
  const before = await picture();
  const box = await card.locator('.upper-pad').boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.3, { steps: 4 });
  await page.mouse.up();
  await expect.poll(picture).not.toBe(before);
  const upperHalves = () => card.locator('[data-part="ways"]').evaluate((canvas) => {
    // Read from a copy: reading the page's own canvas again and again would slow it down.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { width, data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: 8 }, (_, tile) => {
      const [left, top] = [2 + (tile % 4) * 30, 2 + Math.floor(tile / 4) * 30];
      return Array.from({ length: 14 * 28 }, (_, at) => data[4 * ((top + Math.floor(at / 28)) * width + left + (at % 28)) + 3] > 128);
    });
  });
  // Pictures that were asked for while the stroke was drawn may still arrive.
  await expect(async () => {
    const inked = await upperHalves();
    expect(inked[0].some(Boolean)).toBe(true);
    for (const upper of inked) expect(upper).toEqual(inked[0]);
  }).toPass();

  await card.locator('.writing input').fill('120');
  await expect(card.getByText('Blocks written: 120 of 196')).toBeVisible();
  await expect(card.locator('.next-blocks')).toHaveAttribute('aria-label', /%/);

  // What the cards show is what scripts are told.
  const { nats, loss, sums, count } = await page.evaluate(async () => {
    const pg = window.playground;
    const { images } = await pg.testImages(0, 1);
    const surprises = await pg.surprise(images);
    const { images: more, probabilities } = await pg.continueImage(images, { rows: 28, count: 2 });
    const rows = Array.from({ length: 2 * 196 }, (_, at) => probabilities.slice(16 * at, 16 * at + 16).reduce((sum, p) => sum + p, 0));
    return { nats: surprises.reduce((sum, one) => sum + one, 0), loss: (await pg.evaluate(1)).loss, sums: rows, count: more.length };
  });
  expect(count).toBe(2 * 784);

  // Where a block looks: what the card says of the chosen one is what scripts are told.
  const looks = page.locator('.view-attention');
  await looks.locator('[data-part="place"]').fill('30');
  await looks.locator('[data-part="head"]').fill('2');
  await expect(looks.getByText('row 3, column 3')).toBeVisible();
  const strongest = await page.evaluate(async () => {
    const { images } = await window.playground.testImages(0, 1);
    const { layers, heads, weights } = await window.playground.attention(images);
    const row = [...weights.slice((2 * 196 + 30) * 196, (2 * 196 + 31) * 196)];
    return { layers, heads, sum: row.reduce((sum, one) => sum + one, 0), later: Math.max(...row.slice(31)), at: row.indexOf(Math.max(...row)) };
  });
  expect(strongest).toMatchObject({ layers: 1, heads: 4, later: 0 });
  expect(strongest.sum).toBeCloseTo(1, 4);
  await expect(looks.locator('[data-part="most"]')).toContainText(`row ${Math.floor(strongest.at / 14) + 1}, column ${(strongest.at % 14) + 1}`);
  for (const sum of sums) expect(sum).toBeCloseTo(1, 4);
  // Grey pixels may fall the other way when they are black or white at random.
  expect(Math.abs(nats - loss)).toBeLessThan(0.3 * loss);
  await expect(page.locator('.view-surprise')).toContainText(/\d/);
});
