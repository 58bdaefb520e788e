// What can be taken along: each file once, made from a real run, and looked into.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PRESETS } from '../../www/run/presets.js';
import { pytorchScript, tensorsOf } from '../../www/rooms/take/pytorch/pytorch.js';
import { readHeader } from '../../www/rooms/take/safetensors.js';
import { PAUSED, chinese, expect, shared as sharedBase, test as base } from './fixtures.js';

const SMALL = '#preset=vae&seed=0&device=cpu&latent_dim=2&hidden_dim=50&batch_size=32&room=take&steps=20&run=1';
/** The same in the training room, where the samples' history shows how far it is. */
const TRAINED = SMALL.replace('&room=take', '');
const MODELS = new URL('../fixtures/models.json', import.meta.url);

const fixtures = {
  /** The card, and what its buttons give. */
  card: async ({ page }, use) => {
    const locator = page.locator('#record');
    await use({
      locator,
      result: locator.locator('[data-part="result"]'),
      button: (name) => locator.getByRole('button', { name, exact: true }),
      /** @returns {Promise<{name: string, bytes: Buffer}[]>} */
      async take(button, count = 1) {
        const files = [];
        const all = new Promise((resolve) => {
          page.on('download', function keep(download) {
            files.push(download);
            if (files.length === count) { page.off('download', keep); resolve(); }
          });
        });
        await locator.getByRole('button', { name: button, exact: true }).click();
        await all;
        const read = await Promise.all(files.map(async (file) => ({ name: file.suggestedFilename(), bytes: await readFile(await file.path()) })));
        // Which of two arrives first is for the browser to say.
        return read.sort((a, b) => (a.name < b.name ? -1 : 1));
      },
      load: (name, bytes) => locator.locator('[data-part="file"]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) }),
    });
  },
};
const [test, shared] = [base.extend(fixtures), sharedBase.extend(fixtures)];

const bytesOf = (buffer) => new Uint8Array(buffer);
const tensors = (bytes) => Object.fromEntries(readHeader(bytes).tensors.map(({ name, shape }) => [name, shape]));
/** What the script's comments say. */
const tensorsInScript = (script, known) => Object.fromEntries([...script.matchAll(/([\w.]+) \[([\d, ]+)\]/g)]
  .filter(([, name]) => name in known).map(([, name, shape]) => [name, shape.split(', ').map(Number)]));
const named = (list) => Object.fromEntries(list.map(({ name, shape }) => [name, shape]));

shared('films of the history and of a walk, as GIF and as WebM', async ({ open, go, card, shown }) => {
  await open(TRAINED);
  await expect(shown.status).toContainText('Paused at step 20');
  // The last samples are drawn after the last step, and the film ends with them.
  await expect.poll(() => shown.text('timeline-text')).toBe('step 20');
  await go('take');
  const kinds = { history: ['the samples’ history', '', 242], walk: ['a latent walk', '-walk', 122] };
  for (const [what, suffix, side] of Object.values(kinds)) {
    const [gif] = await card.take(`GIF of ${what}`);
    expect(gif.name).toBe(`vae-seed-0-step-20${suffix}.gif`);
    expect(gif.bytes.subarray(0, 6).toString()).toBe('GIF89a');
    expect([gif.bytes.readUInt16LE(6), gif.bytes.readUInt16LE(8)]).toEqual([2 * side, 2 * side]);
    // It repeats for ever, and has more than one picture.
    expect(gif.bytes.includes('NETSCAPE2.0')).toBe(true);
    expect(gif.bytes.toString('latin1').split('\x21\xf9\x04').length).toBeGreaterThan(2);
    await expect(card.result).toHaveText(new RegExp(`^Asked the browser to save ${gif.name} \\([\\d.]+ [kM]B\\)\\.$`));
  }
  const [webm] = await card.take('WebM video of the samples’ history');
  expect(webm.name).toBe('vae-seed-0-step-20.webm');
  expect(webm.bytes.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  expect(webm.bytes.length).toBeGreaterThan(5000);
});

test('a film can be cancelled, and comes without what the browser lacks', async ({ page, open, card, shown }) => {
  await page.addInitScript(() => { delete window.MediaRecorder; });
  await open(SMALL);
  await expect(shown.status).toContainText('Paused at step 20');
  await expect(card.button('WebM video of the samples’ history')).toBeDisabled();
  await expect(card.locator).toContainText('cannot record WebM');
  await page.evaluate(() => {
    document.querySelector('#record [data-part="walk-gif"]').click();
    document.querySelector('#record [data-part="cancel"]').click();
  });
  await expect(card.result).toHaveText('Cancelled; nothing was saved.');
  await expect(card.button('GIF of a latent walk')).toBeFocused();
});

test('picture, losses and link', async ({ page, context, open, go, card, shown }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => { window.seen = []; });
  await open(SMALL.replace('&steps=20&run=1', ''));
  await page.evaluate(() => { window.playground.on('step', ({ history }) => window.seen.push(...history)); });
  await card.button('CSV of the losses').click();
  await expect(card.result).toContainText('no losses yet');
  await page.evaluate(() => window.playground.train(20));
  await go('train');
  await expect.poll(() => shown.text('timeline-text')).toBe('step 20');
  await go('take');
  const [png] = await card.take('PNG of the samples');
  expect(png.name).toBe('vae-seed-0-step-20.png');
  expect(png.bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const [csv] = await card.take('CSV of the losses');
  expect(csv.name).toBe('vae-seed-0-step-20-losses.csv');
  const [keys, ...rows] = csv.bytes.toString().trim().split('\n').map((row) => row.split(','));
  expect(keys.slice(0, 2)).toEqual(['step', 'epoch']);
  expect(keys.slice(2).sort()).toEqual(['kl_loss', 'loss', 'recon_loss']);
  const seen = await page.evaluate(() => window.seen);
  expect(rows.map((row) => Object.fromEntries(row.slice(2).map((value, at) => [keys[at + 2], Number(value)])))).toEqual(seen.map(({ losses }) => losses));
  await card.button('Copy the link').click();
  await expect(card.result).toHaveText('The link is copied.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash).toBe('#preset=vae&seed=0&batch_size=32&latent_dim=2&hidden_dim=50&device=cpu&steps=20&run=1');
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); });
  await card.button('Copy the link').click();
  await expect(card.result).toContainText('did not allow');
  await expect.poll(() => page.evaluate(() => document.activeElement.value)).toBe(link);
});

