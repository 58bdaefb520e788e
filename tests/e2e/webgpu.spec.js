// A browser with WebGPU on a software adapter: slow, but the same path as on a graphics card.

import { CHROMIUM, WEBGPU_ARGS } from './browser.js';
import { expect, test } from './fixtures.js';

test.use({ launchOptions: { executablePath: CHROMIUM, args: WEBGPU_ARGS } });
// The first step compiles every kernel, on the CPU, for an adapter that computes on the CPU.
test.setTimeout(900_000);

test('auto prefers the CPU to it and says why; chosen all the same it trains, with the losses of the CPU', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0');
  const device = await page.evaluate(() => window.playground.device);
  expect(device.kind).toBe('cpu');
  expect(device.reason).toMatch(/software/);
  // Slower is not forbidden.
  await page.locator('#device summary').click();
  await page.getByRole('button', { name: 'Restart on the GPU' }).click();
  await expect(page.locator('#device-name')).toHaveText('GPU');
  expect(new URL(page.url()).hash).toContain('device=webgpu');
  await expect.poll(() => page.evaluate(() => window.playground.model?.preset)).toBe('vae');
  expect(await page.evaluate(() => window.playground.device)).toMatchObject({ kind: 'webgpu', reason: expect.stringContaining('asked for') });
  const train = () => page.evaluate(async () => {
    const losses = [];
    const off = window.playground.on('step', ({ history }) => losses.push(...history.map((point) => point.losses)));
    await window.playground.train(2);
    off();
    return losses;
  });
  const onGpu = await train();
  expect(await shown.step()).toBe(2);
  await page.evaluate(() => window.playground.useDevice('cpu').then(() => window.playground.load('vae', { seed: 0 })));
  const onCpu = await train();
  expect(onGpu).toHaveLength(2);
  onGpu.forEach((losses, step) => {
    for (const [name, value] of Object.entries(losses)) {
      expect(Math.abs(value / onCpu[step][name] - 1), `${name} of step ${step + 1}: ${value} and ${onCpu[step][name]}`).toBeLessThan(1e-3);
    }
  });
});

test('a GPU, asked for by the address, that is taken away comes back in words, and training goes on', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0&device=webgpu');
  await expect(page.locator('#device-name')).toHaveText('GPU');
  await page.evaluate(() => window.playground.debug.loseDevice().catch(() => {}));
  await expect(shown.notice('engine')).toContainText('restarted');
  expect(await page.evaluate(() => window.playground.device.kind)).toBe('webgpu');
  expect((await page.evaluate(() => window.playground.train(1))).step).toBe(1);
});

test.describe('a GPU that looks good and fails to start', () => {
  test.use({ expectedErrors: [[/Failed to load resource/, /no such GPU/], { scope: 'test' }] });

  // Takes the software adapter for a graphics card, as if there were one.
  const pretend = (page) => page.route('**/worker/worker.js', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text.replace(/const software = [^;]*;/, 'const software = false;');
    expect(body).not.toBe(text);
    await route.fulfill({ response, body });
  });

  test('because its engine does not arrive: auto takes the CPU and says why', async ({ page, open }) => {
    await pretend(page);
    await page.route('**/playground_gpu_bg.wasm', (route) => route.abort());
    await open('#preset=vae&seed=0&steps=1&run=1');
    const device = await page.evaluate(() => window.playground.device);
    expect(device).toMatchObject({ kind: 'cpu', reason: expect.stringMatching(/WebGPU did not start.*CPU\.$/) });
    expect((await page.evaluate(() => window.playground.train(1))).step).toBeGreaterThan(0);
  });

  test('because it panics: auto takes the CPU and says why', async ({ page, open }) => {
    await pretend(page);
    const body = "export default async () => { setTimeout(() => { throw new Error('no such GPU'); }); await new Promise(() => {}); };";
    await page.route('**/playground_gpu.js', (route) => route.fulfill({ body, contentType: 'text/javascript' }));
    await open('#preset=vae&seed=0');
    const device = await page.evaluate(() => window.playground.device);
    expect(device).toMatchObject({ kind: 'cpu', reason: expect.stringMatching(/did not start.*no such GPU.*CPU\.$/) });
    expect((await page.evaluate(() => window.playground.train(1))).step).toBe(1);
  });
});
