// Threads that share training on the CPU: the run of one, repeatable, and done without where they do not come.

import { expect, shared, test } from './fixtures.js';

/** Runs of the same model with so many threads each: losses, saved bytes and how many threads there were. */
const runs = (page, list) => page.evaluate(async (workers) => {
  const { createPlayground } = await import('./playground.js');
  const results = [];
  for (const count of workers) {
    const [steps, lost] = [[], []];
    const on = {
      step: ({ history }) => steps.push(...history.map(({ step }) => step)),
      // Only a test of what is lost makes its script say so.
      data: (progress) => { if ('lost' in progress) lost.push(progress.lost); },
    };
    const pg = await createPlayground({ device: 'cpu', workers: count, on });
    await pg.load('vae', { hidden_dim: 100 });
    await pg.train(20);
    // A step in detail is taken alone; what was shared goes on from it.
    await pg.oneStep();
    const { losses } = await pg.train(20);
    const hash = await crypto.subtle.digest('SHA-256', await pg.save());
    results.push({ step: pg.step, steps, lost, loss: losses.loss, bytes: [...new Uint8Array(hash)].join(), workers: pg.device.workers });
    pg.close();
  }
  return results;
}, list);

shared('two threads make the run of one, and the same bits each time', async ({ page, open }) => {
  await open();
  const [alone, first, second, three] = await runs(page, [1, 2, 2, 3]);
  expect(first).toEqual(second);
  expect(first).toMatchObject({ step: 41, workers: 2 });
  // Another order of addition, so other bits: the batches have been shared.
  expect(first.bytes).not.toBe(alone.bytes);
  for (const run of [first, three]) expect(Math.abs(run.loss / alone.loss - 1)).toBeLessThan(1e-4);
});

shared('the page says how many threads share a batch', async ({ page, open }) => {
  await open();
  const count = await page.evaluate(() => window.playground.device.workers);
  expect(count).toBe(Math.min(4, await page.evaluate(() => navigator.hardwareConcurrency)));
  await page.locator('#device summary').click();
  if (count > 1) await expect(page.locator('#device-adapter')).toContainText(String(count));
});

/** Engines of this page meet a browser that has no relaxed SIMD: it refuses the module with fused multiply-add. */
const withoutFusing = (page) => page.route(/\/worker(\/replica)?\.js$/, async (route) => {
  const response = await route.fetch();
  // `instanceof` still knows a module. The engine's own are larger.
  const refusing = `WebAssembly.Module = new Proxy(WebAssembly.Module, { construct(Module, [bytes]) {
    if (bytes.byteLength > 10_000) return new Module(bytes);
    throw new WebAssembly.CompileError('unknown instruction');
  } });`;
  return route.fulfill({ response, body: `${await response.text()}\n${refusing}` });
});

test('one thread makes the same bits in browsers with fused multiply-add and without; several make them close', async ({ page, open, context }) => {
  await open();
  const [alone, shared] = await runs(page, [1, 2]);
  const other = await context.newPage();
  await withoutFusing(other);
  await other.goto(page.url());
  await other.evaluate(() => window.playgroundReady);
  const [aloneThere, sharedThere] = await runs(other, [1, 2]);
  expect(aloneThere).toEqual(alone);
  expect(sharedThere.bytes).not.toBe(shared.bytes);
  expect(Math.abs(sharedThere.loss / shared.loss - 1)).toBeLessThan(1e-4);
});

/** Changes the script that looks after the other threads, on its way to the browser. @param {Record<string, string>} changes from what to what */
const patched = (page, changes) => page.route('**/worker/crew.js', async (route) => {
  const response = await route.fetch();
  let body = await response.text();
  for (const [from, to] of Object.entries(changes)) {
    expect(body).toContain(from);
    body = body.replace(from, to);
  }
  return route.fulfill({ response, body });
});

test.describe('the other threads do not start', () => {
  test.use({ expectedErrors: [[/Failed to load resource/], { scope: 'test' }] });

  test('training goes on alone, and is the run of one', async ({ page, open }) => {
    await patched(page, { './worker/replica.js': './worker/missing.js' });
    // With it the run of one that was asked for by number would have other bits.
    await withoutFusing(page);
    await open();
    const [alone, left] = await runs(page, [1, 2]);
    expect(left).toMatchObject({ step: 41, bytes: alone.bytes });
  });
});

test('a thread that dies in the middle costs nothing but its help', async ({ page, open }) => {
  const [helping, lost] = ["const helping = trainAll(helpers, steps, shares);", 'this.size = 1;'];
  await patched(page, {
    [helping]: `${helping} if (this.step >= 12) setTimeout(() => helpers.hosts[0].worker.dispatchEvent(new ErrorEvent('error', { message: 'gone' })));`,
    [lost]: `${lost} self.postMessage({ event: 'data', progress: { lost: this.step } });`,
  });
  await open();
  const [alone, left] = await runs(page, [1, 2]);
  expect([alone.lost, left.lost.length]).toEqual([[], 1]);
  expect(left.lost[0]).toBeGreaterThanOrEqual(12);
  expect(left.step).toBe(41);
  // Each once, those that were shared and those that were not.
  expect(left.steps).toEqual(alone.steps);
  expect(Math.abs(left.loss / alone.loss - 1)).toBeLessThan(0.2);
});

shared('a number of threads that makes no sense is refused', async ({ page, open }) => {
  await open();
  const refused = await page.evaluate(async () => {
    const { createPlayground } = await import('./playground.js');
    return Promise.all([0, 9, 1.5, 'many'].map((workers) => createPlayground({ workers }).catch(({ code, message }) => ({ code, message }))));
  });
  for (const { code, message } of refused) {
    expect(code).toBe('bad-input');
    expect(message).toContain('1 to 8');
  }
});