shared('weights, a script for them, and the whole run, which goes on after loading', async ({ page, open, card, shown }) => {
  await open(SMALL);
  await expect(shown.status).toContainText('Paused at step 20');
  const [script, weights] = await card.take('Python script', 2);
  expect([script.name, weights.name]).toEqual(['vae-seed-0-step-20.py', 'vae-seed-0-step-20.safetensors']);
  const held = tensors(bytesOf(weights.bytes));
  expect(held['decoder.2.weight']).toEqual([784, 50]);
  const text = script.bytes.toString();
  expect(tensorsInScript(text, held)).toEqual(held);
  expect(text).toContain(`with_name("${weights.name}")`);
  const [again] = await card.take('Weights');
  expect(again.bytes.equals(weights.bytes)).toBe(true);
  const [run] = await card.take('Save the run');
  expect(run.name).toBe('vae-seed-0-step-20-run.safetensors');

  const sample = () => page.evaluate(async () => Array.from(await window.playground.sample(2, { seed: 3 })));
  const before = await sample();
  await page.evaluate(() => window.playground.train(3));
  const after = await sample();
  expect(after).not.toEqual(before);
  // Files that are no runs leave it as it is.
  for (const [name, bytes] of [['cat.png', [1, 2, 3]], ['half.safetensors', run.bytes.subarray(0, 4000)], ['damaged.safetensors', run.bytes.subarray(0, -9)]]) {
    await card.load(name, bytes);
    await expect(page.locator('.notice.problem')).toBeVisible();
    await page.locator('.notice .close').first().click();
    expect(await sample()).toEqual(after);
    expect(await page.evaluate(() => window.playground.step)).toBe(23);
  }
  await card.load(run.name, run.bytes);
  await expect(card.result).toContainText('The run stands at step 20');
  await expect.poll(shown.step).toBe(20);
  expect(await sample()).toEqual(before);
  await page.evaluate(() => window.playground.train(3));
  expect(await sample()).toEqual(after);
  await card.load(weights.name, weights.bytes);
  await expect(card.result).toContainText('optimizer, which begins anew');
});

