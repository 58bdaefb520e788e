// `cargo xtask thumbnails`: what each model draws after a minute of training in the browser, on the CPU, for the gallery.

import { expect, test } from '@playwright/test';
import { cpus } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { PRESETS } from '../../www/engine/schema.js';

const FOLDER = 'assets/after-a-minute';
const MINUTE = 60_000;
const DIGITS = 10;

for (const { id } of PRESETS) {
  test(id, async ({ page, browser }) => {
    // A page of the same site without an engine of its own.
    await page.goto('data/mnist.json');
    const { steps, url } = await page.evaluate(async ([preset, minute, digits]) => {
      const { createPlayground } = await import('/playground.js');
      const pg = await createPlayground({ device: 'cpu' });
      await pg.load(preset, { seed: 0 });
      // The digits have to be there, and the first step compiles.
      let { msPerStep } = await pg.train(1);
      const end = performance.now() + minute;
      for (let left = minute; left > 0; left = end - performance.now()) {
        ({ msPerStep } = await pg.train(Math.max(1, Math.min(100, Math.floor(left / msPerStep)))));
      }
      const pixels = await pg.sample(digits, { seed: 1 });
      const canvas = Object.assign(document.createElement('canvas'), { width: 28 * digits, height: 28 });
      const context = canvas.getContext('2d');
      // The page gives it its colour: only how opaque it is counts.
      for (let digit = 0; digit < digits; digit++) {
        const data = new ImageData(28, 28);
        for (let at = 0; at < 784; at++) data.data[4 * at + 3] = Math.round(255 * pixels[784 * digit + at]);
        context.putImageData(data, 28 * digit, 0);
      }
      return { steps: pg.step, url: canvas.toDataURL('image/png') };
    }, [id, MINUTE, DIGITS]);
    expect(steps).toBeGreaterThan(1);
    writeFileSync(`${FOLDER}/${id}.png`, Buffer.from(url.split(',')[1], 'base64'));
    const file = `${FOLDER}/made.json`;
    let made = {};
    try {
      made = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // The first of all.
    }
    made[id] = { date: new Date().toISOString().slice(0, 10), browser: `Chromium ${browser.version()}`, cores: cpus().length, steps };
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
    console.log(`${id}: ${steps} steps`);
  });
}
