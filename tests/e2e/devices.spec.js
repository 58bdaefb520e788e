// A browser without WebGPU: which device trains then, and why.

import { expect, test } from './fixtures.js';

test('auto trains on the CPU and says why', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0&steps=3&run=1');
  const device = await page.evaluate(() => window.playground.device);
  expect(device.kind).toBe('cpu');
  expect(device.reason).toMatch(/WebGPU.*CPU\.$/);
  await expect(shown.status).toContainText('Paused at step 3');
  await page.locator('#device summary').click();
  await expect(page.locator('#device-reason')).toHaveText(device.reason);
});

test('WebGPU asked for by name is refused to scripts, and the page falls back to the CPU and says so', async ({ page, open, shown }) => {
  await open('#preset=vae&seed=0&device=webgpu');
  await expect(shown.notice('device')).toContainText('Meanwhile it trains on the CPU');
  expect(await page.evaluate(() => window.playground.device.kind)).toBe('cpu');
  const refused = await page.evaluate(async () => {
    const { createPlayground } = await import('./playground.js');
    return createPlayground({ device: 'webgpu' }).catch((error) => ({ code: error.code, message: error.message }));
  });
  expect(refused).toMatchObject({ code: 'no-webgpu', message: expect.stringContaining("'cpu'") });
});

test('a GPU chosen in the settings ends on the CPU with a reason, and the run can go on', async ({ page, open, shown }) => {
  await open();
  await page.locator('#device summary').click();
  await expect(page.locator('#device-switch')).toBeHidden();
  await page.getByLabel('Device', { exact: true }).selectOption('webgpu');
  await page.getByRole('button', { name: 'Restart with these' }).click();
  await expect(shown.notice('device')).toContainText('CPU');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(shown.step).toBe(1);
});

/** A browser that has WebGPU and whose engine's thread never hears about an adapter; it is not waited for as long as in earnest (tests/unit/device.test.js). */
async function neverAnswering(page) {
  await page.route('**/worker/worker.js', async (route) => {
    const response = await route.fetch();
    const gpu = "Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: () => new Promise(() => {}) } });";
    const text = await response.text();
    // As what is joined says 5000.
    expect(text).toContain('ANSWER_MS = 5e3');
    return route.fulfill({ response, body: `${text.replace('ANSWER_MS = 5e3', 'ANSWER_MS = 200')}\n${gpu}` });
  });
}

test('a GPU about which the browser never answers is done without: auto trains on the CPU and says why', async ({ page, open, shown }) => {
  await neverAnswering(page);
  await open('#preset=vae&seed=0&steps=3&run=1');
  await expect(shown.status).toContainText('Paused at step 3');
  expect(await page.evaluate(() => window.playground.device)).toMatchObject({ kind: 'cpu', why: 'no-answer', webgpu: false, reason: expect.stringMatching(/did not say within 0\.2 seconds.*CPU\.$/) });
});

test('the CPU, asked for by name, does not wait for that answer', async ({ page, open }) => {
  await neverAnswering(page);
  await open('#preset=vae&seed=0&device=cpu');
  const refused = page.evaluate(() => window.playground.useDevice('webgpu').catch(({ code, message }) => ({ code, message })));
  expect(await refused).toMatchObject({ code: 'no-webgpu', message: expect.stringContaining('did not say') });
});