test.describe('in a frame of another page', () => {
  test.use({ expectedErrors: [/can escape its sandboxing/] });

  /** The playground in a frame of a page of the same site, with this sandbox. */
  async function framed(page, sandbox) {
    await page.route('**/lesson.html', (route) => route.fulfill({
      contentType: 'text/html', body: `<!doctype html><title>Lesson</title><iframe ${sandbox === null ? '' : `sandbox="${sandbox}"`} src="index.html${SMALL.replaceAll('&', '&amp;')}" width="1200" height="900"></iframe>`,
    }));
    await page.goto('lesson.html');
    const frame = page.frames()[1] ?? await page.waitForEvent('frameattached');
    await frame.waitForFunction(() => window.playgroundReady);
    await frame.evaluate(async () => { await window.playgroundReady; });
    const card = frame.locator('#record');
    await expect(frame.locator('#status')).toContainText('Paused at step 20');
    return { frame, result: card.locator('[data-part="result"]'), ways: card.locator('[data-part="ways"]'), button: (name) => card.getByRole('button', { name, exact: true }) };
  }

  test('that forbids downloads, nothing is said to be saved, and there are other ways', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const downloads = [];
    page.on('download', (download) => downloads.push(download.suggestedFilename()));
    const { frame, result, ways, button } = await framed(page, 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox');
    await button('CSV of the losses').click();
    await expect(result).toContainText('Not saved: the frame that holds this page does not allow downloads (vae-seed-0-step-20-losses.csv');
    const opened = page.waitForEvent('popup');
    await ways.getByRole('link', { name: 'Open vae-seed-0-step-20-losses.csv in a new tab' }).click();
    const table = await opened;
    await expect(table.locator('body')).toContainText('step,epoch,');
    const text = await table.locator('body').textContent();
    expect(text.trim().split('\n')).toHaveLength(21);
    await table.close();
    await ways.getByRole('button', { name: /Copy the text/ }).click();
    await expect(result).toContainText(/is in the clipboard|did not allow copying/);
    // Weights are for no tab to show: a page of its own can save them.
    await button('Weights').click();
    await expect(result).toContainText('Not saved');
    await expect(ways.getByRole('button')).toHaveCount(0);
    await expect(ways.getByRole('link')).toHaveText(['Open this run on a page of its own, where files can be saved']);
    expect(await ways.getByRole('link').getAttribute('href')).toContain('preset=vae');
    expect(await frame.evaluate(() => window.playground.step)).toBe(20);
    expect(downloads).toEqual([]);
  });

  test('that allows them, they come as everywhere', async ({ page }) => {
    for (const sandbox of [null, 'allow-scripts allow-same-origin allow-downloads']) {
      const { result, ways, button } = await framed(page, sandbox);
      const download = page.waitForEvent('download');
      await button('CSV of the losses').click();
      expect((await download).suggestedFilename()).toBe('vae-seed-0-step-20-losses.csv');
      await expect(result).toContainText('Asked the browser to save');
      await expect(ways).toBeEmpty();
    }
  });
});

shared('the card speaks Chinese', async ({ page, open, go, card }) => {
  await open(TRAINED);
  await chinese(page);
  await expect(page.locator('#timeline-text')).toHaveText('第 20 步');
  await go('take');
  await expect(card.locator.getByRole('heading', { level: 2 })).toHaveText('带走你的成果');
  const [png] = await card.take('样本的 PNG 图片');
  expect(png.name).toBe('vae-seed-0-step-20.png');
  await expect(card.result).toContainText('已请浏览器保存 vae-seed-0-step-20.png');
});

shared('the script of every preset has the tensors of its weights, and the unit tests know its layers', async ({ page, open }) => {
  await open();
  // A playground of its own, whose models nobody asks for pictures: large ones take their time.
  await page.evaluate(async () => {
    const { createPlayground } = await import('./playground.js');
    window.own = await createPlayground({ device: 'cpu' });
  });
  const models = {};
  for (const { id } of PRESETS) {
    const { model, header } = await page.evaluate(async (preset) => {
      const { settings, capabilities, parts, parameterCount, hasEncoder, hasCritic, conditional, latentDim } = await window.own.load(preset);
      // What the script says of them.
      const said = ['seed', ...(capabilities.includes('flows') ? ['sample_steps', 'solver'] : []), ...(capabilities.some((word) => ['flows', 'prior'].includes(word)) ? ['guidance'] : []), ...(capabilities.includes('autoregressive') ? ['temperature', 'top_p'] : capabilities.includes('prior') && !capabilities.includes('flows') ? ['temperature'] : [])];
      const bytes = await window.own.exportWeights();
      const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
      return {
        model: {
          preset, settings: Object.fromEntries(said.map((key) => [key, settings[key]])), parameterCount, hasEncoder, hasCritic, conditional, latentDim,
          parts,
        },
        header: Array.from(bytes.subarray(0, 8 + length)),
      };
    }, id);
    models[id] = model;
    const held = tensors(Uint8Array.from(header));
    expect(named(tensorsOf(model)), id).toEqual(held);
    expect(tensorsInScript(pytorchScript(model, { name: 'x', step: 0, link: '' }), held), id).toEqual(held);
  }
  await page.evaluate(() => window.own.close());
  // UPDATE_MODELS=1 writes what the unit tests read.
  if (process.env.UPDATE_MODELS) await writeFile(MODELS, `${JSON.stringify(models)}\n`);
  expect(JSON.parse(await readFile(MODELS, 'utf8'))).toEqual(models);
});

test('scripts are written for Python to check', async ({ page, open, card }) => {
  const folder = process.env.PLAYGROUND_PYTORCH;
  test.skip(!folder, 'PLAYGROUND_PYTORCH names no folder; see tests/fixtures/pytorch/check_scripts.py');
  test.setTimeout(1_200_000);
  await open(`${PAUSED}&room=take`);
  const wanted = [...PRESETS.map(({ id }) => [id, {}]), ...['batch', 'spectral'].flatMap((norm) => ['gan', 'dcgan'].map((id) => [id, { critic_norm: norm }])),
    ['vae', { architecture: 'conv-strided', conditional: 'true', dropout: 0.1 }], ['vae', { architecture: 'conv-norm', dropout: 0.1 }], ['dcgan', { conditional: 'true' }]];
  for (const [preset, changes] of wanted) {
    const family = PRESETS.find(({ id }) => id === preset).family;
    const answer = await page.evaluate(async ([id, settings]) => {
      const pg = window.playground;
      const { conditional, capabilities, hasEncoder, hasCritic, latentDim } = await pg.load(id, settings);
      // Six, so that a critic which takes five steps for one of the forger's is not all that has learnt.
      await pg.train(6);
      const z = Float32Array.from({ length: 10 * latentDim }, (_, at) => Math.sin(at * 1.7) * 1.5);
      const { images, labels } = await pg.testImages(0, 10);
      const told = conditional ? { label: labels } : {};
      const plain = async (values) => Array.from(await values);
      return {
        latentDim, z: Array.from(z), images: Array.from(images), ...(conditional ? { label: Array.from(labels) } : {}),
        // Without a latent it is a flow on pixels: what it makes of a whole image, the end of a path.
        ...(capabilities.includes('decodes') ? { decoded: await plain(pg.decode(z, told)) } : {
          predicted: Array.from((await pg.activations(images.slice(0, 784), told)).find(({ network }) => network === 'flow').layers.at(-1).values),
        }),
        ...(hasEncoder ? { rebuilt: await plain(pg.reconstruct(images, told)) } : {}),
        ...(hasCritic ? { judged: await plain(pg.judge(images, told)) } : {}),
      };
    }, [preset, { batch_size: 16, ...(family === 'adversarial' ? { width: 0.25 } : {}), ...changes }]);
    const place = join(folder, [preset, ...Object.values(changes)].join('-'));
    await mkdir(place, { recursive: true });
    const files = await card.take('Python script', 2);
    for (const { name, bytes } of files) await writeFile(join(place, name), bytes);
    await writeFile(join(place, files[0].name.replace(/py$/, 'json')), JSON.stringify(answer));
  }
});
